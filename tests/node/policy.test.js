// `plimsoll/policy` in Node, on pkg/dist as `cargo xtask pkg` builds it.

import assert from "node:assert/strict";
import test from "node:test";
import { admit, checkPolicy, init, playAdmission, PlimsollError } from "../../pkg/policy-node.js";

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
