// What the page keeps in this browser: choices about its looks, and the user's own text, unless they want it otherwise.
//
// There may be no store, or it may be full or forbidden: then everything lasts as long as the page. What is kept is read as if it
// came from anybody.

const STORE = "plimsoll:v1";

/** The most text that is kept, in UTF-16 code units of all files together. */
const TEXT_LIMIT = 256 * 1024;

/** The text is kept when typing pauses for this long, in milliseconds. */
const PAUSE = 400;

const all = () => {
  try {
    const value = JSON.parse(localStorage.getItem(STORE) ?? "{}");
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
};

/** A kept choice; undefined where there is none. */
export const kept = (name) => all()[name];

/** Keeps a choice; undefined takes it away. */
export function keep(name, value) {
  try {
    localStorage.setItem(STORE, JSON.stringify({ ...all(), [name]: value }));
  } catch {
    // Forbidden or full.
  }
}

let waiting;

/** Keeps files for the next visit, where they are not too large and the user has not said no; blank ones need no keeping. */
export function keepFiles(files) {
  stopWaiting();
  const write = () => {
    stopWaiting();
    if (kept("text") === false) return;
    const length = files.reduce((sum, { text }) => sum + text.length, 0);
    const isWorth = length <= TEXT_LIMIT && files.some(({ text }) => text.trim() !== "");
    keep("files", isWorth ? files : undefined);
  };
  waiting = { write, timer: setTimeout(write, PAUSE) };
  // The page may go before the pause is over.
  addEventListener("pagehide", write);
}

function stopWaiting() {
  clearTimeout(waiting?.timer);
  if (waiting) removeEventListener("pagehide", waiting.write);
  waiting = undefined;
}

/** The kept files; undefined where there are none. */
export function keptFiles() {
  const { files, text } = all();
  const isFile = (file) => typeof file?.name === "string" && typeof file.text === "string";
  return text !== false && Array.isArray(files) && files.length > 0 && files.every(isFile) ? files : undefined;
}

/** Whether texts are kept from now on; what was kept goes where they are not. */
export function keepTexts(isOn) {
  keep("text", isOn ? undefined : false);
  if (!isOn) keep("files", undefined);
}

/** Forgets everything but that texts are not to be kept. */
export function forget() {
  stopWaiting();
  const text = kept("text");
  try {
    localStorage.removeItem(STORE);
  } catch {
    // Nothing is kept where it is forbidden.
  }
  if (text === false) keep("text", false);
}
