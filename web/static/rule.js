// <rule-page rule="ID">: the page of a rule. All pages are fetched together when the first is asked for.

import { element } from "./elements.js";
import { blocks, inlines } from "./markdown.js";

const base = new URL(".", import.meta.url).href;

let pages;

async function pageOf(rule) {
  try {
    pages ??= fetch(`${base}rules.json`).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.statusText))));
    return (await pages)[rule];
  } catch {
    // They may be asked for again.
    pages = undefined;
    return undefined;
  }
}

const inline = (part) => {
  if (typeof part === "string") return part;
  if ("link" in part) return element("a", { href: part.address, target: "_blank", rel: "noopener noreferrer" }, part.link);
  const [[name, text]] = Object.entries(part);
  return element(name, {}, text);
};
const spans = (text) => inlines(text).map(inline);

const captions = { bad: "Reported", good: "Not reported", fixed: "After the fix" };

function shown(block) {
  if ("heading" in block) return element("h3", {}, ...spans(block.heading));
  if ("paragraph" in block) return element("p", {}, ...spans(block.paragraph));
  if ("list" in block) return element("ul", {}, ...block.list.map((item) => element("li", {}, ...spans(item))));
  const caption = captions[block.label] ?? block.label;
  // A line of marks under another points at what is reported.
  const lines = block.code.map((line) => element("span", line.trimStart().startsWith("^") ? { class: "marks" } : {}, `${line}\n`));
  return element(
    "figure",
    { class: `example ${block.label}` },
    caption && element("figcaption", {}, caption),
    element("pre", { tabIndex: 0, role: "group", "aria-label": caption || "Example" }, ...lines),
  );
}

class RulePage extends HTMLElement {
  static observedAttributes = ["rule"];

  async attributeChangedCallback() {
    const rule = this.getAttribute("rule");
    this.replaceChildren(element("p", {}, "Loading the rule's page…"));
    const page = await pageOf(rule);
    if (this.getAttribute("rule") !== rule) return;
    this.replaceChildren(
      ...(page === undefined
        ? [element("p", {}, "The rule's page could not be loaded; plimsoll explain on the command line shows it too.")]
        : [...blocks(page).map(shown), element("p", {}, inline({ link: "The rule's page by itself", address: `${base}rules/${rule}.html` }))]),
    );
  }
}

customElements.define("rule-page", RulePage);
