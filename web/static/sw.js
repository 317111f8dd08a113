// The page without a network: all files of one build, kept together under that build's name.
//
// A page that this worker serves gets every file from the one cache, so an old core never meets a new app. What is kept is checked
// against the build's own list: files of a build that is put in place meanwhile are refused, and the next visit tries again. A new
// build is fetched beside the old one and takes over once the last page of the old one is closed, never under a user. It asks for
// nothing but the page's own files, and touches no request for anything else.

/** The build writes here what it consists of: every file by its address, with a check sum. */
const FILES = {};

/** The same for one build, another for any other. */
const BUILD = "none";

const { scope } = registration;

/** Other copies of the page may live on this origin: each has caches of its own. */
const OURS = `plimsoll ${scope} `;

/** FNV-1a. It tells builds apart; it is no protection against anybody who can write to the page's own folder. */
function checkSum(bytes) {
  let sum = 0x811c9dc5;
  for (const byte of bytes) sum = Math.imul(sum ^ byte, 0x01000193);
  return (sum >>> 0).toString(16).padStart(8, "0");
}

async function keep(cache, file) {
  const answer = await fetch(file, { cache: "no-cache" });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (!answer.ok || checkSum(bytes) !== FILES[file]) throw new Error(`${file} is not of build ${BUILD}`);
  const headers = new Headers(answer.headers);
  // The body is unpacked by now.
  headers.delete("content-encoding");
  headers.delete("content-length");
  await cache.put(file, new Response(bytes, { headers }));
}

async function install() {
  const cache = await caches.open(OURS + BUILD);
  await Promise.all(Object.keys(FILES).map((file) => keep(cache, file)));
}

async function clear() {
  const old = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== OURS + BUILD);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function answer(file, request) {
  const cache = await caches.open(OURS + BUILD);
  return (await cache.match(file)) ?? fetch(request);
}

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(clear()));
addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  const address = url.split(/[?#]/, 1)[0];
  if (method !== "GET" || !address.startsWith(scope)) return;
  const path = address.slice(scope.length);
  const file = path === "" || path === "index.html" ? "./" : path;
  if (Object.hasOwn(FILES, file)) event.respondWith(answer(file, event.request));
});
