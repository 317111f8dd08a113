// The playground in other places: framed by another origin, and under a path.

import { fileURLToPath } from "node:url";
import { encode } from "../../web/static/share.js";
import { serve } from "../support/server.js";
import { expect, parts, paste, test } from "./playground.js";

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
