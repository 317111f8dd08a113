// For places that serve no .wasm file: the WebAssembly travels inside the JavaScript.

import load from "./dist/plimsoll.js";
import base64 from "./dist/inline.js";
import { initFailed, markReady } from "./api.js";

export { applyFixes, explain, ignoreEdit, info, isInitialized, lint, PlimsollError, rules, suggestImages, version } from "./api.js";

let loading;

export function init() {
  const bytes = () => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  loading ??= load({ module_or_path: bytes() }).then(markReady, (cause) => {
    loading = undefined;
    throw initFailed(cause);
  });
  return loading;
}

export default init;
