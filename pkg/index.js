// For browsers and bundlers: init() fetches the WebAssembly from beside this module, or takes it from its argument.

import load from "./dist/plimsoll.js";
import { initFailed, markReady } from "./api.js";

export { applyFixes, explain, ignoreEdit, info, isInitialized, lint, PlimsollError, rules, suggestImages, version } from "./api.js";

let loading;

export function init(input) {
  loading ??= load(input === undefined ? undefined : { module_or_path: input }).then(markReady, (cause) => {
    // A failed load may be tried again.
    loading = undefined;
    throw initFailed(cause);
  });
  return loading;
}

export default init;
