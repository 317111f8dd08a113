// The fixed file: which fixes are applied, what they come to, and the diff. Loaded when it is first shown.
//
// Fixes are chosen rule by rule: the safe ones are on, those that may change behaviour are off. The analysis applies them; here is
// only what was chosen. What a rule was set to stays for all files as long as the page is there.

import { button, element } from "./elements.js";
import { keep, kept } from "./store.js";

/** A text that has no name; the file to download needs one. */
const UNNAMED = "input";

/** The most line numbers that stand beside a fix. */
const MOST_LINES = 4;

const count = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;
const grade = (score) => (score ? `${score.value} ${score.grade}` : "not graded");

/** Text whose backticked parts are code. */
const marked = (text) => text.split("`").map((part, at) => (at % 2 === 1 ? element("code", {}, part) : part));

/** The rules that the user switched, by the element of the playground. */
const switched = new WeakMap();

const shown = new WeakMap();

/**
 * Shows the fixes of a file in `place`, or brings what shows there up to date.
 * @param {Element} place
 * @param {{ uri: string, text: string, kind: string, dockerignore?: string }[]} files all that are analysed together
 * @param {string} name the one that is fixed
 * @param {object} options of the analysis
 * @param {boolean} isWide there is room for two texts side by side
 * @param {(text: string) => void} apply
 */
export function showFixed(place, files, name, options, isWide, apply) {
  if (!shown.has(place)) shown.set(place, new FixedFile(place, apply));
  shown.get(place).show(files, name, options, isWide);
}

/** What the findings on a file offer: one entry for a rule's safe fixes, one for those that may change behaviour. */
export function offers(findings) {
  const found = new Map();
  for (const { ruleId, fixes, range } of findings) {
    const fix = fixes.find(({ applicability }) => applicability === "safe") ?? fixes[0];
    if (fix === undefined) continue;
    const isUnsafe = fix.applicability !== "safe";
    const key = `${ruleId} ${isUnsafe}`;
    if (!found.has(key)) found.set(key, { key, rule: ruleId, isUnsafe, titles: new Set(), lines: new Set(), number: 0 });
    const offer = found.get(key);
    offer.titles.add(fix.title);
    offer.lines.add(range.start.line + 1);
    offer.number += 1;
  }
  return [...found.values()].sort((a, b) => a.isUnsafe - b.isUnsafe);
}

/**
 * The rules whose fixes are to be applied. All safe ones, also those that only show behind others, unless one is switched off.
 * @param {{ key: string, rule: string, isUnsafe: boolean }[]} all
 * @param {Set<string>} off what is not as it is at first
 */
export function choice(all, off) {
  const rules = (isUnsafe) => all.filter((offer) => offer.isUnsafe === isUnsafe && off.has(offer.key) === isUnsafe).map(({ rule }) => rule);
  const isAll = !all.some(({ key, isUnsafe }) => !isUnsafe && off.has(key));
  return { safe: isAll ? undefined : rules(false), unsafe: rules(true) };
}

function linesOf({ lines }) {
  const all = [...lines].sort((a, b) => a - b);
  const more = all.length - MOST_LINES;
  return `${all.length === 1 ? "line" : "lines"} ${all.slice(0, MOST_LINES).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

class FixedFile {
  #place;
  #apply;
  #host;
  /** Grows with every question: an answer to an older one is dropped. */
  #asked = 0;
  #boxes = [];
  #diff;

  constructor(place, apply) {
    this.#place = place;
    this.#apply = apply;
    this.#host = place.getRootNode().host;
    if (!switched.has(this.#host)) switched.set(this.#host, new Set());
  }

  get #off() {
    return switched.get(this.#host);
  }

  show(files, name, options, isWide) {
    this.files = files;
    this.name = name;
    this.options = options;
    this.isWide = isWide;
    this.before = files.find(({ uri }) => uri === name)?.text ?? "";
    this.report = this.#host.getReport();
    const findings = this.report.findings.filter(({ uri }) => uri === name);
    this.number = findings.length;
    this.all = offers(findings);
    this.#drop();
    if (this.all.length === 0) {
      const rest = findings.length > 0 ? ` ${count(findings.length, "finding")} ${findings.length === 1 ? "needs" : "need"} a person.` : "";
      this.#place.replaceChildren(element("p", { class: "blank" }, `There is nothing to fix by machine.${rest}`));
      return;
    }
    this.outcome = element("p", { class: "outcome", role: "status" }, "Working out the fixes…");
    this.actions = element("div", { class: "actions" });
    this.diff = element("div", { class: "diff", role: "group", "aria-label": "Changes" });
    this.#place.replaceChildren(this.outcome, this.actions, this.#choices(), this.diff);
    this.#ask();
  }

  /** A box for every rule, those that may change behaviour behind the others. */
  #choices() {
    this.#boxes = [];
    const row = (offer) => {
      const box = element("input", { type: "checkbox", checked: offer.isUnsafe === this.#off.has(offer.key) });
      box.onchange = () => {
        this.#switch(offer, box.checked);
        this.#ask();
      };
      this.#boxes.push([offer, box]);
      const [title, ...others] = offer.titles;
      const words = element("span", {}, ...marked(title), others.length > 0 && ` and ${count(others.length, "more like it", "more like it")}`);
      const about = element("span", { class: "about" }, element("code", {}, offer.rule), ` · ${linesOf(offer)}`);
      return element("li", {}, element("label", { class: "choice" }, box, element("span", {}, words, about)));
    };
    const list = (title, offers) =>
      offers.length > 0 && element("fieldset", { class: "offers" }, element("legend", {}, title), element("ul", {}, ...offers.map(row)));
    return element(
      "div",
      { class: "choose" },
      list("Safe fixes", this.all.filter(({ isUnsafe }) => !isUnsafe)),
      list("Fixes that may change behaviour", this.all.filter(({ isUnsafe }) => isUnsafe)),
    );
  }

  /** Where a rule has fixes of both kinds, the second kind comes with the first: the analysis takes the safe ones first. */
  #switch(offer, isOn) {
    for (const [other, box] of this.#boxes) {
      const follows = other.rule === offer.rule && other.isUnsafe !== offer.isUnsafe && (isOn ? offer.isUnsafe : !offer.isUnsafe);
      if (other !== offer && !follows) continue;
      box.checked = isOn;
      if (isOn === other.isUnsafe) this.#off.add(other.key);
      else this.#off.delete(other.key);
    }
  }

  async #ask() {
    const asked = (this.#asked += 1);
    this.#place.setAttribute("aria-busy", "true");
    try {
      const json = await this.#host.call("fix", this.files, this.name, choice(this.all, this.#off), this.options);
      if (asked === this.#asked) this.#came(JSON.parse(json));
    } catch (error) {
      if (asked !== this.#asked) return;
      this.outcome.textContent = `The fixes could not be worked out: ${error.message}`;
      this.actions.replaceChildren();
      this.#drop();
    } finally {
      if (asked === this.#asked) this.#place.removeAttribute("aria-busy");
    }
  }

  #came({ text, applied, score, findings }) {
    const before = this.report.files.find(({ uri }) => uri === this.name)?.score;
    this.text = text;
    if (applied === 0) {
      this.outcome.replaceChildren("No fix is chosen.");
      this.actions.replaceChildren();
      this.#drop();
      return;
    }
    this.outcome.replaceChildren(
      element("strong", {}, `${grade(before)} → ${grade(score)}`),
      ` with ${count(applied, "fix", "fixes")}: ${count(this.number, "finding")} before, ${findings} after.`,
    );
    const said = element("span", { class: "said", role: "status" });
    const copy = () =>
      navigator.clipboard.writeText(this.text).then(
        () => (said.textContent = "Copied."),
        () => (said.textContent = "The browser does not let this page copy."),
      );
    // The buttons stay when another choice comes: the focus may be on one.
    if (this.actions.childElementCount === 0) {
      this.actions.append(
        button("Apply to editor", () => this.#apply(this.text), "fix safe"),
        button("Copy", copy),
        button("Download", () => this.#download()),
      );
      if (this.isWide) this.actions.append(this.#layout());
      this.actions.append(said);
    }
    this.#compare();
  }

  /** Side by side, or one above the other. */
  #layout() {
    const choose = element("button", { type: "button", class: "layout", "aria-pressed": String(kept("diff") !== "unified") }, "Side by side");
    choose.onclick = () => {
      const isSplit = choose.getAttribute("aria-pressed") !== "true";
      choose.setAttribute("aria-pressed", String(isSplit));
      keep("diff", isSplit ? "split" : "unified");
      this.#compare();
    };
    return choose;
  }

  async #compare() {
    const asked = this.#asked;
    const isSplit = this.isWide && kept("diff") !== "unified";
    const kind = this.report.files.find(({ uri }) => uri === this.name)?.kind;
    try {
      const { Diff } = await import("./diff.js");
      // Outside of the page the editor would put its styles where the policy forbids them.
      if (asked !== this.#asked || !this.diff.isConnected) return;
      this.#drop();
      this.#diff = new Diff(this.diff, this.before, this.text, kind, isSplit);
    } catch {
      this.diff.textContent = "The diff view could not be loaded.";
    }
  }

  #drop() {
    this.#diff?.destroy();
    this.#diff = undefined;
  }

  #download() {
    const kind = this.report.files.find(({ uri }) => uri === this.name)?.kind;
    const name = this.name !== UNNAMED ? this.name.split("/").at(-1) : kind === "kubernetes" ? "manifest.yaml" : "Dockerfile";
    const anchor = element("a", { href: URL.createObjectURL(new Blob([this.text], { type: "text/plain" })), download: name });
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
  }
}
