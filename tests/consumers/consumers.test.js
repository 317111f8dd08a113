// The npm package as its users meet it: packed, installed, imported, type-checked, bundled, and run in Node and in Chromium.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromium } from "@playwright/test";
import { launchOptions } from "../support/chromium.js";
import { serve } from "../support/server.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const bin = (name) => join(root, "node_modules/.bin", name);
const run = async (program, args, options = {}) => {
  try {
    return (await promisify(execFile)(program, args, { cwd: project, ...options })).stdout;
  } catch (error) {
    throw new Error(`${program} ${args.join(" ")}:\n${error.stdout}${error.stderr}`);
  }
};

let project;
let tarball;
let browser;

/** What every consumer does; its result is the same everywhere. */
const USE = `
await init();
const text = "FROM node\\nUSER node\\n";
const report = lint(text, { fileName: "Dockerfile", asOf: "2026-11-23" });
const fixed = applyFixes(text, { asOf: "2026-11-23" });
const outcome = JSON.stringify([version(), report, fixed.files, rules().length, explain("DL3006").id]);
`;
const NAMES = "init, lint, applyFixes, rules, explain, version";
const forNode = (from) => `import { ${NAMES} } from "${from}";\n${USE}\nconsole.log(outcome);\n`;
const forBrowser = (from) => `import { ${NAMES} } from "${from}";\n${USE}\ndocument.title = outcome;\n`;
const page = (script) => `<!doctype html><meta charset="utf-8"><title></title><link rel="icon" href="data:,"><script type="module" src="${script}"></script>`;

/** The policy that a page with the package needs, and no more. */
const policy = { "content-security-policy": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src data:" };

let expected;

before(async () => {
  project = await mkdtemp(join(tmpdir(), "plimsoll-consumer-"));
  const packed = JSON.parse(await run("npm", ["pack", "--json", "--pack-destination", project, join(root, "pkg")]));
  tarball = join(project, packed[0].filename);
  await writeFile(join(project, "package.json"), JSON.stringify({ name: "consumer", private: true, type: "module" }));
  await run("npm", ["install", "--offline", "--no-audit", "--no-fund", tarball]);
  await writeFile(join(project, "node.js"), forNode("plimsoll"));
  expected = (await run("node", ["node.js"])).trim();
  browser = await chromium.launch(launchOptions);
});

after(async () => {
  await browser?.close();
  await rm(project, { recursive: true, force: true });
});

/** What a page of a folder computes, and that it does so without an error in its console. */
async function inBrowser(folder, path = "/index.html") {
  const server = await serve({ folder, headers: policy });
  const tab = await browser.newPage();
  const errors = [];
  tab.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  tab.on("pageerror", (error) => errors.push(String(error)));
  try {
    await tab.goto(server.address + path);
    await tab.waitForFunction(() => document.title !== "", undefined, { timeout: 20_000 }).catch(() => {});
    assert.deepEqual(errors, []);
    return await tab.title();
  } finally {
    await tab.close();
    await server.close();
  }
}

const makeFolder = async (name, files) => {
  const folder = join(project, name);
  await mkdir(folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
  return folder;
};

test("the tarball holds what is needed and nothing else", async () => {
  const names = (await readdir(join(project, "node_modules/plimsoll"), { recursive: true })).filter((name) => name !== "dist").sort();
  assert.deepEqual(names, [
    "README.md",
    "api.js",
    "dist/inline.js",
    "dist/plimsoll.js",
    "dist/plimsoll_bg.wasm",
    "dist/policy.js",
    "dist/policy_bg.wasm",
    "index.d.ts",
    "index.js",
    "inline.js",
    "node.js",
    "package.json",
    "policy-api.js",
    "policy-node.js",
    "policy.d.ts",
    "policy.js",
    "report.d.ts",
  ]);
});

test("Node: import, and the same with the WebAssembly inline", async () => {
  const [version, report] = JSON.parse(expected);
  assert.match(version, /^\d+\.\d+\.\d+/);
  assert.ok(report.findings.some((finding) => finding.ruleId === "image-tag-missing"));
  await writeFile(join(project, "inline.js"), forNode("plimsoll/inline"));
  assert.equal((await run("node", ["inline.js"])).trim(), expected);
});

test("TypeScript: strict, no any, every module resolution in use", async () => {
  await cp(fileURLToPath(new URL("types.ts", import.meta.url)), join(project, "types.ts"));
  for (const [module, resolution] of [["nodenext", "nodenext"], ["esnext", "bundler"]]) {
    const options = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--target", "es2022"];
    await run(bin("tsc"), [...options, "--lib", "es2022,dom", "--module", module, "--moduleResolution", resolution, "types.ts"]);
  }
});

test("publint and arethetypeswrong have nothing to say", async () => {
  await run(bin("publint"), ["--strict", join(project, "node_modules/plimsoll")]);
  await run(bin("attw"), [tarball, "--profile", "esm-only", "--exclude-entrypoints", "./plimsoll.wasm"]);
});

test("a page without a bundler", async () => {
  const folder = await makeFolder("plain", { "index.html": page("./main.js"), "main.js": forBrowser("./plimsoll/index.js") });
  await cp(join(project, "node_modules/plimsoll"), join(folder, "plimsoll"), { recursive: true });
  assert.equal(await inBrowser(folder), expected);
});

test("esbuild, the WebAssembly beside the bundle", async () => {
  const folder = await makeFolder("esbuild", { "main.js": forBrowser("plimsoll") });
  const out = await makeFolder("esbuild/out", { "index.html": page("./main.js") });
  await run(bin("esbuild"), ["main.js", "--bundle", "--format=esm", "--minify", "--outdir=out", "--log-level=warning"], { cwd: folder });
  await cp(join(project, "node_modules/plimsoll/dist/plimsoll_bg.wasm"), join(out, "plimsoll_bg.wasm"));
  assert.equal(await inBrowser(out), expected);
});

test("esbuild, everything in one file", async () => {
  const folder = await makeFolder("inline", { "main.js": forBrowser("plimsoll/inline") });
  const out = await makeFolder("inline/out", { "index.html": page("./main.js") });
  await run(bin("esbuild"), ["main.js", "--bundle", "--format=esm", "--minify", "--outdir=out", "--log-level=warning"], { cwd: folder });
  assert.equal(await inBrowser(out), expected);
});

test("vite, without configuration", async () => {
  const folder = await makeFolder("vite", { "index.html": page("/main.js"), "main.js": forBrowser("plimsoll") });
  await run(bin("vite"), ["build", "--logLevel", "warn", "--base", "./"], { cwd: folder });
  assert.equal(await inBrowser(join(folder, "dist")), expected);
});
