// Every key of a policy file changes what it should in the npm package too, by the table that the other surfaces are held to.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { lint } from "../../pkg/node.js";
import { admit, init, readPolicy } from "../../pkg/policy-node.js";

const { inputs, rows } = JSON.parse(readFileSync(new URL("../policy-keys.json", import.meta.url), "utf8"));
const { asOf, namespace, pod } = inputs;
const object = { apiVersion: "v1", kind: "Pod", metadata: { name: "p", namespace }, spec: pod };
const kind = { group: "", version: "v1", kind: "Pod" };
const reviews = {
  object: { apiVersion: "admission.k8s.io/v1", kind: "AdmissionReview", request: { uid: "1", kind, operation: "CREATE", namespace, object } },
  images: {
    apiVersion: "imagepolicy.k8s.io/v1alpha1",
    kind: "ImageReview",
    spec: { containers: pod.containers.map(({ image }) => ({ image })), namespace },
  },
};

function answers(policy, dockerfile) {
  const text = JSON.stringify(policy);
  const read = readPolicy(text, { asOf });
  const files = [{ uri: "Dockerfile", text: dockerfile }, { uri: "pod.json", text: JSON.stringify(object) }];
  const { minScore, failOn } = read.options;
  return {
    lint: lint(files, { asOf, policy: read }).findings,
    object: admit(reviews.object, text, { asOf }),
    images: admit(reviews.images, text, { asOf }),
    exit: { minScore, failOn },
  };
}

test("every key changes what it should", async () => {
  await init();
  for (const { keys, policy, without, changes, dockerfile = inputs.dockerfile } of rows) {
    const [a, b] = [answers(policy, dockerfile), answers(without, dockerfile)];
    const changed = Object.keys(a).filter((name) => JSON.stringify(a[name]) !== JSON.stringify(b[name]));
    assert.deepEqual(changed.sort(), [...changes].sort(), keys.join(", "));
  }
});
