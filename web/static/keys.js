// Keys of the page: those of tabs, and those that lead to a part of it. What a key does, a click does too.

const visible = (tab) => tab.getClientRects().length > 0;

/** Takes the keys in `place`; where it is the whole page, wherever the focus is. */
export function takeKeys(place) {
  const isPage = place.getRootNode().host?.hasAttribute("hash");
  (isPage ? document : place).addEventListener("keydown", (event) => {
    if (event.defaultPrevented || !place.isConnected) return;
    const target = event.composedPath()[0].closest?.("[role=tab]");
    if (target && !event.altKey && !event.ctrlKey && !event.metaKey) inTabs(place, target, event);
    else if (event.altKey && !event.ctrlKey && !event.metaKey && /^Digit[1-5]$/.test(event.code)) toPart(place, event);
  });
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
