// The command line, the package in Node and the page's worker give the same report, byte for byte.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { lint } from "../../pkg/node.js";
import { readPolicy } from "../../pkg/policy-node.js";
import { expect, test } from "./playground.js";

const corpus = new URL("../corpus/", import.meta.url);
const asOf = "2026-11-23";

/** Our own whole files, but for one that is no UTF-8 text. */
const files = ["dockerfiles", "manifests"].flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, corpus)).map((name) => {
    const uri = `${folder}/${name}`;
    return { uri, text: readFileSync(new URL(uri, corpus), "utf8") };
  }),
);

/** In the page: asks a worker of its own, as the playground does. */
async function fromWorker({ files, options }) {
  const worker = new Worker("worker.js", { type: "module" });
  try {
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => {
        if (data.type === "report") resolve(data.json);
        if (data.type === "failed") reject(new Error(data.message));
      };
      worker.onerror = () => reject(new Error("the worker did not start"));
      worker.postMessage({ type: "lint", seq: 1, files, options });
    });
  } finally {
    worker.terminate();
  }
}

/** Whether two texts are the same; where they differ, only what is around the first difference, for reports are long. */
function expectSame(one, other) {
  if (one === other) return;
  let at = 0;
  while (one[at] === other[at]) at++;
  const around = (text) => text.slice(Math.max(0, at - 100), at + 100);
  expect(around(one), `from character ${at}`).toBe(around(other));
}

/** What the command line prints for all files. */
function fromCommandLine(...more) {
  const names = files.map((file) => file.uri);
  try {
    return execFileSync(process.env.PLIMSOLL_CLI, ["lint", "--format", "json", "--as-of", asOf, "--fail-on", "never", ...more, ...names], {
      cwd: corpus,
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
  } catch (error) {
    throw new Error(`the command line failed: ${error.stderr ?? error.message}`);
  }
}

test("three surfaces, one report", async ({ page }) => {
  const cli = fromCommandLine();
  const node = lint(files, { asOf });
  expect(node.findings.length).toBeGreaterThan(100);
  expectSame(JSON.stringify(node, null, 2) + "\n", cli);

  await page.goto("/");
  const browser = await page.evaluate(fromWorker, { files, options: { asOf } });
  expectSame(browser, JSON.stringify(node));
});

const policy = `apiVersion: plimsoll.dev/v1
kind: Policy
metadata: {name: all}
preset: all
images:
  allow:
    - {repository: "docker.io/library/{node,python,debian,golang}", tags: ["*", "!*-slim"]}
    - registry: "*.k8s.io"
  deny: [{repository: docker.io/library/golang, reason: we build elsewhere}]
  requireDigest: {in: [kubernetes, dockerfile], except: ["docker.io/library/*"]}
  forbidTags: [latest]
  trustedBaseImages: [{repository: gcr.io/distroless/**, stages: all}]
rules: {image-tag-mutable: {severity: critical}, image-digest-missing: off, pipefail: low}
exceptions:
  - {id: EX-1, match: {image: docker.io/library/alpine}, reason: "moving, \\"soon\\"", owner: us, expires: 2026-11-23}
  - {id: EX-2, match: {image: "docker.io/library/*"}, reason: moved, expires: 2026-11-22}
gate: {failOn: never}
`;

test("three surfaces, one report by a policy", async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-"));
  let cli;
  try {
    writeFileSync(join(folder, "plimsoll.yaml"), policy);
    cli = fromCommandLine("--policy", join(folder, "plimsoll.yaml"));
  } finally {
    rmSync(folder, { recursive: true });
  }
  const node = lint(files, { asOf, policy: readPolicy(policy) });
  expect(node.findings.filter(({ ruleId }) => ruleId === "image-registry-not-allowed").length).toBeGreaterThan(3);
  expectSame(JSON.stringify(node, null, 2) + "\n", cli);

  await page.goto("/");
  const browser = await page.evaluate(fromWorker, { files, options: { asOf, policyText: policy } });
  expectSame(browser, JSON.stringify(node));
});
