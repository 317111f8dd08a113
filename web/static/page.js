// What the app asks of the browser: files, clipboard, themes, windows. Every answer comes through a callback.
//
// It knows nothing of reports. It sends nothing anywhere: what it fetches are the page's own files.

import "./divider.js";
import { EXAMPLES } from "./examples.js";
import { encode } from "./share.js";
import { keep, keepFiles, kept } from "./store.js";

export { takeKeys } from "./keys.js";

const base = new URL(".", import.meta.url).href;

/** The largest file that is opened, in bytes. */
const FILE_LIMIT = 1024 * 1024;

/** A page is wide from this many widths of an M-high letter: room for the code beside the report. */
const WIDE = 60;

/** Fetches the files of an example. */
export async function example(number, tell, refuse) {
  try {
    tell(await Promise.all(EXAMPLES[number].files.map(async ([name, file]) => {
      const answer = await fetch(`${base}examples/${file}`);
      if (!answer.ok) throw new Error(answer.statusText);
      return { name, text: await answer.text() };
    })));
  } catch {
    refuse("The example could not be fetched; are you offline?");
  }
}

/** Opens these files in a page of their own. */
export async function openAlone(files) {
  window.open(`${base}#${await encode({ files })}`, "_blank", "noopener");
}

/** The windows, which are loaded behind all that a first report needs, as are all parts that wait for their first use. */
const windows = () => import("./windows.js");
const parts = () => [windows(), import("./fixed.js"), import("./diff.js"), import("./admission.js"), import("./rule.js"), import("./offline.js")];

export async function examplesWindow(place, asks, tell) {
  (await windows()).showExamples(place, asks, tell);
}

export async function shareWindow(place, files) {
  (await windows()).showShare(place, files, () => place.getRootNode().host?.getReport?.());
}

export async function helpWindow(place) {
  (await windows()).showHelp(place);
}

export async function fileWindow(place, name, closable, tell) {
  (await windows()).showFile(place, name, closable, tell);
}

/** Lets the user choose files. */
export function chooseFiles(tell, refuse) {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.onchange = () => read(input.files, tell, refuse);
  input.click();
}

/** Takes files that are dropped or pasted anywhere in `place`, before the editor does. */
export function takeFiles(place, tell, refuse) {
  const options = { capture: true };
  const withFiles = (list) => (list && [...list.types].includes("Files") ? list : null);
  const mark = (over) => place.classList.toggle("dropping", over);
  place.addEventListener("dragover", (event) => {
    if (!withFiles(event.dataTransfer)) return;
    event.preventDefault();
    mark(true);
  }, options);
  place.addEventListener("dragleave", (event) => event.relatedTarget && place.contains(event.relatedTarget) || mark(false), options);
  const take = (list, event) => {
    mark(false);
    const files = withFiles(list)?.files;
    if (!files?.length) return;
    event.preventDefault();
    event.stopPropagation();
    read(files, tell, refuse);
  };
  place.addEventListener("drop", (event) => take(event.dataTransfer, event), options);
  place.addEventListener("paste", (event) => take(event.clipboardData, event), options);
}

async function read(list, tell, refuse) {
  const files = await Promise.all(Array.from(list, async (file) => {
    if (file.size > FILE_LIMIT) {
      refuse(`${file.name} is larger than 1 MiB. The command line takes larger files: plimsoll lint ${file.name}`);
      return null;
    }
    try {
      const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
      if (text.includes("\0")) throw new TypeError("binary");
      return { name: file.name, text };
    } catch {
      refuse(`${file.name} is not a text in UTF-8, so it is no Dockerfile and no manifest.`);
      return null;
    }
  }));
  const readable = files.filter((file) => file !== null);
  if (readable.length > 0) tell(readable);
}

/** Tells whether the page is wide, now and whenever that changes. */
export function watchWidth(place, tell) {
  let last;
  const look = () => {
    // Out of the page there is nobody left to tell.
    if (!place.isConnected) return observer.disconnect();
    const letter = parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
    const wide = place.getBoundingClientRect().width >= WIDE * letter;
    if (wide !== last) tell((last = wide));
  };
  const observer = new ResizeObserver(look);
  look();
  observer.observe(place);
}

/** Counts requests from now on, those to this origin and others, as long as `place` is in the page. */
export async function watchRequests(place, tell) {
  await Promise.all(parts()).catch(() => {});
  const since = performance.now();
  let [own, others] = [0, 0];
  new PerformanceObserver((list, observer) => {
    if (!place.isConnected) return observer.disconnect();
    const before = own + others;
    for (const { name, startTime } of list.getEntries()) {
      if (startTime < since || !/^https?:/.test(name)) continue;
      if (new URL(name).origin === location.origin) own += 1;
      else others += 1;
    }
    if (own + others !== before) tell(own, others);
  }).observe({ type: "resource", buffered: true });
}

/** Loads what shows the pages of rules. */
export function loadRules() {
  import("./rule.js").catch(() => {});
}

/** Chooses colours and keeps the choice; an empty choice only reads the kept one. Gives what is in force. */
export function theme(place, choice) {
  if (choice) keep("theme", choice);
  const now = choice || kept("theme");
  const host = place.getRootNode().host;
  for (const element of [document.documentElement, host]) {
    if (element === undefined || (element !== host && !host?.hasAttribute("hash"))) continue;
    if (now === "light" || now === "dark") element.dataset.theme = now;
    else delete element.dataset.theme;
  }
  return typeof now === "string" ? now : "";
}

/** Keeps the user's files for their next visit: of the page itself, never of a playground inside another page. */
export function save(place, files) {
  const host = place.getRootNode().host;
  if (host?.hasAttribute("hash") && !host.hasAttribute("embedded")) keepFiles(files);
}

/** Puts the focus on the first thing in `place` that `selector` names, if there is one. */
export function focusOn(place, selector) {
  const element = place.querySelector(selector);
  element?.focus();
}

/** Tells where the comment goes that ignores a finding of a rule at a place of a file, the comment, and where in it the reason goes. */
export async function ignore(place, file, ruleId, line, character, tell) {
  try {
    const json = await place.getRootNode().host.call("ignore", file, { ruleId, range: { start: { line, character } } });
    const edit = JSON.parse(json);
    if (edit) tell(edit.offsets[0], edit.newText, edit.newText.trimEnd().length + 1);
  } catch {
    // The analysis has stopped; the page says so itself.
  }
}

/** Shows the fixed file in the place that the page has for it; what shows it is loaded with the first. */
export function showFixed(place, files, name, options, isWide, apply) {
  part(place, ".fixed-file", import("./fixed.js"), ({ showFixed }, at) => showFixed(at, files, name, options, isWide, apply));
}

/** Shows what a cluster makes of a manifest in the place that the page has for it; what shows it is loaded with the first. */
export function showAdmission(place, name, manifest, policy) {
  part(place, ".admission", import("./admission.js"), ({ showAdmission }, at) => showAdmission(at, name, manifest, policy));
}

async function part(place, selector, loading, show) {
  const at = place.querySelector(selector);
  try {
    const module = await loading;
    if (at?.isConnected) show(module, at);
  } catch {
    if (at) at.textContent = "This part of the page could not be loaded. Reload the page when you are online.";
  }
}
