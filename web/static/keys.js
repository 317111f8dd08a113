// Keys of the page: those of tabs, those that lead to a part of it, and the one that opens the help. What a key does, a click does too.

import { kept } from "./store.js";

const visible = (tab) => tab.getClientRects().length > 0;

/** Takes the keys in `place`; where it is the whole page, wherever the focus is. */
export function takeKeys(place) {
  keepFocus(place);
  const isPage = place.getRootNode().host?.hasAttribute("hash");
  (isPage ? document : place).addEventListener("keydown", (event) => {
    if (event.defaultPrevented || !place.isConnected) return;
    const target = event.composedPath()[0].closest?.("[role=tab]");
    if (target && event.key !== "?" && !event.altKey && !event.ctrlKey && !event.metaKey) inTabs(place, target, event);
    else if (event.altKey && !event.ctrlKey && !event.metaKey && /^Digit[1-5]$/.test(event.code)) toPart(place, event);
    else if (event.key === "?" && !event.ctrlKey && !event.metaKey && !event.altKey) toHelp(place, event);
  });
}

/** What has the focus may go, as a fix's button with its finding: the next finding gets it then, else the tab of the part. */
function keepFocus(place) {
  const results = place.querySelector(".results");
  let last;
  results.addEventListener("focusin", ({ target }) => {
    const row = target.closest(".finding");
    last = { target, at: row ? [...row.parentElement.children].indexOf(row) : undefined };
  });
  // Whoever goes elsewhere stays there.
  results.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget) last = undefined;
  });
  new MutationObserver(() => {
    if (!last || last.target.isConnected) return;
    const rows = results.querySelectorAll(".finding");
    const row = last.at === undefined ? undefined : rows[Math.min(last.at, rows.length - 1)];
    last = undefined;
    if (place.getRootNode().activeElement) return;
    const tabs = [...place.querySelectorAll("[role=tab][id][aria-selected=true]")].filter(visible);
    (row?.querySelector(".jump") ?? tabs[0])?.focus();
  }).observe(results, { childList: true, subtree: true });
}

/** Arrows, Home and End go to a tab and show it; a file's tab also takes F2 and Delete. */
function inTabs(place, tab, event) {
  const row = tab.closest("[role=tablist]");
  const tabs = [...row.querySelectorAll("[role=tab]")].filter(visible);
  const at = tabs.indexOf(tab);
  const to = { ArrowRight: (at + 1) % tabs.length, ArrowLeft: (at + tabs.length - 1) % tabs.length, Home: 0, End: tabs.length - 1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    tabs[to].click();
    tabs[to].focus();
  } else if (row.closest(".files") && (event.key === "F2" || event.key === "Delete")) {
    // Closing cannot be undone, so Delete leads to the window that asks.
    event.preventDefault();
    place.querySelector(".rename").click();
  }
}

/** Alt and a digit: the parts of the page in their order, the code first. */
function toPart(place, event) {
  const part = ["code", "findings", "images", "fixed", "admission"][Number(event.code.at(-1)) - 1];
  const tab = place.querySelector(`#tab-${part}`);
  event.preventDefault();
  if (tab && visible(tab)) {
    tab.click();
    tab.focus();
  } else if (part === "code") {
    place.querySelector(".cm-content")?.focus();
  }
}

/** A single letter is a shortcut only where nobody writes; it can be switched off in the help (WCAG 2.1.4). */
function toHelp(place, event) {
  const writes = event.composedPath().some((element) => element.isContentEditable || element.matches?.("input, select, textarea"));
  const isOver = place.getRootNode().querySelector("dialog[open]") !== null;
  if (writes || isOver || kept("helpKey") === false) return;
  event.preventDefault();
  place.querySelector(".help-button")?.click();
}
