// For Node and Deno: the WebAssembly is read from disk while this module loads, so init() has nothing left to do.

import { readFileSync } from "node:fs";
import { initSync } from "./dist/plimsoll.js";
import { initFailed, markReady } from "./api.js";

export { applyFixes, explain, ignoreEdit, info, isInitialized, lint, PlimsollError, rules, suggestImages, version } from "./api.js";

try {
  initSync({ module: readFileSync(new URL("./dist/plimsoll_bg.wasm", import.meta.url)) });
  markReady();
} catch (cause) {
  throw initFailed(cause);
}

export async function init() {}

export default init;
