// The analysis, off the main thread: the same code as the npm package's.
//
// In:  { type: "lint", seq, files, options }   only the newest is answered: what waits behind a running analysis is dropped
//      { type: "call", id, name, args }        every one is answered
// Out: { type: "begin", seq }                  the analysis starts now; the page's watchdog counts from here
//      { type: "report", seq, json, milliseconds } | { type: "answer", id, name, json }
//      { type: "failed", seq?, id?, code, message }
// `json` is text on purpose: a text is copied between threads faster than objects are, and the page parses it itself.

import { init } from "./core/index.js";
import { applyFixesJson, infoJson, lintJson, rulesJson } from "./core/api.js";

// Policies are loaded when they are first asked about.
async function policies() {
  const { init: load } = await import("./core/policy.js");
  await load();
  return import("./core/policy-api.js");
}

/** The options with what the open policy file says in place of its text. */
async function withPolicy({ policyText, ...options } = {}) {
  if (policyText === undefined) return options;
  const { readPolicy } = await policies();
  try {
    return { ...options, policy: readPolicy(policyText) };
  } catch (error) {
    error.message = `The policy cannot be used, and nothing is judged by it. ${error.message}`;
    throw error;
  }
}

async function play(...args) {
  const { playJson } = await policies();
  try {
    return playJson(...args);
  } catch (error) {
    return JSON.stringify({ steps: [], error: error.message });
  }
}

const applyFixes = async (files, options) => applyFixesJson(files, await withPolicy(options));

const calls = { applyFixes, info: infoJson, play, rules: rulesJson };

const started = init();
let newest;

// A message to oneself comes behind all that have arrived already: when it is read, `newest` is the newest.
const later = new MessageChannel();
later.port1.onmessage = () => {
  const { seq, files, options } = newest;
  newest = undefined;
  attempt({ seq }, async () => {
    const settings = await withPolicy(options);
    postMessage({ type: "begin", seq });
    const before = performance.now();
    const json = lintJson(files, settings);
    postMessage({ type: "report", seq, json, milliseconds: performance.now() - before });
  });
};

onmessage = ({ data }) => {
  if (data.type === "lint") {
    if (newest === undefined) attempt({ seq: data.seq }, () => later.port2.postMessage(null));
    newest = data;
  } else {
    attempt({ id: data.id }, async () => postMessage({ type: "answer", id: data.id, name: data.name, json: await calls[data.name](...data.args) }));
  }
};

async function attempt(which, work) {
  try {
    await started;
    await work();
  } catch (error) {
    postMessage({ type: "failed", ...which, code: error.code ?? "ERR_INTERNAL", message: error.message });
  }
}
