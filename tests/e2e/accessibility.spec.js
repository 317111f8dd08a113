// WCAG 2.2 AA as far as axe can tell, in both themes.

import AxeBuilder from "@axe-core/playwright";
import { encode } from "../../web/static/share.js";
import { expect, parts, paste, POD, test } from "./playground.js";

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// axe puts a style element into the page, which the page's own policy forbids.
test.use({ bypassCSP: true });

for (const colorScheme of ["light", "dark"]) {
  for (const path of ["/", "/embed.html"]) {
    test(`${path} in the ${colorScheme} theme`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.goto(path);
      await expect(parts(page).findings.first()).toBeVisible();
      await check(page);
      await paste(page, POD);
      await expect(parts(page).finding("privileged")).not.toHaveCount(0);
      await check(page);
    });
  }
}

const PAIR = {
  files: [
    { name: "Dockerfile", text: "FROM node:22\nRUN apt-get update && apt-get install -y curl\nUSER node\nCMD [\"node\"]\n", kind: "auto" },
    { name: "pod.yaml", text: POD, kind: "auto" },
    { name: "plimsoll.yaml", text: "apiVersion: plimsoll.dev/v1\nkind: Policy\nmetadata: {name: example}\nimages:\n  allow:\n    - registry: registry.k8s.io\n", kind: "auto" },
  ],
};

for (const colorScheme of ["light", "dark"]) {
  for (const [width, height] of [[1280, 800], [360, 740]]) {
    test(`every part and every window in the ${colorScheme} theme, ${width} pixels wide`, async ({ page }) => {
      test.setTimeout(90_000);
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height });
      await page.goto(`/#${await encode(PAIR)}`);
      await expect(page.getByRole("tab", { name: /^plimsoll.yaml/ })).toBeVisible();
      for (const part of ["Findings", "Images", "Fixed", "Admission"]) {
        await page.getByRole("tab", { name: new RegExp(`^${part}`) }).click();
        if (part === "Findings") await page.getByRole("button", { name: /^Why/ }).first().click();
        for (const closed of await page.locator("details:not([open]) > summary:visible").all()) await closed.click();
        if (part === "Fixed") await expect(page.locator(".diff .cm-content").first()).toBeVisible();
        if (part === "Admission") await expect(page.locator(".scene li").first()).toBeVisible();
        await check(page);
      }
      for (const window of ["Examples", "Share", "Help"]) {
        await page.getByRole("button", { name: new RegExp(window) }).first().click();
        await expect(page.locator("dialog[open]")).toBeVisible();
        await check(page);
        await page.keyboard.press("Escape");
        await expect(page.locator("dialog")).toHaveCount(0);
      }
    });
  }
}

async function check(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(" ")} ${node.failureSummary}`).join(" | ")}`)).toEqual([]);
}
