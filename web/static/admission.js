// What a cluster with ImagePolicyWebhook makes of a manifest under a policy, step by step. Loaded when it is first shown.
//
// The play itself is the analysis's (`play` of plimsoll/policy); here are the settings of the cluster, and what is shown of it.

import { element } from "./elements.js";

/** How the webhook may be, with the words of the menu. */
const WEBHOOKS = [
  ["answers", "answers by the policy"],
  ["down", "is down"],
  ["slow", "is too slow"],
  ["403", "answers with HTTP 403"],
  ["500", "answers with HTTP 500"],
];

const NUMBERS = [
  ["allowTtl", "allowTTL (s)"],
  ["denyTtl", "denyTTL (s)"],
  ["retryBackoff", "retryBackoff (ms)"],
];

/** The settings of the cluster, by the element of the playground; they stay as long as it is there. */
const settingsOf = new WeakMap();

const shown = new WeakMap();

/** Text whose backticked parts are code. */
const marked = (text) => text.split("`").map((part, at) => (at % 2 === 1 ? element("code", {}, part) : part));

/** Shows in `place` what happens when the manifest of this name and text is applied, or brings what shows up to date. */
export function showAdmission(place, name, manifest, policy) {
  if (!shown.has(place)) shown.set(place, new Admission(place));
  shown.get(place).play(name, manifest, policy);
}

const step = ({ who, what, why, text, tone }) =>
  element(
    "li",
    { class: tone },
    element("p", {}, element("strong", {}, who), " ", ...marked(what)),
    why && element("p", { class: "role" }, ...marked(why)),
    text && element("pre", { tabIndex: 0 }, text),
  );

class Admission {
  #host;
  #place;
  #asked = 0;
  #title = element("p", { class: "note" });
  #trouble = element("p", { class: "warn", role: "status" });
  #scene = element("ol", { class: "scene" });
  #outcome = element("p", { class: "aloud", role: "status" });

  constructor(place) {
    this.#place = place;
    this.#host = place.getRootNode().host;
    if (!settingsOf.has(this.#host)) settingsOf.set(this.#host, { webhook: "answers", defaultAllow: false, allowTtl: 50, denyTtl: 50, retryBackoff: 500 });
    place.replaceChildren(this.#controls(), this.#title, this.#trouble, this.#scene, this.#outcome);
  }

  #controls() {
    const settings = settingsOf.get(this.#host);
    const change = (name, value) => {
      settings[name] = value;
      this.#ask();
    };
    const select = element("select", { onchange: () => change("webhook", select.value) }, ...WEBHOOKS.map(([word, label]) => element("option", { value: word }, label)));
    select.value = settings.webhook;
    const number = ([name, label]) => {
      // Nothing and nonsense are the plugin's default.
      const input = element("input", { type: "number", value: settings[name], onchange: () => change(name, Number.parseInt(input.value, 10) || 0) });
      return element("label", {}, label, input);
    };
    const allow = element("input", { type: "checkbox", checked: settings.defaultAllow, onchange: () => change("defaultAllow", allow.checked) });
    return element(
      "div",
      { class: "settings", role: "group", "aria-label": "The cluster" },
      element("label", {}, "The webhook", select),
      element("label", { class: "check" }, allow, " defaultAllow"),
      ...NUMBERS.map(number),
    );
  }

  play(name, manifest, policy) {
    this.name = name;
    this.manifest = manifest;
    this.policy = policy;
    this.#ask();
  }

  async #ask() {
    const asked = (this.#asked += 1);
    this.#place.setAttribute("aria-busy", "true");
    let scene;
    try {
      scene = JSON.parse(await this.#host.call("play", this.manifest, this.policy, settingsOf.get(this.#host)));
    } catch (error) {
      scene = { steps: [], error: error.message };
    }
    if (asked !== this.#asked) return;
    this.#place.removeAttribute("aria-busy");
    // A scene of an older policy would be a lie beside a policy that cannot be used.
    this.#trouble.replaceChildren(...(scene.error ? ["Nothing can be decided until this is mended: ", ...marked(scene.error)] : []));
    this.#title.textContent = scene.error ? "" : `What happens when ${this.name} is applied:`;
    this.#scene.replaceChildren(...scene.steps.map(step));
    const last = scene.steps.at(-1);
    this.#outcome.textContent = last ? `${last.who} ${last.what}` : "";
  }
}
