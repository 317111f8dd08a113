// Policies: the functions, the same for every way of loading the WebAssembly. The analysis does without them.

import * as policy from "./dist/policy.js";
import { PlimsollError } from "./api.js";

let ready = false;

/** The entries say here that the WebAssembly is there. */
export function markReady() {
  ready = true;
}

function invalid(details) {
  const message = details.map(({ pointer, message }) => `${pointer}: ${message}`).join("; ");
  return new PlimsollError("ERR_INVALID_OPTIONS", message, { details });
}

function call(work) {
  if (!ready) throw new PlimsollError("ERR_NOT_INITIALIZED", "call `await init()` once before anything else");
  try {
    return work();
  } catch (cause) {
    if (cause instanceof PlimsollError) throw cause;
    if (typeof cause === "string") {
      throw invalid(JSON.parse(cause));
    }
    // A trap leaves the instance in the middle of something: a new one takes its place.
    policy.__wbg_reset_state();
    throw new PlimsollError("ERR_INTERNAL", "policies broke on this input; please report it. The next call starts afresh.", { cause });
  }
}

function text(value, pointer) {
  if (typeof value === "string") return value;
  throw invalid([{ pointer, message: "must be a string" }]);
}

const today = () => new Date().toISOString().slice(0, 10);

const SETTINGS = { webhook: "answers", defaultAllow: false, allowTtl: 0, denyTtl: 0, retryBackoff: 0 };

export const admit = (review, policyText, { asOf = today() } = {}) => {
  const given = typeof review === "string" ? review : JSON.stringify(review);
  return JSON.parse(call(() => policy.admit(text(given, "/review"), text(policyText, "/policy"), text(asOf, "/asOf"))));
};

export const checkPolicy = (policyText, { asOf = today() } = {}) =>
  JSON.parse(call(() => policy.checkPolicy(text(policyText, "/policy"), text(asOf, "/asOf"))));

export const readPolicy = (policyText, { asOf = today() } = {}) =>
  JSON.parse(call(() => policy.readPolicy(text(policyText, "/policy"), text(asOf, "/asOf"))));

/** `playAdmission`, as text. */
export function playJson(manifest, policyText, { asOf = today(), ...settings } = {}) {
  const unknown = Object.keys(settings).filter((name) => !(name in SETTINGS));
  if (unknown.length > 0) throw invalid(unknown.map((name) => ({ pointer: `/settings/${name}`, message: "there is no such setting" })));
  return call(() => policy.play(text(manifest, "/manifest"), text(policyText, "/policy"), { ...SETTINGS, ...settings }, text(asOf, "/asOf")));
}

export const playAdmission = (manifest, policyText, options) => JSON.parse(playJson(manifest, policyText, options));
