// Type-checked, never run: how the package's types may and may not be used.

import init, { applyFixes, explain, ignoreEdit, info, init as named, lint, PlimsollError, rules, suggestImages, version } from "plimsoll";
import { lint as inline } from "plimsoll/inline";
import { admit, checkPolicy, playAdmission } from "plimsoll/policy";
import type { ErrorCode, Finding, FixResult, ImageUse, LintOptions, Report, RuleId, RuleMeta, Score, Severity, TextEdit } from "plimsoll";

/** Fails to compile for a type that is `any`. */
type NotAny<T> = 0 extends 1 & T ? never : T;
const certain = <T>(value: NotAny<T>): T => value as T;

const started: Promise<void> = init();
void named(new URL("https://example.org/plimsoll_bg.wasm"));
void started;

const options: LintOptions = { kind: "auto", preset: "strict", ignore: ["DL3006"], asOf: "2026-11-23", allowedRegistries: ["docker.io"] };
const report: Report = certain(lint("FROM node\n", options));
lint({ text: "FROM node\n" });
lint([{ uri: "Dockerfile", text: "", kind: "dockerfile", dockerignore: "*" }] as const);

const finding: Finding | undefined = certain(report.findings[0]);
if (finding) {
  const id: RuleId = certain(finding.ruleId);
  const severity: Severity = certain(finding.severity);
  const line: number = certain(finding.range.start.line);
  const [from, to]: [number, number] = finding.offsets;
  const object: string | undefined = certain(finding.object?.namespace);
  const title: string | undefined = certain(finding.fixes[0]?.title);
  const schema: 1 = report.schemaVersion;
  void [id, severity, line, from, to, object, title, schema];
}

const score: Score | null = certain(report.score);
const letter: "A+" | "A" | "B" | "C" | "D" | "F" | undefined = score?.grade;
const image: ImageUse | undefined = certain(report.images[0]);
const smaller: string | undefined = certain(image?.suggestions[0]?.image);
const ignored: TextEdit | undefined = certain(ignoreEdit("FROM node", report.findings[0]!, "why"));
const suggested: ImageUse[] = certain(suggestImages("node:22", { asOf: "2026-11-23" }));
void [ignored, suggested];
const fixed: FixResult = certain(applyFixes("FROM node\n", { unsafe: true, rules: ["image-tag-missing"] }));
const texts: string[] = certain(fixed.files.map((file) => file.text));
const all: readonly Readonly<RuleMeta>[] = certain(rules());
const rule: Readonly<RuleMeta> | undefined = certain(explain("DL3006"));
const words: string[] = [certain(version()), certain(info().catalogDate), ...texts];
void [letter, smaller, all, rule, words, inline];

const answer = certain(admit({ kind: "ImageReview" }, "", { asOf: "2026-11-23" }));
const allowed: boolean = answer.kind === "ImageReview" ? answer.status.allowed : answer.response.allowed;
const tones: ("good" | "bad" | "plain")[] = playAdmission("", "", { webhook: "down", defaultAllow: true }).steps.map((step) => step.tone);
const broader: string[] = certain(checkPolicy(""));
void [allowed, tones, broader];

try {
  lint("");
} catch (error) {
  if (error instanceof PlimsollError) {
    const code: ErrorCode = certain(error.code);
    const pointer: string | undefined = certain(error.details?.[0]?.pointer);
    void [code, pointer];
  }
}

// @ts-expect-error there is no such state
playAdmission("", "", { webhook: "asleep" });
// @ts-expect-error there is no such kind
lint("", { kind: "helm" });
// @ts-expect-error there is no such option
lint("", { colour: true });
// @ts-expect-error a file has a text
lint({ uri: "Dockerfile" });
// @ts-expect-error there is no such rule
applyFixes("", { rules: ["no-such-rule"] });
// @ts-expect-error rules are not to be changed
rules()[0]!.id = "privileged";
// @ts-expect-error only the package makes its errors
new PlimsollError("ERR_INTERNAL", "");
