// Policies for browsers and bundlers: init() fetches the WebAssembly from beside this module, or takes it from its argument.

import load from "./dist/policy.js";
import { initFailed, PlimsollError } from "./api.js";
import { markReady } from "./policy-api.js";

export { admit, checkPolicy, playAdmission, readPolicy } from "./policy-api.js";
export { PlimsollError };

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
