// Several files open at once.

import { encode } from "../../web/static/share.js";
import { expect, parts, paste, test, textOf } from "./playground.js";

const tab = (page, name) => page.getByRole("tablist", { name: "Files" }).getByRole("tab", { name });

test.beforeEach(async ({ page }) => {
  await page.goto("/");
  await expect(parts(page).findings.first()).toBeVisible();
});

test("an added file has its own text, findings and history", async ({ page }) => {
  await paste(page, "FROM node\nUSER node\n");
  await expect(parts(page).finding("image-tag-missing")).toHaveCount(1);
  await page.getByRole("button", { name: "Add a file" }).click();
  await expect(parts(page).editor).toBeFocused();
  await page.keyboard.insertText("FROM python\n");
  await expect(parts(page).finding("image-tag-missing")).toContainText("python");
  await tab(page, "untitled").first().click();
  expect(await textOf(page)).toBe("FROM node\nUSER node\n");
  await expect(parts(page).finding("image-tag-missing")).toContainText("node");
  await parts(page).editor.click();
  await page.keyboard.press("ControlOrMeta+z");
  expect(await textOf(page)).toContain("FROM node:22");
});

test("a .dockerignore is read with the Dockerfile beside it", async ({ page }) => {
  const hash = await encode({
    files: [
      { name: "Dockerfile", text: "FROM node:22\nWORKDIR /app\nCOPY dist ./dist\nUSER node\n", kind: "auto" },
      { name: ".dockerignore", text: "dist\n", kind: "auto" },
    ],
  });
  await page.goto("about:blank");
  await page.goto(`/#${hash}`);
  await expect(parts(page).finding("copy-ignored-file")).toHaveCount(1);
  await tab(page, ".dockerignore").click();
  await expect(page.getByRole("tabpanel")).toContainText("read with the Dockerfiles");
  await paste(page, "node_modules\n");
  await tab(page, "Dockerfile").click();
  await expect(parts(page).finding("copy-ignored-file")).toHaveCount(0);
});

test("files are renamed and closed, and the arrow keys go through them", async ({ page }) => {
  await page.getByRole("button", { name: "Add a file" }).click();
  await page.getByRole("button", { name: /^Rename/ }).click();
  await page.getByLabel("Name").fill("web.yaml");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await expect(tab(page, /^web\.yaml/)).toHaveAttribute("aria-selected", "true");
  await tab(page, /^web\.yaml/).focus();
  await page.keyboard.press("ArrowLeft");
  await expect(tab(page, /^web\.yaml/)).toHaveAttribute("aria-selected", "false");
  await page.keyboard.press("ArrowRight");
  await page.getByRole("button", { name: /^Rename/ }).click();
  await page.getByRole("button", { name: "Close this file" }).click();
  await expect(page.getByRole("tablist", { name: "Files" }).getByRole("tab")).toHaveCount(1);
});

test("an example of two files opens both, and a link keeps them", async ({ page }) => {
  await page.getByRole("button", { name: "Examples" }).click();
  await page.getByRole("button", { name: /A pair that disagrees/ }).click();
  await expect(tab(page, /^deployment\.yaml/)).toBeVisible();
  await page.getByRole("button", { name: "Share" }).click();
  const link = await page.getByLabel("Link").inputValue();
  await page.goto("about:blank");
  await page.goto(link);
  await tab(page, /^deployment\.yaml/).click();
  expect(await textOf(page)).toContain("kind: Deployment");
});

test("files that are dropped stand beside what was typed", async ({ page }) => {
  await paste(page, "FROM node\n");
  await page.locator("plimsoll-playground").evaluate((element) => {
    const data = new DataTransfer();
    data.items.add(new File(["FROM busybox\n"], "a.Dockerfile"));
    data.items.add(new File(["FROM alpine\n"], "b.Dockerfile"));
    const place = element.shadowRoot.querySelector(".playground");
    place.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  await expect(page.getByRole("tablist", { name: "Files" }).getByRole("tab")).toHaveCount(3);
  expect(await textOf(page)).toBe("FROM alpine\n");
});
