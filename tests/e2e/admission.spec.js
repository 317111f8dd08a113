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
  await expect(parts(page).trouble).toContainText("line 1, column 10: images: there is no key alow here; did you mean allow");
  await expect(page.locator(".admission")).toContainText("Nothing can be decided until this is mended");
  await expect(page.locator(".scene li")).toHaveCount(0);
  // The settings stay, and the scene comes back with a policy that can be read.
  await paste(page, "apiVersion: plimsoll.dev/v1\nkind: Policy\nmetadata: {name: x}\nimages: {allow: [{registry: evil.example}]}\n");
  await expect(last).toContainText("without a verdict");
  await expect(page.getByLabel("The webhook")).toHaveValue("down");
});

test("a manifest that is pasted beside a policy is played at once", async ({ page }) => {
  await page.goto("/");
  await expect(parts(page).findings.first()).toBeVisible();
  await page.getByRole("tab", { name: "Admission" }).click();
  await page.getByRole("button", { name: "Add a policy" }).click();
  await expect(page.getByRole("tabpanel")).toContainText("no manifest among the open files");
  await paste(page, POD);
  await expect(page.locator(".scene li").last()).toContainText("pod");
});
