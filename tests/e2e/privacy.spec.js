// Nothing that is pasted leaves the browser.

import { expect, parts, paste, POD, test } from "./playground.js";

test("only files of the page itself are asked for, and none after it has loaded", async ({ page, context, baseURL }) => {
  const requests = [];
  context.on("request", (request) => requests.push(request));
  await page.goto("/");
  await expect(parts(page).findings.first()).toBeVisible();
  await page.waitForLoadState("networkidle");
  const loaded = requests.length;
  expect(loaded).toBeGreaterThan(5);
  for (const request of requests) {
    if (request.url().startsWith("data:")) continue;
    expect(request.method(), request.url()).toBe("GET");
    expect(new URL(request.url()).origin).toBe(new URL(baseURL).origin);
  }

  await context.setOffline(true);
  await paste(page, "FROM node\nENV PASSWORD=hunter2\n");
  await expect(parts(page).finding("image-tag-missing")).toHaveCount(1);
  await page.locator(".cm-lintRange", { hasText: /^node$/ }).hover();
  await expect(page.locator(".cm-tooltip-lint")).toBeVisible();
  await page.mouse.move(0, 0);
  await expect(page.locator(".cm-tooltip-lint")).toHaveCount(0);
  await paste(page, POD);
  await expect(parts(page).finding("privileged")).not.toHaveCount(0);
  expect(requests.slice(loaded).map((request) => request.url())).toEqual([]);
});

test("the header and the page agree on the policy", async ({ page }) => {
  const response = await page.goto("/");
  const meta = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content");
  expect(response.headers()["content-security-policy"]).toBe(meta);
  expect(meta).toContain("default-src 'none'");
});

test("the policy is in force", async ({ page, complaints }) => {
  await page.goto("/");
  await expect(parts(page).findings.first()).toBeVisible();
  const refused = await page.evaluate(async () => {
    const seen = [];
    document.addEventListener("securitypolicyviolation", (event) => seen.push(event.effectiveDirective));
    await fetch("https://example.org/").catch(() => {});
    document.body.setAttribute("style", "color: red");
    const script = document.createElement("script");
    script.textContent = "globalThis.ran = true";
    document.body.append(script);
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { seen: [...new Set(seen)].sort(), ran: globalThis.ran };
  });
  expect(refused).toEqual({ seen: ["connect-src", "script-src-elem", "style-src-attr"], ran: undefined });
  complaints.length = 0;
});
