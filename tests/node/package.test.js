// The npm package in Node, on pkg/dist as `cargo xtask pkg` builds it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import * as plimsoll from "../../pkg/node.js";
import { initSync } from "../../pkg/dist/plimsoll.js";

const { applyFixes, explain, ignoreEdit, info, init, lint, PlimsollError, rules, suggestImages, version } = plimsoll;

const asOf = "2026-11-23";
const ids = (report) => report.findings.map((finding) => finding.ruleId);

test("init resolves, and may be called again", async () => {
  await init();
  await plimsoll.default();
  assert.equal(plimsoll.isInitialized(), true);
});

test("version is the package's", () => {
  const { version: published } = JSON.parse(readFileSync(new URL("../../pkg/package.json", import.meta.url)));
  assert.equal(version(), published);
  assert.equal(info().version, published);
  assert.match(info().catalogDate, /^\d{4}-\d\d-\d\d$/);
});

test("a Dockerfile gets findings with places and a score", () => {
  const text = "# 🐳 not one code unit\r\nFROM node\r\nUSER node\r\n";
  const report = lint(text, { fileName: "Dockerfile", asOf });
  assert.equal(report.schemaVersion, 1);
  assert.equal(report.asOf, asOf);
  assert.equal(report.files[0].kind, "dockerfile");
  const finding = report.findings.find(({ ruleId }) => ruleId === "image-tag-missing");
  assert.equal(text.slice(...finding.offsets), "node");
  assert.deepEqual(finding.range, { start: { line: 1, character: 5 }, end: { line: 1, character: 9 } });
  assert.ok(report.score.value < 100);
});

test("a manifest is recognised, and the kind can be said", () => {
  const pod = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: c\n    image: nginx\n    securityContext:\n      privileged: true\n";
  assert.equal(lint(pod).files[0].kind, "kubernetes");
  assert.ok(ids(lint(pod)).includes("privileged"));
  assert.equal(lint(pod, { kind: "dockerfile" }).files[0].kind, "dockerfile");
});

test("several files make one report, sorted by name", () => {
  const report = lint([{ uri: "b/Dockerfile", text: "FROM node\n" }, { uri: "a/Dockerfile", text: "FROM python\n" }], { asOf });
  assert.deepEqual(report.files.map((file) => file.uri), ["a/Dockerfile", "b/Dockerfile"]);
});

test("rules can be left out by any of their names", () => {
  const text = "FROM node\n";
  assert.ok(ids(lint(text)).includes("image-tag-missing"));
  for (const name of ["image-tag-missing", "hadolint:DL3006", "DL3006"]) {
    assert.ok(!ids(lint(text, { ignore: [name] })).includes("image-tag-missing"), name);
  }
});

test("registries can be allowed, and a Dockerfile has its .dockerignore", () => {
  const text = "FROM ghcr.io/team/app:1.2\nCOPY dist /app\n";
  const rule = "image-registry-not-allowed";
  assert.ok(!ids(lint(text)).includes(rule));
  assert.ok(!ids(lint(text, { allowedRegistries: ["ghcr.io/team"] })).includes(rule));
  assert.ok(ids(lint(text, { allowedRegistries: ["docker.io"] })).includes(rule));
  assert.ok(!ids(lint({ text })).includes("copy-ignored-file"));
  assert.ok(ids(lint({ text, dockerignore: "dist\n" })).includes("copy-ignored-file"));
  assert.throws(() => lint({ text, dockerignore: 1 }, { allowedRegistries: "a" }), (error) => {
    assert.deepEqual(error.details.map((d) => d.pointer), ["/files/0/dockerignore", "/allowedRegistries"]);
    return true;
  });
});

test("a Dockerfile and the manifest that runs its image are held against each other", () => {
  const files = [
    { uri: "pay/pod.yaml", text: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  securityContext:\n    runAsNonRoot: true\n  containers:\n    - name: a\n      image: registry.example.com/shop/till:1\n    - name: b\n      image: registry.example.com/other:1\n" },
    { uri: "pay/Dockerfile", text: "FROM debian:13-slim\nUSER pay\n" },
  ];
  const rule = "user-name-nonroot";
  assert.ok(!ids(lint(files)).includes(rule));
  const builds = [{ image: "registry.example.com/shop/till", dockerfile: "pay/Dockerfile" }];
  const [finding] = lint(files, { builds }).findings.filter((finding) => finding.ruleId === rule);
  assert.deepEqual([finding.uri, finding.related[0].uri], ["pay/pod.yaml", "pay/Dockerfile"]);
  assert.throws(() => lint(files, { builds: [{ image: "a" }] }), (error) => error.details[0].pointer === "/builds");
});

test("applyFixes gives texts and the report on them", () => {
  const text = "FROM node:22\nUSER node\n";
  const result = applyFixes([{ uri: "Dockerfile", text }], { asOf });
  assert.equal(result.files.length, 1);
  assert.deepEqual(lint(result.files, { asOf }), result.report);
});

test("rules and explain tell the same", () => {
  const all = rules();
  assert.ok(all.length > 5 && Object.isFrozen(all));
  for (const rule of all) {
    assert.equal(explain(rule.id), rule);
    assert.ok(rule.summary && rule.helpUri.endsWith(`${rule.id}.html`), rule.id);
  }
  assert.equal(explain("DL3006").id, "image-tag-missing");
  assert.equal(explain("hadolint:DL3006").id, "image-tag-missing");
  assert.equal(explain("no-such-rule"), undefined);
});

test("bad options name every place", () => {
  const bad = { kind: "helm", preset: "stern", select: "all", ignore: ["no-such-rule"], asOf: "yesterday", inlineIgnores: 1 };
  assert.throws(() => lint("FROM node\n", bad), (error) => {
    assert.ok(error instanceof PlimsollError && error instanceof Error);
    assert.equal(error.code, "ERR_INVALID_OPTIONS");
    assert.deepEqual(error.details.map((d) => d.pointer), ["/kind", "/select", "/inlineIgnores"]);
    return true;
  });
  assert.throws(() => lint("FROM node\n", { preset: "stern", ignore: ["image-tag-missing", "no-such-rule"], asOf: "2026-02-30" }), (error) => {
    assert.deepEqual(error.details.map((d) => d.pointer).sort(), ["/asOf", "/ignore/1", "/preset"]);
    return true;
  });
  for (const input of [undefined, null, 7, {}, [{}], [{ uri: 1, text: "" }]]) {
    assert.throws(() => lint(input), { name: "PlimsollError", code: "ERR_INVALID_OPTIONS" });
  }
});

test("bad input is reported, never thrown", () => {
  const inputs = ["", "\0\u0001\uffff", "FROM", "\ud800 lone surrogate", "a: *b\n---\n{{", "[".repeat(100_000), "x".repeat(10_000_000)];
  for (const text of inputs) {
    for (const kind of ["auto", "dockerfile", "kubernetes"]) {
      assert.equal(lint(text, { kind }).schemaVersion, 1);
    }
  }
});

test("the same input gives the same bytes", () => {
  const text = "FROM node:latest\nRUN apt-get install curl\n";
  assert.equal(JSON.stringify(lint(text, { asOf })), JSON.stringify(lint(text, { asOf })));
});

test("ten thousand calls do not grow the memory", () => {
  const { memory } = initSync();
  const text = "FROM node:latest\nWORKDIR app\nRUN apt-get update && apt-get install curl\n";
  const run = (times) => {
    for (let i = 0; i < times; i++) lint(text, { asOf });
  };
  run(100);
  const before = memory.buffer.byteLength;
  run(10_000);
  assert.equal(memory.buffer.byteLength, before);
});

// The last test: it breaks the instance on purpose.
test("a trap costs one call", () => {
  const before = lint("FROM node\n", { asOf });
  const broken = initSync();
  // What a bug in the allocator's own lists would be.
  new Uint8Array(broken.memory.buffer).fill(0xff);
  assert.throws(() => lint("FROM node\n", { asOf }), { name: "PlimsollError", code: "ERR_INTERNAL" });
  assert.deepEqual(lint("FROM node\n", { asOf }), before);
  assert.notEqual(initSync(), broken);
});

test("a finding is ignored by a comment at the right place", () => {
  const text = "# syntax=docker/dockerfile:1\nFROM node:26-slim\n# hadolint ignore=DL3059\nRUN apt-get update && \\\n  # why\n  apt-get install -y curl\nUSER node\n";
  const file = { uri: "Dockerfile", text };
  const finding = lint(file, { asOf }).findings.find(({ ruleId }) => ruleId === "apt-no-install-recommends");
  const { offsets, newText, range, uri } = ignoreEdit(file, finding, "all of curl is wanted");
  assert.equal(newText, "# plimsoll ignore=apt-no-install-recommends -- all of curl is wanted\n");
  assert.deepEqual({ uri, range }, { uri: "Dockerfile", range: { start: { line: 2, character: 0 }, end: { line: 2, character: 0 } } });
  const ignored = lint({ uri, text: text.slice(0, offsets[0]) + newText + text.slice(offsets[1]) }, { asOf });
  assert.equal(ignored.suppressed.find(({ ruleId }) => ruleId === finding.ruleId).suppressed.reason, "all of curl is wanted");
  assert.equal(ignoreEdit({ uri: "pod.json", text: '{"kind": "Pod"}' }, finding), undefined);
  assert.throws(() => ignoreEdit(file, { ruleId: "a b", range }), { name: "PlimsollError", code: "ERR_INVALID_OPTIONS" });
  assert.throws(() => ignoreEdit(file, {}), { name: "PlimsollError", code: "ERR_INVALID_OPTIONS" });
});

test("images are suggested by name and by file", () => {
  const [named] = suggestImages("node:22", { asOf });
  assert.equal(named.resolved, "docker.io/library/node:22");
  assert.equal(named.suggestions[0].image, "node:22-slim");
  assert.ok(named.suggestions.every(({ fix, blockers }) => fix === null && blockers.length === 0));
  assert.throws(() => suggestImages("No Image"), { name: "PlimsollError", code: "ERR_INVALID_OPTIONS" });

  const text = 'FROM golang:1.27\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /bin/app .\nCMD ["/bin/app"]\n';
  const [image] = suggestImages({ uri: "Dockerfile", text }, { asOf });
  const [first] = image.suggestions;
  assert.equal(first.image, "gcr.io/distroless/static-debian13:nonroot");
  assert.equal(first.reasons.length, first.fix.edits.length);
  const edits = [...first.fix.edits].sort((a, b) => b.offsets[0] - a.offsets[0]);
  const rewritten = edits.reduce((file, { offsets, newText }) => file.slice(0, offsets[0]) + newText + file.slice(offsets[1]), text);
  assert.match(rewritten, /^FROM golang:1\.27 AS build\n[^]*\nFROM gcr\.io\/distroless\/static-debian13:nonroot\n[^]*USER 65532:65532\nCMD \["\/bin\/app"\]\n$/);
});
