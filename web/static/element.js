// <plimsoll-playground>: the playground as an element, in an open shadow root.
//
// Attributes: `hash` takes the text from the address's hash, and follows it; `embedded` shows less around it; `parameters` takes
// the other attributes from the address (embed.html). `settings.js` has those. Without a shared text the element's own content is
// shown, where it has a <textarea> or a <code>; what is typed in the textarea before the app is there stays. In the shadow root no
// style of the page reaches in, and the editor may adopt its style sheets under a policy that forbids inline styles.
//
// Events: `plimsoll:report` and `plimsoll:change`; methods: `setCode(text)` and `getReport()`.

import init, { mount } from "./app.js";
import { startAnalysis } from "./analyst.js";
import { join } from "./framed.js";
import { analysisOptions, filesOf, readParameters, TABS } from "./settings.js";
import { decode } from "./share.js";
import { keptFiles } from "./store.js";

const base = new URL(".", import.meta.url).href;

class Playground extends HTMLElement {
  #app;
  #report;
  /** What it showed first, for the button that brings it back. */
  #first;
  #onHash = () => this.#open();
  #analysis;
  /** Questions of parts of the page that wait for their answers, by their numbers. */
  #calls = new Map();
  #called = 0;

  async connectedCallback() {
    if (this.hasAttribute("parameters")) {
      readParameters(this, location);
      join(this, location);
    }
    const isShared = this.hasAttribute("hash") && location.hash.startsWith("#v");
    const textarea = this.querySelector("textarea");
    // The user's own text of the last visit, unless a link brings another; and shown before anything is loaded, so that nothing jumps.
    const isPage = this.hasAttribute("hash") && !this.hasAttribute("embedded");
    const last = isPage && !isShared && textarea?.value === textarea?.defaultValue ? keptFiles() : undefined;
    if (last && textarea) textarea.value = last[0].text;
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = `${base}style.css`;
    const styled = new Promise((done) => (style.onload = style.onerror = done));
    const place = document.createElement("div");
    place.className = "place";
    // Until the app is there the element's own content shows.
    const meanwhile = document.createElement("slot");
    root.replaceChildren(style, place, meanwhile);
    try {
      await Promise.all([init(), styled]);
    } catch (error) {
      place.append(failure(error));
      return;
    }
    // The element may have been taken out again meanwhile.
    if (!this.isConnected || this.#app) return;
    // Without a text of its own the app shows its first example.
    const own = filesOf(this, location);
    const isLast = last !== undefined && (textarea === null || textarea.value === last[0].text);
    const text = isLast ? "" : (textarea?.value ?? (own || isShared ? "" : undefined));
    this.#app = mount(place, (hear, fail) => this.#start(hear, fail), () => this.#edited(), this.hasAttribute("embedded"), text);
    meanwhile.remove();
    if (this.getAttribute("view") in TABS) this.#app.show(TABS[this.getAttribute("view")]);
    if (own && !isShared) this.#show(own);
    if (isLast) this.#app.restore(last);
    if (textarea !== null && textarea === document.activeElement) this.#app.focus(textarea.selectionStart, textarea.selectionEnd);
    if (this.hasAttribute("hash")) {
      addEventListener("hashchange", this.#onHash);
      await this.#open();
    }
    place.addEventListener("click", ({ target }) => target.closest?.("[data-does=reset]") && this.#first && this.#app.open(this.#first));
  }

  disconnectedCallback() {
    removeEventListener("hashchange", this.#onHash);
    this.#app?.destroy();
    this.#app = undefined;
  }

  /** Shows a text in the place of all that is open. */
  setCode(text, name = this.getAttribute("name") ?? "") {
    this.#app?.open([{ name, text, kind: this.getAttribute("kind") ?? "auto" }]);
  }

  /** The newest report, as the npm package's `lint` gives it. */
  getReport() {
    return this.#report === undefined ? undefined : JSON.parse(this.#report);
  }

  /** Asks the analysis for one of the calls of `worker.js`, for a part of the page; gives the answer's JSON. */
  call(name, ...args) {
    return new Promise((resolve, reject) => {
      this.#called += 1;
      this.#calls.set(this.#called, { resolve, reject });
      this.#analysis.ask({ type: "call", id: this.#called, name, args });
    });
  }

  #start(hear, fail) {
    // What the analysis before this one was asked it will not answer.
    for (const { reject } of this.#calls.values()) reject(new Error("the analysis was stopped; the next change tries again"));
    this.#calls.clear();
    const hearFirst = (message) => {
      if (message.id !== undefined) {
        const call = this.#calls.get(message.id);
        this.#calls.delete(message.id);
        if (message.type === "answer") call?.resolve(message.json);
        else call?.reject(new Error(message.message));
        return;
      }
      if (message.type === "report") {
        this.#report = message.json;
        this.dispatchEvent(new CustomEvent("plimsoll:report"));
      }
      hear(message);
    };
    return (this.#analysis = startAnalysis(analysisOptions(this), hearFirst, fail, (notice) => this.#app?.tell(notice)));
  }

  #show(files) {
    this.#first = files;
    this.#app?.open(files);
  }

  async #open() {
    try {
      const shared = await decode(location.hash);
      if (shared) this.#show(shared.files);
    } catch (error) {
      this.#app?.tell(error.message);
    }
  }

  /** A link is somebody's: opening it leaves it alone, and typing must not seem to change it. */
  #edited() {
    if (this.hasAttribute("hash") && location.hash !== "") history.replaceState(history.state, "", location.pathname + location.search);
    this.dispatchEvent(new CustomEvent("plimsoll:change"));
  }
}

function failure(error) {
  const box = document.createElement("div");
  box.className = "failure";
  box.setAttribute("role", "alert");
  const text = document.createElement("p");
  text.textContent = `The playground could not start: ${error.message}. It needs a current browser, and a content security policy that lets this page's own WebAssembly run ('wasm-unsafe-eval').`;
  const otherwise = document.createElement("p");
  otherwise.textContent = "The command line does the same: plimsoll lint Dockerfile";
  box.append(text, otherwise);
  return box;
}

customElements.define("plimsoll-playground", Playground);
