// The page's modules that need no browser: Markdown of rules, examples, a report as Markdown, and what an address may set.

import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import test from "node:test";
import { EXAMPLES } from "../../web/static/examples.js";
import { asMarkdown } from "../../web/static/export.js";
import { choice, offers } from "../../web/static/fixed.js";
import { blocks, inlines } from "../../web/static/markdown.js";
import { analysisOptions, filesOf, readParameters } from "../../web/static/settings.js";

const web = new URL("../../web/static/", import.meta.url);

test("a page of a rule falls into its blocks", () => {
  const page = "# some-rule\n\n## What it does\nReports a thing\nover two lines.\n\n- one\n  more\n- two\n\n```yaml bad\na: b\n   ^ some-rule\n```\n";
  assert.deepEqual(blocks(page), [
    { heading: "What it does" },
    { paragraph: "Reports a thing over two lines." },
    { list: ["one more", "two"] },
    { code: ["a: b", "   ^ some-rule"], label: "bad" },
  ]);
  assert.deepEqual(blocks("```\nx"), [{ code: ["x"], label: "" }]);
});

test("inline marks are read and odd ones stay", () => {
  assert.deepEqual(inlines("Use `a*b`, **not** *so* [this](https://example.com/x) or [that](javascript:x) * 2 ` end"), [
    "Use ",
    { code: "a*b" },
    ", ",
    { strong: "not" },
    " ",
    { em: "so" },
    " ",
    { link: "this", address: "https://example.com/x" },
    " or [that](javascript:x) * 2 ` end",
  ]);
});

test("every rule's page is read to its end", () => {
  const folder = new URL("../../crates/core/src/rules/", import.meta.url);
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".md"))) {
    const read = blocks(readFileSync(new URL(file, folder), "utf8"));
    assert.ok(read.filter((block) => "heading" in block).length >= 3, file);
  }
});

test("there are enough examples, half of them with manifests, and every file is there", () => {
  const manifests = EXAMPLES.filter(({ group }) => group !== "Dockerfiles").length;
  assert.ok(EXAMPLES.length >= 8 && manifests * 2 >= EXAMPLES.length);
  for (const [, file] of EXAMPLES.flatMap(({ files }) => files)) assert.ok(existsSync(new URL(`examples/${file}`, web)), file);
});

test("the page without script shows the first example", () => {
  const page = readFileSync(new URL("../../index.html", import.meta.url), "utf8");
  const first = readFileSync(new URL(`examples/${EXAMPLES[0].files[0][1]}`, web), "utf8");
  assert.ok(page.includes(`>\n${first.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</textarea>`));
});

test("a report as Markdown has the worst first, and no text of a file becomes markup", () => {
  const finding = (severity, message) => ({ severity, message, ruleId: "some-rule", uri: "a_b", range: { start: { line: 3 } } });
  const report = {
    files: [{ uri: "a_b" }, { uri: "input" }],
    findings: [finding("low", "one | two"), finding("high", "`x|*y*` <b> [z]")],
    score: { value: 62, grade: "D" },
  };
  assert.equal(
    asMarkdown(report, "https://example.com/#v1.x"),
    [
      "**62 of 100, grade D** for a\\_b, the text",
      "",
      "| severity | where | finding | rule |",
      "|---|---|---|---|",
      "| high | a\\_b, line 4 | `x\\|*y*` \\<b\\> \\[z\\] | some-rule |",
      "| low | a\\_b, line 4 | one \\| two | some-rule |",
      "",
      "[Look at it in the playground](https://example.com/#v1.x)",
      "",
    ].join("\n"),
  );
});

/** As much of an element as settings need. */
function stub() {
  const attributes = new Map([["parameters", ""]]);
  return {
    style: {},
    dataset: {},
    hasAttribute: (name) => attributes.has(name),
    getAttribute: (name) => attributes.get(name) ?? null,
    setAttribute: (name, value) => attributes.set(name, value),
    attributes,
  };
}

test("an address sets what it may and nothing else", () => {
  const element = stub();
  readParameters(element, {
    search: "?kind=dockerfile&view=findings&readonly=0&policy=strict&rules=image-tag-missing,root-user&height=300&onclick=x&hide=score,nothing&lines=1-x&toString=1",
    hash: "#v1.AAAA",
  });
  element.attributes.delete("parameters");
  assert.deepEqual(Object.fromEntries(element.attributes), {
    kind: "dockerfile",
    view: "findings",
    policy: "strict",
    rules: "image-tag-missing,root-user",
    height: "300",
  });
  assert.equal(element.style.height, "300px");
  assert.deepEqual(analysisOptions(element), { preset: "strict", only: ["image-tag-missing", "root-user"] });
});

test("a text is taken from behind the # alone", () => {
  const element = stub();
  assert.equal(filesOf(element, { search: "?code=FROM+a", hash: "" }), undefined);
  assert.deepEqual(filesOf(element, { search: "", hash: "#code=FROM%20a" }), [{ name: "", text: "FROM a", kind: "auto" }]);
  assert.equal(filesOf(element, { search: "", hash: "#v1.code=x" }), undefined);
});

test("fixes are offered by rule, the safe ones first and on", () => {
  const finding = (ruleId, line, ...kinds) => ({
    ruleId,
    range: { start: { line } },
    fixes: kinds.map((applicability) => ({ title: `${ruleId} ${applicability}`, applicability })),
  });
  const all = offers([
    finding("a", 0, "unsafe"),
    finding("b", 1, "unsafe", "safe"),
    finding("b", 4, "safe"),
    finding("b", 7, "unsafe"),
    finding("c", 2),
  ]);
  assert.deepEqual(
    all.map(({ key, number, titles, lines }) => [key, number, [...titles], [...lines]]),
    [
      ["b false", 2, ["b safe"], [2, 5]],
      ["a true", 1, ["a unsafe"], [1]],
      ["b true", 1, ["b unsafe"], [8]],
    ],
  );
  // All safe ones are no list: what only shows behind others is among them.
  assert.deepEqual(choice(all, new Set()), { safe: undefined, unsafe: [] });
  assert.deepEqual(choice(all, new Set(["a true"])), { safe: undefined, unsafe: ["a"] });
  assert.deepEqual(choice(all, new Set(["b false", "b true"])), { safe: [], unsafe: ["b"] });
});
