// The page without a network, and what happens when a new build is put in place.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { serve } from "../support/server.js";
import { expect, parts, paste, test } from "./playground.js";

test.use({ serviceWorkers: "allow" });

const built = process.env.PLAYGROUND_FOLDER ?? fileURLToPath(new URL("../../dist", import.meta.url));
const state = (page) => page.locator("offline-state");

/** FNV-1a, as the build and the service worker have it. */
function checkSum(bytes) {
  let sum = 0x811c9dc5;
  for (const byte of bytes) sum = Math.imul(sum ^ byte, 0x01000193);
  return (sum >>> 0).toString(16).padStart(8, "0");
}

/** Puts another version of a file in place; without `isListed` the list in sw.js stays behind, as in the middle of a deployment. */
function change(folder, name, from, to, isListed) {
  const file = join(folder, name);
  const text = readFileSync(file, "utf8");
  expect(text).toContain(from);
  const [old, changed] = [text, text.replaceAll(from, to)];
  writeFileSync(file, changed);
  const worker = join(folder, "sw.js");
  const listed = isListed ? readFileSync(worker, "utf8").replaceAll(checkSum(Buffer.from(old)), checkSum(Buffer.from(changed))) : readFileSync(worker, "utf8");
  writeFileSync(worker, listed.replace(/const BUILD = "(.*)";/, (_, build) => `const BUILD = "${build}x";`));
}

async function site(work) {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-site-"));
  cpSync(built, folder, { recursive: true });
  const host = await serve({ folder, prefix: "/some/where/" });
  try {
    await work(`${host.address}/some/where/`, folder, host);
  } finally {
    await host.close();
    rmSync(folder, { recursive: true });
  }
}

test("after one visit the page works without a server, also what was not used yet", async ({ page, complaints }) => {
  await site(async (address, _, host) => {
    await page.goto(address);
    await expect(state(page)).toHaveText("works offline");
    await host.close();
    await page.goto(`${address}?again`);
    await expect(parts(page).findings.first()).toBeVisible();
    await paste(page, "FROM busybox\n");
    await expect(parts(page).finding("image-tag-missing")).toHaveCount(1);
    await parts(page).finding("image-tag-missing").getByRole("button", { name: /^Why/ }).click();
    await expect(page.getByRole("heading", { name: "What it does" })).toBeVisible();
    await page.getByRole("button", { name: "Examples" }).click();
    await page.getByRole("button", { name: /CronJob/ }).click();
    await page.getByRole("button", { name: "Replace" }).click();
    await expect(parts(page).finding("secret-in-env-literal")).not.toHaveCount(0);
    await page.getByRole("tab", { name: "Admission" }).click();
    await page.getByRole("button", { name: "Add a policy" }).click();
    await expect(page.locator(".scene li").last()).toBeVisible();
    await page.goto(`${address}embed.html`);
    await expect(parts(page).findings.first()).toBeVisible();
    // The service worker itself could not be looked for anew.
    complaints.length = 0;
  });
});

test("a new build waits until the page is closed, and then comes as a whole", async ({ page, context }) => {
  await site(async (address, folder) => {
    await page.goto(address);
    await expect(state(page)).toHaveText("works offline");
    change(folder, "windows.js", '"The score"', '"The new score"', true);
    await page.reload();
    await expect(state(page)).toContainText("a new version waits");
    await page.getByRole("button", { name: /Help/ }).click();
    await expect(page.getByRole("heading", { name: "The score" })).toBeVisible();
    await page.close();
    const next = await context.newPage();
    await next.goto(address);
    await expect(state(next)).toHaveText("works offline");
    await next.getByRole("button", { name: /Help/ }).click();
    await expect(next.getByRole("heading", { name: "The new score" })).toBeVisible();
    const caches = await next.evaluate(() => globalThis.caches.keys());
    expect(caches).toHaveLength(1);
  });
});

test("files of two builds are never kept together", async ({ page, complaints }) => {
  await site(async (address, folder) => {
    change(folder, "windows.js", '"The score"', '"The new score"', false);
    await page.goto(address);
    await expect(parts(page).findings.first()).toBeVisible();
    await page.waitForTimeout(1_000);
    await expect(state(page)).toHaveText("");
    await page.reload();
    expect(await page.evaluate(() => navigator.serviceWorker.controller)).toBeNull();
    complaints.length = 0;
  });
});

test("a playground in a frame starts none", async ({ page }) => {
  await page.goto("/embed.html");
  await expect(parts(page).findings.first()).toBeVisible();
  await page.waitForTimeout(500);
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
});
