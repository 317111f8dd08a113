// What the browser keeps for the next visit, and what it must not.

import { encode } from "../../web/static/share.js";
import { expect, parts, paste, test, textOf } from "./playground.js";

const OWN = "FROM busybox\n# mine\n";

async function open(page, path = "/") {
  await page.goto("about:blank");
  await page.goto(path);
  await expect(parts(page).findings.first()).toBeVisible();
}

/** Types a text of one's own and goes away at once: what is kept is written at the latest then. */
async function visit(page, text = OWN) {
  await open(page);
  await paste(page, text);
  await expect(parts(page).finding("image-tag-missing")).toHaveCount(1);
}

test("the last text is there again, with its files and their names", async ({ page }) => {
  await visit(page);
  await page.getByRole("button", { name: "Add a file" }).click();
  await page.keyboard.insertText("FROM alpine\n");
  await page.getByRole("button", { name: /^Rename/ }).click();
  await page.getByLabel("Name").fill("web.Dockerfile");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("tab", { name: /^web\.Dockerfile/ })).toBeVisible();
  await open(page);
  await expect(page.getByRole("tab", { name: /^web\.Dockerfile/ })).toBeVisible();
  expect(await textOf(page)).toBe(OWN);
  // It is the user's own still: an example asks before it takes its place.
  await page.getByRole("button", { name: "Examples" }).click();
  await page.getByRole("button", { name: /CronJob/ }).click();
  await expect(page.getByRole("heading", { name: "Replace your text?" })).toBeVisible();
});

test("a link wins over it, and is not kept until it is changed", async ({ page }) => {
  await visit(page);
  const hash = await encode({ files: [{ name: "Dockerfile", text: "FROM alpine\n", kind: "auto" }] });
  await open(page, `/#${hash}`);
  expect(await textOf(page)).toBe("FROM alpine\n");
  await open(page);
  expect(await textOf(page)).toBe(OWN);
  await open(page, `/#${hash}`);
  await paste(page, "FROM alpine\n# changed\n");
  await open(page);
  expect(await textOf(page)).toBe("FROM alpine\n# changed\n");
});

test("who does not want it says so, and what was kept is gone", async ({ page }) => {
  const stored = () => page.evaluate(() => localStorage.getItem("plimsoll:v1") ?? "");
  await visit(page);
  await expect.poll(stored).toContain("busybox");
  await page.getByRole("button", { name: /Help/ }).click();
  await page.getByRole("checkbox", { name: /^Keep my text/ }).uncheck();
  expect(await stored()).not.toContain("busybox");
  await page.keyboard.press("Escape");
  await paste(page, "FROM busybox\n# again\n");
  await open(page);
  expect(await textOf(page)).toContain("FROM node:22");
  await page.getByRole("button", { name: /Help/ }).click();
  await page.getByRole("checkbox", { name: /^Keep my text/ }).check();
  await page.keyboard.press("Escape");
  await visit(page);
  await expect.poll(stored).toContain("busybox");
  await page.getByRole("button", { name: /Help/ }).click();
  await page.getByRole("button", { name: "Forget everything kept" }).click();
  expect(await stored()).toBe("");
});

test("a playground inside another page keeps nothing and shows nothing that is kept", async ({ page }) => {
  await visit(page);
  await open(page, "/embed.html");
  expect(await textOf(page)).toContain("FROM node:22");
  await paste(page, "FROM alpine\n");
  await open(page);
  expect(await textOf(page)).toBe(OWN);
});

test("a large text is not kept, nor is nonsense read back", async ({ page }) => {
  await visit(page);
  await paste(page, `FROM busybox\n${"# 0123456789\n".repeat(25_000)}`);
  await expect(parts(page).status).toContainText("finding");
  await open(page);
  expect(await textOf(page)).not.toContain("0123456789");
  for (const nonsense of ['{"files":[{"name":1}]}', '{"files":7}', "[", "null"]) {
    await page.evaluate((text) => localStorage.setItem("plimsoll:v1", text), nonsense);
    await open(page);
    expect(await textOf(page)).toContain("FROM node:22");
  }
});

for (const way of ["is not there", "forbids everything"]) {
  test(`where the store ${way} everything else works`, async ({ page }) => {
    await page.addInitScript((isMissing) => {
      const refuse = () => {
        throw new DOMException("no", "SecurityError");
      };
      Object.defineProperty(globalThis, "localStorage", isMissing ? { value: undefined } : { get: refuse });
    }, way === "is not there");
    await visit(page);
    await page.getByRole("button", { name: /Theme/ }).click();
    await page.getByRole("button", { name: /Help/ }).click();
    await page.getByRole("button", { name: "Forget everything kept" }).click();
    await page.keyboard.press("Escape");
    await open(page);
    expect(await textOf(page)).toContain("FROM node:22");
  });
}
