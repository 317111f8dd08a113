// <plimsoll-playground>: the playground as an element, in an open shadow root.
//
// Attributes: `hash` takes the text from the address's hash, and follows it; `embedded` shows less around it. Without a shared
// text the element's own content is shown, where it has a <textarea> or a <code>; what is typed in the textarea before the app is
// there stays. In the shadow root no style of the page reaches in, and the editor may adopt its style sheets under a policy that
// forbids inline styles.

import init, { mount } from "./app.js";
import { decode } from "./share.js";

const base = new URL(".", import.meta.url).href;

// The first worker starts now, so that the analysis loads while the page does; later ones replace one that hangs or dies.
const startWorker = () => new Worker(`${base}worker.js`, { type: "module" });
let early = startWorker();
const takeWorker = () => {
  const worker = early ?? startWorker();
  early = undefined;
  return worker;
};

class Playground extends HTMLElement {
  #app;
  #onHash = () => this.#open();

  async connectedCallback() {
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
    const textarea = this.querySelector("textarea");
    // Without a text of its own the app shows its first example.
    const own = this.hasAttribute("hash") ? undefined : this.querySelector("code");
    const text = textarea?.value ?? (own || location.hash.startsWith("#v") ? "" : undefined);
    this.#app = mount(place, takeWorker, () => this.#edited(), this.hasAttribute("embedded"), text);
    meanwhile.remove();
    if (textarea !== null && textarea === document.activeElement) this.#app.focus(textarea.selectionStart, textarea.selectionEnd);
    if (this.hasAttribute("hash")) {
      addEventListener("hashchange", this.#onHash);
      await this.#open();
    } else if (own) {
      this.#app.open([{ name: this.getAttribute("name") ?? "", text: own.textContent, kind: this.getAttribute("kind") ?? "auto" }]);
    }
  }

  disconnectedCallback() {
    removeEventListener("hashchange", this.#onHash);
    this.#app?.destroy();
    this.#app = undefined;
  }

  async #open() {
    try {
      const shared = await decode(location.hash);
      if (shared) this.#app?.open(shared.files);
    } catch (error) {
      this.#app?.tell(error.message);
    }
  }

  /** A link is somebody's: opening it leaves it alone, and typing must not seem to change it. */
  #edited() {
    if (this.hasAttribute("hash") && location.hash !== "") history.replaceState(history.state, "", location.pathname + location.search);
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
