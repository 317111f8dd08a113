// A file server for tests: one folder under one prefix on a port of the system's choice, with headers of the test's choice.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".wasm": "application/wasm",
};

/**
 * @param {{ folder?: string, prefix?: string, pages?: Record<string, string>, headers?: Record<string, string> }} what
 *   `pages` are texts by path, before the folder
 * @returns {Promise<{ address: string, close: () => Promise<void> }>}
 */
export async function serve({ folder, prefix = "/", pages = {}, headers = {} }) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const type = types[extname(path) || ".html"] ?? "application/octet-stream";
    const answer = (status, body) => response.writeHead(status, { "content-type": type, ...headers }).end(body);
    if (path in pages) return answer(200, pages[path]);
    if (folder === undefined || !path.startsWith(prefix)) return answer(404, "");
    const name = normalize("/" + path.slice(prefix.length));
    try {
      answer(200, await readFile(join(folder, name.endsWith("/") ? name + "index.html" : name)));
    } catch {
      answer(404, "");
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))),
  };
}
