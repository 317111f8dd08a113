// `plimsoll/policy` in Node, on pkg/dist as `cargo xtask pkg` builds it.

import assert from "node:assert/strict";
import test from "node:test";
import { applyFixes, lint } from "../../pkg/node.js";
import { admit, checkPolicy, init, playAdmission, PlimsollError, readPolicy } from "../../pkg/policy-node.js";

const policy = `apiVersion: plimsoll.dev/v1
kind: Policy
metadata: {name: test}
images:
  allow:
    - registry: registry.k8s.io
`;
const asOf = "2026-11-23";
const review = (image) => ({
  apiVersion: "imagepolicy.k8s.io/v1alpha1",
  kind: "ImageReview",
  spec: { containers: [{ image }], namespace: "default" },
});

test("a review is answered by the policy", async () => {
  await init();
  assert.equal(admit(review("registry.k8s.io/pause:3.9"), policy, { asOf }).status.allowed, true);
  const denied = admit(JSON.stringify(review("registry.k8s.io.evil.example/pause:3.9")), policy, { asOf });
  assert.equal(denied.kind, "ImageReview");
  assert.equal(denied.status.allowed, false);
  assert.match(denied.status.reason, /evil\.example/);
});

test("what cannot be used says where", () => {
  const fails = (work, pointer) =>
    assert.throws(work, (error) => error instanceof PlimsollError && error.code === "ERR_INVALID_OPTIONS" && error.details[0].pointer === pointer);
  fails(() => admit(review("a"), "images: {alow: []}"), "/policy");
  fails(() => admit("{}", policy, { asOf }), "/review");
  fails(() => admit(review("a"), 1), "/policy");
  fails(() => playAdmission("", policy, { webhook: "asleep" }), "/settings/webhook");
  fails(() => playAdmission("", policy, { defaultAlow: true }), "/settings/defaultAlow");
  fails(() => checkPolicy(policy, { asOf: "soon" }), "/asOf");
  assert.deepEqual(checkPolicy(policy, { asOf }), []);
});

test("a failed review lets in what the policy denies where the settings say so", () => {
  const pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: a, image: evil.example/x}]}\n";
  const end = (settings) => playAdmission(pod, policy, { asOf, ...settings }).steps.at(-1);
  assert.match(end({}).what, /^refuses/);
  assert.match(end({ webhook: "down" }).what, /^refuses/);
  assert.equal(end({ webhook: "down", defaultAllow: true }).tone, "bad");
});

const wide = `preset: strict
images:
  allow: [{repository: ghcr.io/acme/**}]
  forbidTags: ["1"]
rules: {root-user: off, image-tag-mutable: {severity: critical}, pipefail: on}
exceptions:
  - {match: {image: docker.io/library/node}, reason: until we have our own, expires: 2026-12-01}
gate: {minScore: 70, failOn: high}
`;

test("a policy file drives the analysis", () => {
  const read = readPolicy(wide, { asOf });
  const { images, ...options } = read.options;
  assert.deepEqual(options, {
    preset: "strict",
    select: ["image-tag-mutable", "pipefail"],
    ignore: ["root-user"],
    severities: { "image-tag-mutable": "critical" },
    minScore: 70,
    failOn: "high",
  });
  assert.equal(typeof images, "string");
  assert.deepEqual(read.findings, []);
  assert.match(readPolicy("mode: warn", { asOf }).findings.join(), /only warns/);

  const text = "FROM quay.io/x/app:1\nFROM node:22\nFROM ghcr.io/acme/app:edge\n";
  const found = (options) => lint({ uri: "Dockerfile", text }, { asOf, ...options }).findings;
  const ids = (options) => found(options).map((finding) => finding.ruleId);
  assert.ok(ids({}).includes("root-user") && !ids({}).includes("image-registry-not-allowed"));
  const judged = found({ policy: read });
  const notAllowed = judged.filter((finding) => finding.ruleId === "image-registry-not-allowed");
  assert.deepEqual(notAllowed.map((finding) => finding.range.start.line), [0]);
  assert.ok(!judged.some((finding) => finding.ruleId === "root-user"));
  assert.ok(judged.some((finding) => finding.ruleId === "image-tag-mutable" && finding.severity === "critical"));
  // What is asked for beside it goes before it.
  assert.ok(ids({ policy: read, select: ["root-user"] }).includes("root-user"));
  assert.ok(!ids({ policy: read, ignore: ["image-registry-not-allowed"] }).includes("image-registry-not-allowed"));
  // After its last day an exception lets nothing in.
  const later = found({ policy: read, asOf: "2026-12-02" }).filter((finding) => finding.ruleId === "image-registry-not-allowed");
  assert.deepEqual(later.map((finding) => finding.range.start.line), [0, 1]);
  assert.ok(applyFixes({ uri: "Dockerfile", text }, { asOf, policy: read }).report.findings.some((finding) => finding.severity === "critical"));
});

test("a policy that cannot be used says where", () => {
  const message = (work) => {
    try {
      work();
    } catch (error) {
      assert.ok(error instanceof PlimsollError && error.code === "ERR_INVALID_OPTIONS");
      return error.message;
    }
  };
  assert.match(message(() => readPolicy("images: {alow: []}")), /1:10: .*did you mean `allow`/);
  assert.match(message(() => lint("FROM a", { policy: "images: {}" })), /readPolicy/);
  assert.match(message(() => lint("FROM a", { policy: readPolicy("rules: {no-such-rule: off}") })), /there is no such rule/);
});
