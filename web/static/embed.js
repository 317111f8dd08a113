// <plimsoll-playground> for pages of other origins: a frame that shows embed.html, with what the page wrote between the tags.
//
//     <script type="module" src="https://your.host/plimsoll/embed.js"></script>
//     <plimsoll-playground kind="dockerfile" view="findings" load="click"><pre><code>FROM node</code></pre></plimsoll-playground>
//
// The attributes of settings.js go to the frame; `load` says when it is there: `lazy` (near the screen), `click`, `eager`. Events:
// `plimsoll:report` and `plimsoll:change`, with what there is in `detail`; methods: `setCode(text)` and `getReport()`. No WebAssembly
// is loaded here. Frame and page know each other by origin and by a number that is made for each frame.

import { encode } from "./share.js";

const base = new URL(".", import.meta.url);
const NAMES = ["kind", "name", "view", "hide", "readonly", "theme", "policy", "rules", "lines", "height", "lang"];

const dark = matchMedia("(prefers-color-scheme: dark)");

class Frame extends HTMLElement {
  #frame;
  #nonce = crypto.randomUUID();
  #report;
  #hear = (event) => this.#heard(event);
  #theme;
  #follow = () => this.#tellTheme();
  #changes = new MutationObserver(this.#follow);

  connectedCallback() {
    addEventListener("message", this.#hear);
    if (this.getAttribute("theme") === "host") {
      // Pages switch by a class or an attribute of their root, or leave it to the system.
      for (const root of [document.documentElement, document.body]) this.#changes.observe(root, { attributes: true });
      dark.addEventListener("change", this.#follow);
    }
    if (this.#frame) return;
    if (this.getAttribute("load") === "click") this.#offer();
    else this.#load();
  }

  disconnectedCallback() {
    removeEventListener("message", this.#hear);
    this.#changes.disconnect();
    dark.removeEventListener("change", this.#follow);
  }

  /** Shows a text in the place of all that is open. */
  setCode(text) {
    this.#frame?.contentWindow?.postMessage({ plimsoll: this.#nonce, type: "code", text: String(text) }, base.origin);
  }

  /** The newest report, as the npm package's `lint` gives it. */
  getReport() {
    return this.#report;
  }

  /** Light or dark: the colour scheme that the element inherits, and the system's where the page takes both. */
  #tellTheme(isAsked = false) {
    if (this.getAttribute("theme") !== "host") return;
    const schemes = getComputedStyle(this).colorScheme.split(" ");
    const isDark = schemes.includes("dark") && (dark.matches || !schemes.includes("light"));
    const theme = isDark ? "dark" : "light";
    if (theme === this.#theme && !isAsked) return;
    this.#theme = theme;
    this.#frame?.contentWindow?.postMessage({ plimsoll: this.#nonce, type: "theme", theme }, base.origin);
  }

  /** The text stays as it is until somebody wants more. */
  #offer() {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Try it in the playground";
    button.onclick = () => {
      button.remove();
      this.#load();
    };
    this.append(button);
  }

  async #load() {
    const text = this.querySelector("code")?.textContent ?? this.textContent.trim();
    const given = NAMES.filter((name) => this.hasAttribute(name)).map((name) => [name, this.getAttribute(name) || "1"]);
    const address = new URL("embed.html", base);
    address.search = new URLSearchParams([...given, ["nonce", this.#nonce]]);
    if (!this.hasAttribute("height")) address.searchParams.set("height", "auto");
    if (text !== "") address.hash = await encode({ files: [{ name: this.getAttribute("name") ?? "", text, kind: this.getAttribute("kind") ?? "auto" }] });
    const frame = document.createElement("iframe");
    frame.title = this.getAttribute("title") ?? "Plimsoll playground";
    frame.loading = this.getAttribute("load") === "eager" ? "eager" : "lazy";
    // The scripts of the frame keep their own origin; with that of the page around it the sandbox would be none.
    if (base.origin !== location.origin) frame.sandbox = "allow-scripts allow-same-origin allow-popups allow-downloads";
    frame.allow = "clipboard-write";
    frame.width = "100%";
    frame.height = this.getAttribute("height") ?? "480";
    frame.src = address;
    frame.style.border = "0";
    this.#frame = frame;
    this.replaceChildren(frame);
  }

  #heard({ source, origin, data }) {
    if (!this.#frame || source !== this.#frame.contentWindow || origin !== base.origin || data?.plimsoll !== this.#nonce) return;
    if (data.type === "height" && data.height > 0) {
      if (!this.hasAttribute("height") || this.getAttribute("height") === "auto") this.#frame.height = String(Math.min(data.height, 5_000));
    } else if (data.type === "report") {
      this.#report = data.report;
      this.dispatchEvent(new CustomEvent("plimsoll:report", { detail: data.report }));
    } else if (data.type === "hello") {
      this.#tellTheme(true);
    } else if (data.type === "change") {
      this.dispatchEvent(new CustomEvent("plimsoll:change"));
    }
  }
}

if (!customElements.get("plimsoll-playground")) customElements.define("plimsoll-playground", Frame);
