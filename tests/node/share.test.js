// Shared links: what goes in comes out, and nothing else does.

import assert from "node:assert/strict";
import test from "node:test";
import { deflateRawSync } from "node:zlib";
import { decode, encode, INFLATED_LIMIT } from "../../web/static/share.js";

const link = (bytes) => "v1." + deflateRawSync(bytes).toString("base64url");
const code = (expected) => (error) => error.code === expected;

test("files come back as they were", async () => {
  const files = [
    { name: "Dockerfile", text: "FROM node:22\r\n# ünïcødé 🐳\n", kind: "dockerfile" },
    { name: "", text: "", kind: "auto" },
  ];
  const hash = await encode({ files });
  assert.match(hash, /^v1\.[A-Za-z0-9_-]+$/);
  assert.deepEqual(await decode(hash), { files });
  assert.deepEqual(await decode(`#${hash}`), { files });
});

test("a link of a real file stays short", async () => {
  const text = "RUN apt-get update && apt-get install --yes curl\n".repeat(100);
  assert.ok((await encode({ files: [{ name: "Dockerfile", text }] })).length < 300);
});

test("a hash that is no link is no error", async () => {
  assert.equal(await decode(""), null);
  assert.equal(await decode("#findings"), null);
});

test("another version says so", async () => {
  await assert.rejects(decode("#v2.abc"), code("ERR_SHARE_VERSION"));
});

test("what is broken is refused", async () => {
  const whole = await encode({ files: [{ name: "Dockerfile", text: "FROM node\n" }] });
  for (const hash of ["v1.", "v1.???", whole.slice(0, -6), link("not json"), link(Buffer.from([0x22, 0xff, 0x22]))]) {
    await assert.rejects(decode(hash), code("ERR_SHARE_CORRUPT"), hash);
  }
});

test("a small link cannot become a large text", async () => {
  const bomb = link(JSON.stringify({ files: [{ name: "x", text: "a".repeat(INFLATED_LIMIT) }] }));
  assert.ok(bomb.length < 10_000);
  await assert.rejects(decode(bomb), code("ERR_SHARE_CORRUPT"));
});

test("only the known shape goes through", async () => {
  const shapes = [null, [], {}, { files: [] }, { files: {} }, { files: [null] }, { files: [{ name: "x" }] }, { files: [{ name: 1, text: "" }] }];
  for (const shape of [...shapes, { files: Array(21).fill({ name: "", text: "" }) }]) {
    await assert.rejects(decode(link(JSON.stringify(shape))), code("ERR_SHARE_CORRUPT"), JSON.stringify(shape));
  }
  const extra = link('{"files":[{"name":"x","text":"y","kind":"nonsense","onload":1}],"__proto__":{"a":1},"more":true}');
  assert.deepEqual(await decode(extra), { files: [{ name: "x", text: "y", kind: "auto" }] });
});
