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

test("an edit says what it did to the score", async ({ page }) => {
  await paste(page, "FROM node:22-slim\nUSER node\n");
  await expect(parts(page).finding("root-user")).toHaveCount(0);
  await expect(page.locator(".results")).toHaveAttribute("aria-busy", "false");
  await expect(page.locator(".delta")).toHaveCount(0);
  // What is typed at once is undone at once.
  await page.waitForTimeout(700);
  await page.keyboard.insertText("ENV PASSWORD=hunter2\n");
  await expect(page.locator(".delta")).toHaveText(/^-\d+$/);
  await page.keyboard.press("ControlOrMeta+z");
  await expect(page.locator(".delta")).toHaveText(/^\+\d+$/);
});

test("keys lead to the parts of the page and through their tabs", async ({ page }) => {
  const tab = (name) => page.getByRole("tablist", { name: "Parts of the report" }).getByRole("tab", { name });
  await page.keyboard.press("Alt+3");
  await expect(tab(/^Images/)).toBeFocused();
  await expect(tab(/^Images/)).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowRight");
  await expect(tab(/^Fixed/)).toBeFocused();
  await page.keyboard.press("Home");
  await expect(tab(/^Findings/)).toBeFocused();
  await page.keyboard.press("Alt+1");
  await expect(parts(page).editor).toBeFocused();
});

test("the editor's width is moved by keys and kept", async ({ page }) => {
  const divider = page.getByRole("separator", { name: "Width of the editor" });
  const width = () => page.locator(".source").evaluate((source) => source.getBoundingClientRect().width);
  const before = await width();
  await divider.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(divider).toHaveAttribute("aria-valuenow", "56");
  expect(await width()).toBeGreaterThan(before);
  await page.reload();
  await expect(divider).toHaveAttribute("aria-valuenow", "56");
  await divider.dblclick();
  await expect(divider).toHaveAttribute("aria-valuenow", "52");
});

test("nothing jumps while the page loads", async ({ page }) => {
  await page.addInitScript(() => {
    globalThis.shift = 0;
    new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (globalThis.shift += value))).observe({ type: "layout-shift", buffered: true });
  });
  await page.reload();
  await expect(parts(page).findings.first()).toBeVisible();
  await page.waitForTimeout(300);
  expect(await page.evaluate(() => globalThis.shift)).toBeLessThan(0.05);
});

test("one key analyses again and says the outcome again", async ({ page }) => {
  const said = page.locator("[aria-live=polite].aloud");
  await expect(said).toContainText("finding");
  const ofTheExample = await said.textContent();
  await paste(page, "FROM node\nUSER node\n");
  await expect(said).not.toHaveText(ofTheExample);
  const before = await said.textContent();
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(said).toHaveText("");
  await expect(said).toHaveText(before);
  expect(await textOf(page)).toBe("FROM node\nUSER node\n");
});

test("a rule is explained, and no more when it is asked again", async ({ page }) => {
  await paste(page, "FROM node\nUSER node\n");
  const row = parts(page).finding("image-tag-missing");
  const why = row.getByRole("button", { name: /^Why/ });
  await why.click();
  await expect(row.getByRole("heading", { name: "What it does" })).toBeVisible();
  await expect(row.locator("figure.bad")).not.toHaveCount(0);
  await why.click();
  await expect(row.locator("rule-page")).toHaveCount(0);
});

test("a rewrite is shown as a diff with the reason beside each hunk", async ({ page }) => {
  await paste(page, "FROM node:22\nWORKDIR /app\nCOPY . .\nRUN apt-get update && apt-get install -y curl\nRUN npm ci\nUSER node\nCMD [\"node\", \"server.js\"]\n");
  await page.getByRole("tab", { name: /^Images/ }).click();
  const rewrite = page.locator(".alternative", { hasText: "node:22-alpine" }).first();
  await rewrite.locator("summary").click();
  const hunk = rewrite.locator(".hunk", { hasText: "apt-get" });
  await expect(hunk.locator("del")).toContainText("apt-get install");
  await expect(hunk.locator("ins")).toContainText("apk add");
  await expect(hunk.locator("figcaption p")).not.toHaveCount(0);
});

test("a report is handed on as Markdown and as JSON", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await paste(page, "FROM node\nUSER node\n");
  await expect(parts(page).finding("image-tag-missing")).toHaveCount(1);
  await page.getByRole("button", { name: "Share" }).click();
  await page.getByRole("button", { name: "Copy as Markdown" }).click();
  await expect(page.locator("dialog [role=status]")).toContainText("clipboard");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("image-tag-missing |");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download JSON" }).click();
  expect((await download).suggestedFilename()).toBe("plimsoll.json");
  await page.keyboard.press("Escape");
  await expect(page.locator("dialog")).toHaveCount(0);
});

test("the help and an example's question open and close", async ({ page }) => {
  await page.getByRole("button", { name: /Help/ }).click();
  await expect(page.getByRole("heading", { name: "Keys" })).toBeVisible();
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await paste(page, "FROM node\n");
  await page.getByRole("button", { name: "Examples" }).click();
  await page.getByRole("button", { name: /CronJob/ }).click();
  await page.getByRole("button", { name: "Replace" }).click();
  await expect.poll(() => textOf(page)).toContain("kind: CronJob");
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

test("Ignore writes a comment at the right place and leads to its reason", async ({ page }) => {
  await page.goto("/");
  await paste(page, "FROM debian:trixie-slim\nRUN true \\\n  && sudo true\nUSER 1\n");
  const finding = parts(page).finding("no-sudo");
  await finding.getByRole("button", { name: /^Ignore/ }).click();
  await expect.poll(() => textOf(page)).toContain("# plimsoll ignore=no-sudo -- \nRUN true");
  await page.keyboard.insertText("the image has none");
  await expect.poll(() => textOf(page)).toContain("ignore=no-sudo -- the image has none\n");
  await expect(finding.getByRole("button", { name: /^Ignore/ })).toHaveCount(0);

  // In the lines of a text no comment is one.
  const map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  app.env: |\n    A=b\n    AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMIK7MDENGbPxRfiCYzzTOPSEKREZ\n";
  await paste(page, map);
  await parts(page).finding("secret-in-configmap").getByRole("button", { name: /^Ignore/ }).click();
  await expect.poll(() => textOf(page)).toContain("data:\n  # plimsoll ignore=secret-in-configmap -- \n  app.env: |\n");
});
