// WCAG 2.2 AA as far as axe can tell, in both themes.

import AxeBuilder from "@axe-core/playwright";
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

async function check(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(" ")} ${node.failureSummary}`).join(" | ")}`)).toEqual([]);
}
