// The fixed file: which fixes are applied, and what comes of them.

import { encode } from "../../web/static/share.js";
import { expect, parts, paste, POD, test, textOf } from "./playground.js";

const FILE = 'FROM node:22-slim\nMAINTAINER me\nRUN apt-get update && apt-get install curl\nCMD npm start\n';

const part = (page) => page.locator(".fixed-file");
const box = (page, rule) => part(page).locator("li", { hasText: rule }).getByRole("checkbox");
const outcome = (page) => part(page).locator(".outcome");

test.beforeEach(async ({ page }) => {
  await page.goto("/");
  await expect(parts(page).findings.first()).toBeVisible();
  await paste(page, FILE);
  await expect(parts(page).finding("maintainer-deprecated")).toHaveCount(1);
  await page.getByRole("tab", { name: /^Fixed/ }).click();
  await expect(outcome(page)).toContainText("→");
});

test("safe fixes are on, the others off, and what is off is not applied", async ({ page }) => {
  await expect(box(page, "maintainer-deprecated")).toBeChecked();
  await expect(box(page, "root-user")).not.toBeChecked();
  await box(page, "maintainer-deprecated").uncheck();
  await expect(part(page)).not.toHaveAttribute("aria-busy", "true");
  await page.getByRole("button", { name: "Apply to editor" }).click();
  await expect.poll(() => textOf(page)).toContain("MAINTAINER me");
  expect(await textOf(page)).toContain("--no-install-recommends");
  expect(await textOf(page)).not.toContain("USER");
  // One step takes it back.
  await parts(page).editor.press("ControlOrMeta+z");
  await expect.poll(() => textOf(page)).toBe(FILE);
});

test("fixes that may change behaviour come in one by one", async ({ page }) => {
  const before = await outcome(page).textContent();
  await box(page, "root-user").check();
  await expect(outcome(page)).not.toHaveText(before);
  await page.getByRole("button", { name: "Apply to editor" }).click();
  await expect.poll(() => textOf(page)).toContain("USER");
  await expect(parts(page).finding("root-user")).toHaveCount(0);
});

test("with no fix chosen there is nothing to apply, and the choice holds for the next text", async ({ page }) => {
  for (const checked of await part(page).getByRole("checkbox").all()) await checked.uncheck();
  await expect(outcome(page)).toHaveText("No fix is chosen.");
  await expect(page.getByRole("button", { name: "Apply to editor" })).toHaveCount(0);
  await paste(page, `${FILE}# more\n`);
  await expect(box(page, "maintainer-deprecated")).not.toBeChecked();
  await box(page, "maintainer-deprecated").check();
  await expect(outcome(page)).toContainText("with 1 fix:");
});

test("the diff is side by side, or one text as it is chosen, and the choice is kept", async ({ page }) => {
  const layout = page.getByRole("button", { name: "Side by side" });
  await expect(part(page).locator(".cm-mergeView")).toHaveCount(1);
  await layout.click();
  await expect(part(page).locator(".cm-mergeView")).toHaveCount(0);
  await expect(part(page).locator(".cm-deletedChunk").first()).toBeVisible();
  await page.reload();
  await page.getByRole("tab", { name: /^Fixed/ }).click();
  await expect(layout).toHaveAttribute("aria-pressed", "false");
  await layout.click();
  await expect(part(page).locator(".cm-mergeView")).toHaveCount(1);
});

test("a file that needs no fixing says so, and so does one that is read with the others", async ({ page }) => {
  await paste(page, "FROM scratch\nUSER 1000\nCOPY a /a\n");
  await expect(part(page)).toContainText("nothing to fix by machine");
  const files = [{ name: "pod.yaml", text: POD, kind: "auto" }, { name: "plimsoll.yaml", text: "apiVersion: plimsoll.dev/v1\nkind: Policy\nmetadata: {name: x}\n", kind: "auto" }];
  await page.goto(`/#${await encode({ files })}`);
  await page.getByRole("tab", { name: "plimsoll.yaml" }).click();
  await expect(page.getByRole("tabpanel")).toContainText("This policy holds for the other files");
});
