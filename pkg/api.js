// The functions of the package, the same for every way of loading the WebAssembly.
//
// It checks what callers pass, keeps to one living instance, and turns what goes wrong into PlimsollError. What a Dockerfile or
// a manifest means is known to the WebAssembly alone.

import * as core from "./dist/plimsoll.js";

export class PlimsollError extends Error {
  constructor(code, message, options = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "PlimsollError";
    this.code = code;
    if (options.details !== undefined) this.details = options.details;
  }
}

let ready = false;

/** The entries say here that the WebAssembly is there. */
export function markReady() {
  ready = true;
}

/** Turns whatever stops an entry from loading the WebAssembly into the package's error. */
export function initFailed(cause) {
  const hint = "the WebAssembly could not be loaded; is dist/plimsoll_bg.wasm served, and does the page's policy allow 'wasm-unsafe-eval'?";
  return new PlimsollError("ERR_INIT_FAILED", `${hint} (${cause?.message ?? cause})`, { cause });
}

export const isInitialized = () => ready;

/** Calls into the WebAssembly. */
function call(work) {
  if (!ready) throw new PlimsollError("ERR_NOT_INITIALIZED", "call `await init()` once before anything else");
  try {
    return work();
  } catch (cause) {
    if (typeof cause === "string") {
      const details = JSON.parse(cause);
      throw invalid(details);
    }
    // Whatever else is thrown is a trap: the instance may be left in the middle of anything, so a new one takes its place.
    core.__wbg_reset_state();
    throw new PlimsollError("ERR_INTERNAL", "the analysis broke on this input; please report it. The next call starts afresh.", { cause });
  }
}

const invalid = (details) =>
  new PlimsollError("ERR_INVALID_OPTIONS", details.map(({ pointer, message }) => `${pointer || "/"}: ${message}`).join("; "), { details });

/** Collects what is wrong with a caller's arguments. */
class Checked {
  problems = [];

  complain(pointer, message) {
    this.problems.push({ pointer, message });
  }

  typed(value, type, fallback, pointer) {
    if (value === undefined) return fallback;
    if (typeof value === type) return value;
    this.complain(pointer, `must be a ${type}`);
    return fallback;
  }

  texts(value, pointer) {
    if (value === undefined) return [];
    if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
    this.complain(pointer, "must be a list of strings");
    return [];
  }

  /** Image and Dockerfile in turn. */
  builds(value) {
    if (value === undefined) return [];
    const isBuild = (build) => typeof build?.image === "string" && typeof build.dockerfile === "string";
    if (Array.isArray(value) && value.every(isBuild)) return value.flatMap(({ image, dockerfile }) => [image, dockerfile]);
    this.complain("/builds", "must be a list of { image, dockerfile }");
    return [];
  }

  /** What `readPolicy()` of `plimsoll/policy` made. */
  policy(value) {
    const none = { select: [], ignore: [], severities: {}, images: "" };
    if (value === undefined) return none;
    const { select, ignore, severities, images } = value?.options ?? {};
    const texts = [select, ignore, severities && Object.values(severities)];
    const isOne = typeof images === "string" && texts.every((list) => Array.isArray(list) && list.every((item) => typeof item === "string"));
    if (isOne) return value.options;
    this.complain("/policy", "must be what readPolicy() of plimsoll/policy made");
    return none;
  }

  kind(value, pointer) {
    const kind = this.typed(value, "string", "auto", pointer);
    if (!["auto", "dockerfile", "kubernetes"].includes(kind)) this.complain(pointer, 'must be "auto", "dockerfile" or "kubernetes"');
    return kind;
  }

  finish() {
    if (this.problems.length > 0) throw invalid(this.problems);
  }
}

/** Input and options, complete and of the right types, the way the WebAssembly takes them. */
function prepare(input, options = {}) {
  const checked = new Checked();
  if (typeof options !== "object" || options === null) {
    checked.complain("", "options must be an object");
    checked.finish();
  }
  const kind = checked.kind(options.kind, "/kind");
  const fileName = checked.typed(options.fileName, "string", "input", "/fileName");
  const list = typeof input === "string" ? [{ uri: fileName, text: input }] : Array.isArray(input) ? input : [input];
  const files = list.map((file, at) => ({
    uri: checked.typed(file?.uri, "string", "input", `/files/${at}/uri`),
    text: typeof file?.text === "string" ? file.text : (checked.complain(`/files/${at}/text`, "must be a string"), ""),
    kind: file?.kind === undefined ? kind : checked.kind(file.kind, `/files/${at}/kind`),
    dockerignore: checked.typed(file?.dockerignore, "string", undefined, `/files/${at}/dockerignore`),
  }));
  const policy = checked.policy(options.policy);
  const select = checked.texts(options.select, "/select");
  const settings = {
    preset: checked.typed(options.preset ?? policy.preset ?? undefined, "string", "default", "/preset"),
    select: [...policy.select, ...select],
    // A rule that the policy turns off runs where it is asked for here.
    ignore: [...policy.ignore.filter((name) => !select.includes(name)), ...checked.texts(options.ignore, "/ignore")],
    severities: Object.entries(policy.severities).flat(),
    images: policy.images,
    asOf: checked.typed(options.asOf, "string", new Date().toISOString().slice(0, 10), "/asOf"),
    inlineIgnores: checked.typed(options.inlineIgnores, "boolean", true, "/inlineIgnores"),
    podSecurityVersion: checked.typed(options.podSecurityVersion, "string", "latest", "/podSecurityVersion"),
    allowedRegistries: checked.texts(options.allowedRegistries, "/allowedRegistries"),
    builds: checked.builds(options.builds),
    vendors: checked.texts(options.vendors, "/vendors"),
  };
  return { checked, files, settings };
}

/** `lint`, as the text of the report. */
export function lintJson(input, options) {
  const { checked, files, settings } = prepare(input, options);
  checked.finish();
  return call(() => core.lint(files, settings));
}

/** `applyFixes`, as the text of the result. */
export function applyFixesJson(input, options) {
  const { checked, files, settings } = prepare(input, options);
  const unsafe = checked.typed(options?.unsafe, "boolean", false, "/unsafe");
  const rules = checked.texts(options?.rules, "/rules");
  const fingerprint = checked.typed(options?.fingerprint, "string", "", "/fingerprint");
  checked.finish();
  return call(() => core.applyFixes(files, settings, unsafe, rules, fingerprint));
}

/** What is known of the images of a file, or of one image by its name, and what could stand in their place. */
export function suggestImages(input, options) {
  if (typeof input !== "string") return lint(input, options).images;
  const { checked, settings } = prepare("", options);
  checked.finish();
  const image = JSON.parse(call(() => core.suggestImage(input, settings)));
  if (image === null) throw invalid([{ pointer: "", message: "not the name of an image" }]);
  return [image];
}

/** The comment that ignores a finding, with the reason, as an edit; undefined where the file can have none. */
export function ignoreEdit(input, finding, reason) {
  const { checked, files } = prepare(input);
  const rule = checked.typed(finding?.ruleId, "string", "", "/finding/ruleId");
  const line = checked.typed(finding?.range?.start?.line, "number", 0, "/finding/range/start/line");
  const character = checked.typed(finding?.range?.start?.character, "number", 0, "/finding/range/start/character");
  const why = checked.typed(reason, "string", "", "/reason");
  if (files.length !== 1) checked.complain("/files", "must be one file");
  if (!/^[\w-]+$/.test(rule)) checked.complain("/finding/ruleId", "must be the id of a rule");
  checked.finish();
  return JSON.parse(call(() => core.ignoreEdit(files[0], rule, line, character, why))) ?? undefined;
}

/** `rules`, as text. */
export const rulesJson = () => call(() => core.rules());

/** `info`, as text. */
export const infoJson = () => call(() => core.info());

export const lint = (input, options) => JSON.parse(lintJson(input, options));

export const applyFixes = (input, options) => JSON.parse(applyFixesJson(input, options));

let known;

export function rules() {
  known ??= Object.freeze(JSON.parse(rulesJson()).map(Object.freeze));
  return known;
}

export function explain(name) {
  const named = (alias) => alias === name || alias.slice(alias.indexOf(":") + 1) === name;
  return rules().find((rule) => rule.id === name) ?? rules().find((rule) => rule.aliases.some(named));
}

export const version = () => call(() => core.version());

export const info = () => JSON.parse(infoJson());
