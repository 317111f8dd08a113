// <pane-divider>: how much of a wide page is the editor's. It is dragged, moved by the arrow keys, Home and End; a click goes on to
// the next of three widths, so that nobody has to drag, and a double click or Enter goes back to the first.

import { kept, keep } from "./store.js";

const [LEAST, MOST, USUAL] = [20, 80, 52];
const STOPS = [USUAL, 66, 36];

class Divider extends HTMLElement {
  #share = USUAL;

  connectedCallback() {
    const fixed = { role: "separator", tabindex: 0, "aria-orientation": "vertical", "aria-label": "Width of the editor", "aria-controls": "source", "aria-valuemin": LEAST, "aria-valuemax": MOST };
    for (const [name, value] of Object.entries(fixed)) this.setAttribute(name, value);
    this.#set(kept("code") ?? USUAL);
    this.onpointerdown = (event) => this.#drag(event);
    this.ondblclick = () => this.#choose(USUAL);
    this.onkeydown = (event) => {
      const to = { ArrowLeft: this.#share - 2, ArrowRight: this.#share + 2, Home: LEAST, End: MOST, Enter: USUAL }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      this.#choose(to);
    };
  }

  #drag(event) {
    event.preventDefault();
    this.focus();
    this.setPointerCapture(event.pointerId);
    const { left, width } = this.parentElement.getBoundingClientRect();
    let moved = false;
    this.onpointermove = ({ clientX }) => {
      moved ||= Math.abs(clientX - event.clientX) > 3;
      if (moved) this.#set(((clientX - left) / width) * 100);
    };
    this.onpointerup = this.onpointercancel = () => {
      this.onpointermove = this.onpointerup = this.onpointercancel = null;
      if (!moved) this.#set(STOPS[(STOPS.indexOf(this.#share) + 1) % STOPS.length]);
      keep("code", this.#share);
    };
  }

  #choose(share) {
    this.#set(share);
    keep("code", this.#share);
  }

  #set(share) {
    this.#share = Math.round(Math.min(MOST, Math.max(LEAST, Number(share) || USUAL)));
    this.setAttribute("aria-valuenow", this.#share);
    this.setAttribute("aria-valuetext", `${this.#share} % of the page`);
    this.parentElement.style.setProperty("--code", `${this.#share}%`);
  }
}

customElements.define("pane-divider", Divider);
