// The documentation: a page for every rule where findings say it is, examples that lead into the playground, and the guides.

import AxeBuilder from "@axe-core/playwright";
import { expect, parts, test } from "./playground.js";

const PAGES = ["/rules/", "/rules/privileged.html", "/rules/user-name-nonroot.html", "/docs/policy.html", "/docs/peers.html"];

test("an example of a rule's page opens in the playground", async ({ page }) => {
  await page.goto("/rules/privileged.html");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("privileged");
  await page.getByRole("link", { name: "Open in the playground" }).first().click();
  await expect(parts(page).finding("privileged")).not.toHaveCount(0);
});

test("several files of an example open together", async ({ page }) => {
  await page.goto("/rules/user-name-nonroot.html");
  await page.getByRole("link", { name: "Open in the playground" }).first().click();
  await expect(page.locator(".files [role=tab]").nth(1)).toBeVisible();
});

test("the list of rules leads to each of them", async ({ page }) => {
  await page.goto("/rules/");
  await page.getByRole("link", { name: "apk-no-cache", exact: true }).click();
  await expect(page).toHaveTitle(/apk-no-cache/);
  await expect(page.getByText("hadolint:DL3019")).toBeVisible();
});

test.describe("what axe finds", () => {
  test.use({ bypassCSP: true });

  for (const colorScheme of ["light", "dark"]) {
    test(`on narrow pages in the ${colorScheme} theme`, async ({ page }) => {
      // The table of rules has thousands of cells.
      test.setTimeout(120_000);
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width: 360, height: 740 });
      for (const path of PAGES) {
        await page.goto(path);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => `${path}: ${id} ${nodes[0].html}`)).toEqual([]);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        expect(overflow, path).toBe(0);
      }
    });
  }
});
