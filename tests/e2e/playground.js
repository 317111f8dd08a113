// What the page's tests share: a page that must not complain, and the ways to look at it.

import { test as base, expect } from "@playwright/test";

/** A test fails where the page writes an error to its console, throws, or breaks its policy. */
export const test = base.extend({
  complaints: [
    async ({ page }, use) => {
      const complaints = [];
      page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(String(error)));
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** The parts of the playground in a page or a frame; locators go through the open shadow root by themselves. */
export const parts = (page) => ({
  editor: page.locator(".source .cm-content"),
  findings: page.locator(".finding"),
  finding: (rule) => page.locator(".finding").filter({ has: page.locator("code", { hasText: new RegExp(`^${rule}$`) }) }),
  score: page.locator(".score"),
  marks: page.locator(".cm-lintRange"),
  status: page.locator(".status"),
  trouble: page.locator(".trouble"),
});

/** Replaces the editor's text the way a paste does. */
export async function paste(page, text) {
  await parts(page).editor.focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
}

/** The text of the editor. */
export const textOf = (page) => page.locator("plimsoll-playground").evaluate((element) => {
  const lines = element.shadowRoot.querySelectorAll(".source .cm-line");
  return Array.from(lines, (line) => line.textContent).join("\n");
});

export const POD = `apiVersion: v1
kind: Pod
metadata:
  name: example
spec:
  containers:
    - name: main
      image: nginx
      securityContext:
        privileged: true
`;
