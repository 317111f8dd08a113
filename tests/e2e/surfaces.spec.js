// The command line, the package in Node and the page's worker give the same report, byte for byte.

import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";

import { lint } from "../../pkg/node.js";
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

test("three surfaces, one report", async ({ page }) => {
  const names = files.map((file) => file.uri);
  let cli;
  try {
    cli = execFileSync(process.env.PLIMSOLL_CLI, ["lint", "--format", "json", "--as-of", asOf, "--fail-on", "never", ...names], {
      cwd: corpus,
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
  } catch (error) {
    throw new Error(`the command line failed: ${error.stderr ?? error.message}`);
  }
  const node = lint(files, { asOf });
  expect(node.findings.length).toBeGreaterThan(100);
  expectSame(JSON.stringify(node, null, 2) + "\n", cli);

  await page.goto("/");
  const browser = await page.evaluate(fromWorker, { files, options: { asOf } });
  expectSame(browser, JSON.stringify(node));
});
