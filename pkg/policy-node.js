// Policies for Node and Deno: the WebAssembly is read from disk while this module loads, so init() has nothing left to do.

import { readFileSync } from "node:fs";
import { initSync } from "./dist/policy.js";
import { initFailed, PlimsollError } from "./api.js";
import { markReady } from "./policy-api.js";

export { admit, checkPolicy, playAdmission, readPolicy } from "./policy-api.js";
export { PlimsollError };

try {
  initSync({ module: readFileSync(new URL("./dist/policy_bg.wasm", import.meta.url)) });
  markReady();
} catch (cause) {
  throw initFailed(cause);
}

export async function init() {}

export default init;
