// The analysis, off the main thread: the same code as the npm package's.
//
// In:  { type: "start", module?, options? }    first, where it comes at all: the compiled WebAssembly, and options of every question;
//                                              besides those of the package `only`, the rules that are looked at
//      { type: "lint", seq, files, options }   only the newest is answered: what waits behind a running analysis is dropped
//      { type: "call", id, name, args }        every one is answered
// Out: { type: "ready" }                       the worker runs
//      { type: "begin", seq }                  the analysis starts now; the page's watchdog counts from here
//      { type: "report", seq, json, milliseconds } | { type: "answer", id, name, json }
//      { type: "failed", seq?, id?, code, message }
// `json` is text on purpose: a text is copied between threads faster than objects are, and the page parses it itself.

import { init } from "./core/index.js";
import { applyFixesJson, ignoreEdit, lintJson, rulesJson } from "./core/api.js";

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
    error.message = `The policy cannot be used, and nothing is judged by it: ${plain(error)}`;
    throw error;
  }
}

/** What is wrong with a policy, with its place in words. */
const plain = ({ message }) => message.replace(/^\/policy: /, "").replace(/^(\d+):(\d+): /, "line $1, column $2: ");

async function play(...args) {
  const { playJson } = await policies();
  try {
    return playJson(...args);
  } catch (error) {
    return JSON.stringify({ steps: [], error: plain(error) });
  }
}

/** The comment that ignores a finding, with its reason to be written, as an edit; null where a file can have none. */
const ignore = (file, finding) => JSON.stringify(ignoreEdit(file, finding) ?? null);

/** What hears the messages above and posts its answers. */
export function analysis(post) {
  let started;
  let always = {};
  let newest;
  const calls = { fix, ignore, play };

  /** The options of every question; who may look at some rules alone ignores all others. */
  const given = () => {
    const { only, ...options } = always;
    if (only !== undefined) {
      const others = JSON.parse(rulesJson()).map(({ id }) => id).filter((id) => !only.includes(id));
      always = { ...options, select: only, ignore: others };
    }
    return always;
  };

  /**
   * The text of one file after fixes of some rules, and what the file comes to then. Of the safe ones `undefined` means all, also
   * those that only show behind others; those that may change behaviour come on top of them.
   */
  async function fix(files, uri, { safe, unsafe }, options) {
    const settings = { ...given(), ...(await withPolicy(options)) };
    const of = (list) => list.find((file) => file.uri === uri);
    let { text } = of(files);
    let applied = 0;
    for (const [rules, isUnsafe] of [[safe, false], [unsafe, true]]) {
      if (rules?.length === 0) continue;
      const result = JSON.parse(applyFixesJson([{ ...of(files), text }], { ...settings, rules, unsafe: isUnsafe }));
      text = result.files[0].text;
      applied += result.applied.length;
    }
    // The other files have their say in the score, as they have in the one before.
    const report = JSON.parse(lintJson(files.map((file) => (file.uri === uri ? { ...file, text } : file)), settings));
    const findings = report.findings.filter((finding) => finding.uri === uri).length;
    return JSON.stringify({ text, applied, score: of(report.files)?.score, findings });
  }

  async function attempt(which, work) {
    try {
      await (started ??= init());
      await work();
    } catch (error) {
      post({ type: "failed", ...which, code: error.code ?? "ERR_INTERNAL", message: error.message });
    }
  }

  // A message to oneself comes behind all that have arrived already: when it is read, `newest` is the newest.
  const later = new MessageChannel();
  later.port1.onmessage = () => {
    const { seq, files, options } = newest;
    newest = undefined;
    attempt({ seq }, async () => {
      const settings = { ...given(), ...(await withPolicy(options)) };
      post({ type: "begin", seq });
      const before = performance.now();
      const json = lintJson(files, settings);
      post({ type: "report", seq, json, milliseconds: performance.now() - before });
    });
  };

  return (message) => {
    if (message.type === "start") {
      always = message.options ?? {};
      started ??= init(message.module);
      // Whoever asks first hears of a failure.
      started.catch(() => {});
    } else if (message.type === "lint") {
      if (newest === undefined) attempt({ seq: message.seq }, () => later.port2.postMessage(null));
      newest = message;
    } else {
      const { id, name, args } = message;
      attempt({ id }, async () => post({ type: "answer", id, name, json: await calls[name](...args) }));
    }
  };
}

// A page whose policy lets no worker start runs this on its own thread.
if (globalThis.WorkerGlobalScope !== undefined) {
  const hear = analysis((message) => postMessage(message));
  onmessage = ({ data }) => hear(data);
  postMessage({ type: "ready" });
}
