// The playground in other places: framed by another origin, and under a path.

import { fileURLToPath } from "node:url";
import { encode } from "../../web/static/share.js";
import { serve } from "../support/server.js";
import { expect, parts, paste, test, textOf } from "./playground.js";

/** The site's own folder, to serve it in other ways. */
const folder = process.env.PLAYGROUND_FOLDER ?? fileURLToPath(new URL("../../dist", import.meta.url));

test("a page of another origin with a closed policy embeds it", async ({ page, baseURL }) => {
  const hash = await encode({ files: [{ name: "Dockerfile", text: "FROM busybox\n", kind: "auto" }] });
  const frame = `<iframe title="Example" width="800" height="600" sandbox="allow-scripts allow-same-origin" src="${baseURL}/embed.html#${hash}"></iframe>`;
  const host = await serve({
    pages: { "/docs/": `<!doctype html><html lang="en"><meta charset="utf-8"><title>Docs</title><link rel="icon" href="data:,"><h1>Docs</h1>${frame}` },
    headers: { "content-security-policy": `default-src 'none'; img-src data:; frame-src ${baseURL}` },
  });
  try {
    await page.goto(`${host.address}/docs/`);
    expect(new URL(page.url()).origin).not.toBe(new URL(baseURL).origin);
    const inside = page.frameLocator("iframe");
    await expect(parts(inside).finding("image-tag-missing")).toHaveCount(1);
    await expect(parts(inside).editor).toHaveText("FROM busybox");
    // It takes no focus by itself.
    expect(await page.evaluate(() => document.activeElement.tagName)).toBe("BODY");
    await parts(inside).editor.click();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.insertText("FROM busybox:1.37\n");
    await expect(parts(inside).finding("image-tag-missing")).toHaveCount(0);
  } finally {
    await host.close();
  }
});

test("it works under any path of any file server", async ({ page }) => {
  const host = await serve({ folder, prefix: "/some/where/" });
  try {
    await page.goto(`${host.address}/some/where/`);
    await expect(parts(page).findings.first()).toBeVisible();
    await paste(page, "FROM busybox\n");
    await expect(parts(page).finding("image-tag-missing")).toHaveCount(1);
    await page.goto(`${host.address}/some/where/embed.html`);
    await expect(parts(page).findings.first()).toBeVisible();
  } finally {
    await host.close();
  }
});

test("an element in a page of the same origin shows its own text, and may be taken out and put back", async ({ page }) => {
  const own = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Own</title><link rel="icon" href="data:,">
    <script type="module" src="./element.js"></script>
    <plimsoll-playground name="Dockerfile"><pre><code>FROM busybox</code></pre></plimsoll-playground>`;
  const host = await serve({ folder, pages: { "/own.html": own } });
  try {
    await page.goto(`${host.address}/own.html#v1.AAAA`);
    await expect(parts(page).finding("image-tag-missing")).toHaveCount(1);
    await expect(parts(page).editor).toHaveText("FROM busybox");
    await page.evaluate(() => {
      const element = document.querySelector("plimsoll-playground");
      element.remove();
      document.body.append(element);
    });
    await expect(parts(page).finding("image-tag-missing")).toHaveCount(1);
    await expect(parts(page).editor).toHaveCount(1);
  } finally {
    await host.close();
  }
});

const shared = async (text, name = "Dockerfile") => `#${await encode({ files: [{ name, text, kind: "auto" }] })}`;

test("parameters say what shows and how it is judged", async ({ page }) => {
  const text = "FROM node\nMAINTAINER me\nRUN cd /x\n";
  await page.goto(`/embed.html?view=findings&rules=image-tag-missing&theme=dark&hide=status,score${await shared(text)}`);
  await expect(parts(page).finding("image-tag-missing")).toHaveCount(1);
  await expect(parts(page).finding("maintainer-deprecated")).toHaveCount(0);
  await expect(parts(page).editor).toBeHidden();
  await expect(parts(page).status).toBeHidden();
  await expect(parts(page).score).toBeHidden();
  expect(await page.evaluate(() => getComputedStyle(document.querySelector("plimsoll-playground")).colorScheme)).toBe("dark");
  await page.goto("about:blank");
  await page.goto("/embed.html#code=apiVersion:%20v1%0Akind:%20Pod&kind=dockerfile&view=editor");
  await expect(parts(page).marks).not.toHaveCount(0);
  await expect(parts(page).editor).toContainText("kind: Pod");
  await expect(page.locator(".results")).toBeHidden();
});

test("what is to be read alone cannot be changed, lines are marked, and Reset brings the first text back", async ({ page }) => {
  await page.goto(`/embed.html?readonly=1&lines=2-3${await shared("FROM node\nMAINTAINER me\nUSER node\nCMD x\n")}`);
  await page.getByRole("tab", { name: "Findings" }).click({ timeout: 2_000 }).catch(() => {});
  await expect(parts(page).finding("maintainer-deprecated")).toHaveCount(1);
  await expect(page.getByRole("button", { name: /^Fix:/ })).toHaveCount(0);
  await expect(page.locator(".cm-markedLine")).toHaveText(["MAINTAINER me", "USER node"]);
  await paste(page, "FROM busybox\n");
  expect(await textOf(page)).toContain("MAINTAINER me");
  await page.goto("about:blank");
  await page.goto(`/embed.html${await shared("FROM node\n")}`);
  await expect(parts(page).finding("image-tag-missing")).toHaveCount(1);
  await paste(page, "FROM busybox\n");
  await page.getByRole("button", { name: "Reset" }).click();
  await expect.poll(() => textOf(page)).toBe("FROM node\n");
});

test("the frame element of another origin fits its height, tells reports and takes a new text", async ({ page, baseURL }) => {
  const own = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Docs</title><link rel="icon" href="data:,">
    <script type="module" src="${baseURL}/embed.js"></script>
    <plimsoll-playground name="Dockerfile" view="findings" load="click"><pre><code>FROM busybox</code></pre></plimsoll-playground>`;
  const host = await serve({ pages: { "/docs/": own } });
  // Scripts of another origin need its leave.
  const leave = { "access-control-allow-origin": "*" };
  await page.route(/(embed|share)\.js$/, async (route) => route.fulfill({ response: await route.fetch(), headers: { "content-type": "text/javascript", ...leave } }));
  try {
    await page.goto(`${host.address}/docs/`);
    await expect(page.locator("iframe")).toHaveCount(0);
    await page.evaluate(() => {
      globalThis.reports = [];
      document.querySelector("plimsoll-playground").addEventListener("plimsoll:report", ({ detail }) => globalThis.reports.push(detail));
    });
    await page.getByRole("button", { name: "Try it in the playground" }).click();
    await expect(parts(page.frameLocator("iframe")).finding("image-tag-missing")).toHaveCount(1);
    await expect.poll(() => page.evaluate(() => globalThis.reports.at(-1)?.findings.map(({ ruleId }) => ruleId))).toContain("image-tag-missing");
    const height = () => page.locator("iframe").evaluate((frame) => frame.getBoundingClientRect().height);
    await expect.poll(height).not.toBe(480);
    const before = await height();
    await page.evaluate(() => document.querySelector("plimsoll-playground").setCode("FROM scratch\n"));
    await expect(parts(page.frameLocator("iframe")).finding("image-tag-missing")).toHaveCount(0);
    await expect.poll(height).toBeLessThan(before);
  } finally {
    await host.close();
  }
});

for (const way of ["throws", "fails"]) {
  test(`where a worker ${way} instead of starting, the page analyses on its own thread and says so`, async ({ page, complaints }) => {
    await page.addInitScript((way) => {
      globalThis.Worker = class extends EventTarget {
        constructor() {
          super();
          if (way === "throws") throw new DOMException("no", "SecurityError");
          setTimeout(() => this.onerror?.(new Event("error", { cancelable: true })));
        }
        postMessage() {}
        terminate() {}
      };
    }, way);
    await page.goto("/");
    await expect(parts(page).findings.first()).toBeVisible();
    await expect(parts(page).trouble).toContainText("own thread");
    await paste(page, "FROM busybox\n");
    await expect(parts(page).finding("image-tag-missing")).toHaveCount(1);
    await paste(page, `FROM busybox\n${"# x\n".repeat(20_000)}`);
    await expect(parts(page).trouble.first()).toContainText("larger than 64 kB");
    complaints.length = 0;
  });
}

test("the frame follows the page around it from light to dark", async ({ page, baseURL }) => {
  await page.emulateMedia({ colorScheme: "light" });
  const own = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Docs</title><link rel="icon" href="data:,">
    <style>:root { color-scheme: light } .dark { color-scheme: dark }</style>
    <script type="module" src="${baseURL}/embed.js"></script>
    <plimsoll-playground name="Dockerfile" theme="host" load="eager"><pre><code>FROM busybox</code></pre></plimsoll-playground>`;
  const host = await serve({ pages: { "/docs/": own } });
  const leave = { "access-control-allow-origin": "*" };
  await page.route(/(embed|share)\.js$/, async (route) => route.fulfill({ response: await route.fetch(), headers: { "content-type": "text/javascript", ...leave } }));
  try {
    await page.goto(`${host.address}/docs/`);
    const inside = page.frameLocator("iframe");
    await expect(parts(inside).finding("image-tag-missing")).toHaveCount(1);
    const scheme = () => inside.locator("plimsoll-playground").evaluate((element) => getComputedStyle(element).colorScheme);
    await expect.poll(scheme).toBe("light");
    await page.evaluate(() => document.documentElement.classList.add("dark"));
    await expect.poll(scheme).toBe("dark");
    await page.evaluate(() => document.documentElement.classList.remove("dark"));
    await expect.poll(scheme).toBe("light");
  } finally {
    await host.close();
  }
});
