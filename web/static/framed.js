// The embedded playground's side of embed.js: it tells the page around it how high it is and what it reports, and hears a new text
// and whether that page is light or dark.
//
// Only a page that gave a `nonce` is told anything, and what is told of the text goes to that page's origin alone.

import { setTheme } from "./settings.js";

/** Joins a playground to the page around its frame, where that page asked for it. */
export function join(element, { search }) {
  const nonce = new URLSearchParams(search).get("nonce");
  if (!nonce || parent === window || document.referrer === "") return;
  const around = new URL(document.referrer).origin;
  const tell = (message) => parent.postMessage({ plimsoll: nonce, ...message }, around);
  addEventListener("message", ({ source, origin, data }) => {
    if (source !== parent || origin !== around || data?.plimsoll !== nonce) return;
    if (data.type === "code" && typeof data.text === "string") element.setCode(data.text);
    if (data.type === "theme" && element.getAttribute("theme") === "host") setTheme(element, data.theme);
  });
  element.addEventListener("plimsoll:report", () => tell({ type: "report", report: element.getReport() }));
  element.addEventListener("plimsoll:change", () => tell({ type: "change" }));
  tell({ type: "hello" });
  new ResizeObserver(() => tell({ type: "height", height: Math.ceil(document.body.getBoundingClientRect().height) })).observe(document.body);
}
