/**
 * Lints Dockerfiles and Kubernetes manifests: findings with places and fixes, an explained score, smaller base images.
 *
 * Call `await init()` once in browsers; in Node and Deno it has nothing to do. Input that is broken is reported in findings and
 * never throws; what throws is a {@link PlimsollError}.
 */
import type { Applicability, Finding, Fix, ImageUse, Report, RuleId, RuleMeta, Severity, TextEdit, Tool } from "./report.js";

export type * from "./report.js";

/** What a file can be read as. */
export type InputKind = "dockerfile" | "kubernetes";

/** Which rules run; each of the first three holds the one before it. */
export type Preset = "default" | "strict" | "all" | "kubesec" | "hadolint";

/** What a policy file says, as `readPolicy` of `plimsoll/policy` makes it of the file's text. */
export interface ReadPolicy {
  options: {
    readonly preset: Preset | null;
    readonly select: readonly string[];
    readonly ignore: readonly string[];
    /** Rules whose findings all have that severity. */
    readonly severities: Readonly<Record<string, Severity>>;
    /** The lowest score that passes; `lint` judges nothing by it. */
    readonly minScore: number | null;
    /** The lowest severity that fails; `lint` judges nothing by it. */
    readonly failOn: Severity | "never" | null;
    /** What it says of images, for `lint` alone. */
    readonly images: string;
  };
  /** What in it is broader than it looks, a sentence each. */
  findings: string[];
}

/** A text to analyse. */
export interface SourceFile {
  /** Its name in the report, with `/`; left out, `input`. A name such as `Dockerfile` or `x.yaml` decides the kind. */
  uri?: string;
  text: string;
  /** Left out, the options' `kind`. */
  kind?: InputKind | "auto";
  /** For a Dockerfile, the text of the `.dockerignore` that applies to it: some rules look at both. */
  dockerignore?: string;
}

export interface LintOptions {
  /** How to read files that do not say; default `auto`: by name, else by content. */
  kind?: InputKind | "auto";
  /** The name of an input that is a plain string. */
  fileName?: string;
  /** Default `default`. */
  preset?: Preset;
  /** Rules (ids or other tools' names for them) that run besides the preset's. */
  select?: readonly string[];
  /** Rules (ids or other tools' names for them) that do not run. */
  ignore?: readonly string[];
  /** The date (YYYY-MM-DD) at which end of life is judged; default today in UTC. */
  asOf?: string;
  /** Whether comments in a file may suppress findings; default true. */
  inlineIgnores?: boolean;
  /** The version of the Pod Security Standards that pods are judged by; default `latest`, as is a version newer than what is known. */
  podSecurityVersion?: "latest" | `v1.${number}`;
  /**
   * The registries that images may come from; left out or empty, any. `registry.example.com:5000`, `*.example.com`, `registry-*`, `*`,
   * and with a repository or a folder of them `docker.io/library/*`. With a `policy` its own list counts instead.
   */
  allowedRegistries?: readonly string[];
  /** What `readPolicy` of `plimsoll/policy` made of a policy file. Options beside it go before what it says. */
  policy?: ReadPolicy;
  /**
   * Which Dockerfile (a file's `uri`) builds the image that a manifest names. Where the names say so themselves, as for `cart:1` and
   * `cart/Dockerfile`, it need not be said.
   */
  builds?: readonly { image: string; dockerfile: string }[];
  /**
   * Makers whose images are suggested besides Docker's official ones and distroless; default none. Of Chainguard's images only `latest`
   * is free of charge: no version can be pinned, so nothing is offered where the file names one.
   */
  vendors?: readonly "chainguard"[];
}

export interface FixOptions extends LintOptions {
  /** Also fixes that may change behaviour; default false. */
  unsafe?: boolean;
  /** Only fixes of these rules. */
  rules?: readonly RuleId[];
  /** Only the fix of the finding with this fingerprint. */
  fingerprint?: string;
}

/** What came of applying fixes. */
export interface FixResult {
  /** Every file, changed or not, sorted by uri. */
  files: { uri: string; text: string }[];
  /** What was done, in order. */
  applied: { ruleId: RuleId; title: string }[];
  /** What was not: it overlaps another fix, or may change behaviour. */
  skipped: { ruleId: RuleId; fix: Fix; reason: "overlap" | Extract<Applicability, "unsafe"> }[];
  /** The report on the new texts. */
  report: Report;
}

export type ErrorCode = "ERR_NOT_INITIALIZED" | "ERR_INIT_FAILED" | "ERR_INVALID_OPTIONS" | "ERR_INTERNAL";

/** The only error that this package throws. */
export declare class PlimsollError extends Error {
  private constructor();
  readonly code: ErrorCode;
  /** With `ERR_INVALID_OPTIONS`: what is wrong, by JSON pointers into the options. */
  readonly details?: readonly { pointer: string; message: string }[];
}

/** Where the WebAssembly is, or the WebAssembly itself. */
export type InitInput = string | URL | Request | Response | BufferSource | WebAssembly.Module;

/**
 * Loads the WebAssembly. Further calls return the first one's promise.
 *
 * In browsers it is fetched from beside the module unless `input` says otherwise. In Node and Deno it was loaded with the module.
 */
export declare function init(input?: InitInput | Promise<InitInput>): Promise<void>;
export default init;

/** Whether the functions below can be called. */
export declare function isInitialized(): boolean;

/**
 * Analyses one text, one file or several files.
 *
 * @throws {PlimsollError} `ERR_INVALID_OPTIONS` for options that cannot be used, never for what is in a file.
 */
export declare function lint(input: string | SourceFile | readonly SourceFile[], options?: LintOptions): Report;

/**
 * Applies fixes, round by round until nothing more fits, and analyses the result.
 *
 * @throws {PlimsollError} as of {@link lint}
 */
export declare function applyFixes(input: string | SourceFile | readonly SourceFile[], options?: FixOptions): FixResult;

/**
 * What is known of images and what could stand in their place: of one by its name (`node:22`), or of all in a file or several.
 * Of a name alone nothing speaks against a suggestion and none has a fix; of a file each says what does, with its place, and
 * where nothing does `fix` makes the rewritten file, with `reasons` for its edits.
 *
 * @throws {PlimsollError} as of {@link lint}, and for a text that is no name of an image
 */
export declare function suggestImages(input: string | SourceFile | readonly SourceFile[], options?: LintOptions): ImageUse[];

/**
 * The comment `# plimsoll ignore=<rule> -- <reason>` for a finding in a text or file, as an edit. It goes above the instruction or the
 * YAML node that the finding is in, where it does not part other tools' comments from what they mean; a finding on a parser directive is
 * ignored in the whole file. Without a reason there is room for one behind `--`. Undefined where there can be no comment: in JSON, and in
 * what is neither Dockerfile nor manifest.
 *
 * @throws {PlimsollError} as of {@link lint}
 */
export declare function ignoreEdit(input: string | SourceFile, finding: Pick<Finding, "ruleId" | "range">, reason?: string): TextEdit | undefined;

/** Every rule. */
export declare function rules(): readonly Readonly<RuleMeta>[];

/** The rule of that id, or of that name in another tool (`DL3007`, `hadolint:DL3007`); undefined where there is none. */
export declare function explain(name: string): Readonly<RuleMeta> | undefined;

/** The version of the program. */
export declare function version(): string;

/** The versions of the program and of its data. */
export declare function info(): Tool;
