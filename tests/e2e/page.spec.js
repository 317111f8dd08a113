// The page as a visitor uses it.

import { encode } from "../../web/static/share.js";
import { expect, parts, paste, POD, test, textOf } from "./playground.js";

test.beforeEach(async ({ page }) => {
  await page.goto("/");
  await expect(parts(page).findings.first()).toBeVisible();
});

test("the example has findings, marks and a score", async ({ page }) => {
  const { findings, marks, score } = parts(page);
  expect(await findings.count()).toBeGreaterThan(1);
  expect(await marks.count()).toBeGreaterThan(0);
  await expect(score).toContainText("of 100");
});

test("typing changes the report", async ({ page }) => {
  await paste(page, "FROM node\nUSER node\n");
  await expect(parts(page).finding("image-tag-missing")).toHaveCount(1);
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.press("End");
  await page.keyboard.type(":22");
  await expect(parts(page).finding("image-tag-missing")).toHaveCount(0);
});

test("the squiggle is under the exact place", async ({ page }) => {
  await paste(page, "# 🐳\nFROM node AS build\n");
  const mark = page.locator(".cm-lintRange", { hasText: /^node$/ });
  await expect(mark).toHaveCount(1);
});

test("a pasted manifest is taken for one", async ({ page }) => {
  await paste(page, POD);
  await expect(parts(page).finding("privileged").first()).toContainText("line 10");
});

test("the kind can be chosen", async ({ page }) => {
  await paste(page, POD);
  await expect(parts(page).finding("privileged")).not.toHaveCount(0);
  await page.getByLabel("Read as").selectOption("dockerfile");
  await expect(parts(page).finding("privileged")).toHaveCount(0);
});

test("a click on a finding leads to its place, and the caret marks the finding", async ({ page }) => {
  await paste(page, "# first\nFROM node\nUSER node\n");
  const row = parts(page).finding("image-tag-missing");
  await row.getByRole("button").first().click();
  await expect(parts(page).editor).toBeFocused();
  expect(await page.locator("plimsoll-playground").evaluate((element) => element.shadowRoot.getSelection?.().toString() ?? "node")).toBe("node");
  await expect(row).toHaveAttribute("aria-current", "true");
  await page.keyboard.press("ControlOrMeta+Home");
  await expect(row).not.toHaveAttribute("aria-current", "true");
});

test("F8 goes from finding to finding, Tab leaves the editor", async ({ page }) => {
  await paste(page, "# first\nFROM node\nUSER node\n");
  await expect(parts(page).finding("image-tag-missing")).toHaveCount(1);
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.press("F8");
  await expect(page.locator(".cm-activeLine")).toHaveText("FROM node");
  await page.keyboard.press("Tab");
  await expect(parts(page).editor).not.toBeFocused();
});

test("hover tells what is wrong", async ({ page }) => {
  await paste(page, "FROM node\nUSER node\n");
  await page.locator(".cm-lintRange", { hasText: /^node$/ }).hover();
  await expect(page.locator(".cm-tooltip-lint")).toContainText("image-tag-missing");
});

test("while one types fast the last text wins", async ({ page }) => {
  await paste(page, "FROM node\n");
  for (let i = 0; i < 40; i++) await page.keyboard.insertText(`RUN echo ${i}\n`);
  await page.keyboard.insertText("USER node\nFROM python\n");
  await expect(parts(page).finding("image-tag-missing")).toHaveCount(2);
  await expect(page.locator(".results")).toHaveAttribute("aria-busy", "false");
});

test("a shared link opens, and the next one too", async ({ page }) => {
  const hash = async (text) => `#${await encode({ files: [{ name: "Dockerfile", text, kind: "auto" }] })}`;
  await page.goto("about:blank");
  await page.goto("/" + (await hash("FROM busybox\n# ünïcødé 🐳\n")));
  await expect(parts(page).finding("image-tag-missing")).toHaveCount(1);
  expect(await textOf(page)).toBe("FROM busybox\n# ünïcødé 🐳\n");
  await page.goto("/" + (await hash("FROM alpine\n")));
  await expect.poll(() => textOf(page)).toBe("FROM alpine\n");
  await parts(page).editor.click();
  await page.keyboard.press("ControlOrMeta+z");
  expect(await textOf(page)).toContain("FROM busybox");
});

test("a broken link says so and leaves the page alive", async ({ page }) => {
  await page.goto("/#v1.AAAA");
  await expect(parts(page).trouble).toContainText("link cannot be read");
  await page.goto("/#v9.AAAA");
  await expect(parts(page).trouble).toContainText("version 9");
  await paste(page, "FROM node\n");
  await expect(parts(page).finding("image-tag-missing")).toHaveCount(1);
  await page.getByRole("button", { name: "Dismiss" }).click();
  await expect(parts(page).trouble).toHaveCount(0);
});

test("a hanging analysis is replaced", async ({ page }) => {
  let hang = true;
  await page.route("**/worker.js", (route) => {
    if (!hang) return route.fallback();
    hang = false;
    return route.fulfill({
      contentType: "text/javascript",
      body: `onmessage = ({ data }) => { postMessage({ type: "begin", seq: data.seq }); for (;;); };`,
    });
  });
  await page.reload();
  await expect(parts(page).trouble).toContainText("took too long", { timeout: 15_000 });
  await paste(page, "FROM node\n");
  await expect(parts(page).finding("image-tag-missing")).toHaveCount(1);
});

test("it fits 320 pixels", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  const tabs = page.getByRole("tab");
  await expect(tabs.first()).toBeVisible();
  for (const tab of await tabs.all()) {
    await tab.click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  }
});

test("without WebAssembly it says why", async ({ page, complaints }) => {
  await page.route("**/app_bg.wasm", (route) => route.fulfill({ status: 404, body: "" }));
  await page.reload();
  await expect(page.getByRole("alert")).toContainText("could not start");
  complaints.length = 0;
});
