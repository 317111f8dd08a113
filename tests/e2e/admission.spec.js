// The Admission part: what a cluster makes of the manifest.

import { expect, parts, paste, POD, test } from "./playground.js";

test("a denied image runs where the webhook is down and a failed review lets in", async ({ page }) => {
  await page.goto("/");
  await expect(parts(page).findings.first()).toBeVisible();
  await paste(page, POD.replace("image: nginx", "image: evil.example/x"));
  await expect(parts(page).finding("privileged")).not.toHaveCount(0);
  await page.getByRole("tab", { name: "Admission" }).click();
  await page.getByRole("button", { name: "Add a policy" }).click();
  const last = page.locator(".scene li").last();
  await expect(last).toContainText("refuses the pod with 403");
  await page.getByLabel("The webhook").selectOption("down");
  await expect(last).toContainText("whatever its images are");
  await page.getByLabel("defaultAllow").check();
  await expect(last).toContainText("although the policy denies it");
  await expect(last).toHaveClass("bad");
  await page.getByRole("tablist", { name: "Files" }).getByRole("tab", { name: "plimsoll.yaml" }).click();
  await paste(page, "images: {alow: []}\n");
  await page.getByRole("tab", { name: "Admission" }).click();
  // Nothing is judged by a policy that cannot be read, neither the files nor their admission.
  await expect(parts(page).trouble).toContainText("did you mean `allow`");
});
