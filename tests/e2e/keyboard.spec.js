// The whole page by keyboard alone, as somebody walks it who has no mouse: nothing is reached but by Tab, arrows, Enter and Escape.

import { expect, parts, test, textOf } from "./playground.js";

/** What has the focus, through the shadow root: its name or text, and whether one can see that it has it. */
const focused = (page) =>
  page.evaluate(async () => {
    const inside = document.activeElement?.shadowRoot?.activeElement;
    const element = inside ?? document.activeElement;
    // The editor draws its ring a moment later.
    if (element.closest(".cm-editor")) await new Promise((resolve) => setTimeout(resolve, 60));
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const editor = element.closest(".cm-editor");
    const ring = editor ? getComputedStyle(editor) : style;
    return {
      name: (element.getAttribute("aria-label") ?? element.textContent).replace(/\s+/g, " ").trim(),
      role: element.getAttribute("role") ?? element.localName,
      isBody: element === document.body,
      isEditor: element.classList.contains("cm-content"),
      isSeen: ring.outlineStyle !== "none" && parseFloat(ring.outlineWidth) > 0,
      isInView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
      size: [box.width, box.height],
      isInText: getComputedStyle(element).display === "inline",
    };
  });

/** Presses Tab until the focus is on what `name` and `role` say; fails where that never comes. */
async function tabTo(page, name, { role, key = "Tab", most = 80 } = {}) {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press(key);
    const now = await focused(page);
    if (name.test(now.name) && (role === undefined || now.role === role)) return now;
  }
  throw new Error(`no ${name} within ${most} times ${key}`);
}

test.beforeEach(async ({ page }) => {
  await page.goto("/");
  await expect(parts(page).findings.first()).toBeVisible();
});

for (const [width, height] of [[1280, 800], [360, 740]]) {
  test(`Tab goes through everything, both ways, ${width} pixels wide: seen, large enough, no trap`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    for (const part of width > 1000 ? ["Findings", "Images", "Fixed", "Admission"] : ["Code", "Findings", "Images", "Fixed", "Admission"]) {
      await page.getByRole("tab", { name: new RegExp(`^${part}`) }).click();
      if (part === "Fixed") await expect(page.locator(".diff .cm-content").first()).toBeVisible();
      // From the start of the page to its end, and back from there.
      await page.evaluate(() => {
        document.body.tabIndex = -1;
        document.body.focus();
        document.body.removeAttribute("tabindex");
      });
      for (const key of ["Tab", "Shift+Tab"]) {
        const seen = [];
        for (let i = 0; i < 150; i++) {
          await page.keyboard.press(key);
          const now = await focused(page);
          if (now.isBody) break;
          seen.push(now);
        }
        expect(seen.length, `${part} ${key}`).toBeGreaterThan(8);
        expect(seen.length, `${part} ${key} never leaves the page`).toBeLessThan(150);
        for (const { name, isSeen, isInView, size, isInText } of seen) {
          expect({ name, isSeen, isInView }).toEqual({ name, isSeen: true, isInView: true });
          expect(isInText || Math.min(...size) >= 16, `${name} is ${size}`).toBe(true);
        }
      }
    }
  });
}

test("from an example to a link, without a mouse", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  // An example; the focus goes back to where the window came from.
  await tabTo(page, /^Examples$/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await tabTo(page, /^Python with secrets/);
  await page.keyboard.press("Enter");
  await expect.poll(() => textOf(page)).toContain("FROM python");
  expect((await focused(page)).name).toBe("Examples");
  await expect(page.locator(".results")).toHaveAttribute("aria-busy", "false");

  // A finding, and its place in the text.
  const jump = await tabTo(page, /^(critical|high)/, { role: "button" });
  await page.keyboard.press("Enter");
  await expect(parts(page).editor).toBeFocused();
  await expect(page.locator(".finding[aria-current]")).toContainText(jump.name.split(" ").slice(-3).join(" ").replace(/\+.*/, ""));

  // Out of the editor and to a fix.
  await page.keyboard.press("Tab");
  expect((await focused(page)).isEditor).toBe(false);
  const before = await textOf(page);
  await tabTo(page, /^Fix: /, { role: "button" });
  await page.keyboard.press("Enter");
  await expect.poll(() => textOf(page)).not.toBe(before);
  // Its finding is gone with the button; the next one has the focus.
  await expect(page.locator(".results")).toHaveAttribute("aria-busy", "false");
  await expect(page.locator(".finding .jump:focus")).toHaveCount(1);

  // Through the parts.
  await tabTo(page, /^Findings/, { role: "tab", key: "Shift+Tab" });
  await page.keyboard.press("ArrowRight");
  expect((await focused(page)).name).toMatch(/^Images/);
  await page.keyboard.press("ArrowRight");
  expect((await focused(page)).name).toMatch(/^Fixed/);
  const box = page.locator(".fixed-file").getByRole("checkbox").first();
  await expect(box).toBeVisible();
  await tabTo(page, /^$/, { role: "input" });
  await expect(box).toBeFocused();
  await page.keyboard.press("Space");
  await expect(box).not.toBeChecked();
  await expect(box).toBeFocused();
  await tabTo(page, /^Apply to editor$/, { key: "Shift+Tab" });
  await page.keyboard.press("Enter");
  await expect(parts(page).editor).toBeFocused();

  // The link, and back.
  await tabTo(page, /^Share$/, { key: "Shift+Tab" });
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await tabTo(page, /^Copy link$/);
  await page.keyboard.press("Enter");
  await expect(page.locator("dialog [role=status]")).toContainText("clipboard");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("#v1.");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  expect((await focused(page)).name).toBe("Share");
});

test("a question mark opens the help where nobody writes, and can be switched off", async ({ page }) => {
  const help = page.getByRole("heading", { name: "Help" });
  await parts(page).editor.focus();
  await page.keyboard.press("?");
  await expect(help).toHaveCount(0);
  expect(await textOf(page)).toContain("?");
  await page.keyboard.press("ControlOrMeta+z");
  await page.getByLabel("Filter findings by text").focus();
  await page.keyboard.press("?");
  await expect(help).toHaveCount(0);
  await tabTo(page, /^Findings/, { role: "tab", key: "Shift+Tab" });
  await page.keyboard.press("?");
  await expect(help).toBeVisible();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toHaveCount(1);
  await page.getByRole("checkbox", { name: /^The \? key/ }).uncheck();
  await page.keyboard.press("Escape");
  await expect(help).toHaveCount(0);
  // Back where it was opened from.
  expect((await focused(page)).name).toMatch(/^Findings/);
  await page.keyboard.press("?");
  await expect(help).toHaveCount(0);
});
