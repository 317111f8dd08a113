// What a shared link holds: `#v1.` and base64url(deflate-raw(JSON)).
//
// A link comes from anybody: what it inflates to is bounded, and only the shape below is let through. Nothing here touches the
// page's address.

/** The most that a link may inflate to, in bytes. */
export const INFLATED_LIMIT = 1024 * 1024;

/** The most files that a link may hold. */
export const FILES_LIMIT = 20;

const PREFIX = "v1.";
const KINDS = new Set(["auto", "dockerfile", "kubernetes"]);

/** A link that cannot be read: `code` is ERR_SHARE_VERSION or ERR_SHARE_CORRUPT. */
export class ShareError extends Error {
  constructor(code, message) {
    super(message);
    this.name = "ShareError";
    this.code = code;
  }
}

const corrupt = (why) => new ShareError("ERR_SHARE_CORRUPT", `this link cannot be read: ${why}`);

/**
 * The hash (without `#`) for some files.
 * @param {{ files: { name: string, text: string, kind?: string }[] }} state
 * @returns {Promise<string>}
 */
export async function encode(state) {
  const json = new TextEncoder().encode(JSON.stringify(state));
  const deflated = await bytesOf(new Blob([json]).stream().pipeThrough(new CompressionStream("deflate-raw")), Infinity);
  let binary = "";
  for (const byte of deflated) binary += String.fromCharCode(byte);
  return PREFIX + btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/**
 * What a hash (with or without `#`) holds; null where the hash holds nothing shared.
 * @param {string} hash
 * @returns {Promise<{ files: { name: string, text: string, kind: string }[] } | null>}
 */
export async function decode(hash) {
  const text = hash.replace(/^#/, "");
  if (text.startsWith(PREFIX)) return checked(parse(await inflate(text.slice(PREFIX.length))));
  const version = /^v(\d+)\./.exec(text);
  if (version === null) return null;
  throw new ShareError("ERR_SHARE_VERSION", `this link is of version ${version[1]}; this page reads version 1`);
}

async function inflate(base64url) {
  let binary;
  try {
    binary = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    throw corrupt("it is not base64url");
  }
  const deflated = Uint8Array.from(binary, (c) => c.charCodeAt(0));
  try {
    return await bytesOf(new Blob([deflated]).stream().pipeThrough(new DecompressionStream("deflate-raw")), INFLATED_LIMIT);
  } catch (error) {
    if (error instanceof ShareError) throw error;
    throw corrupt("it was cut off or changed on its way");
  }
}

/** Reads a stream to its end, or stops where it gives more than `limit` bytes. */
async function bytesOf(stream, limit) {
  const reader = stream.getReader();
  const chunks = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > limit) {
      await reader.cancel();
      throw corrupt(`it holds more than ${limit} bytes`);
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function parse(bytes) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw corrupt("it holds no JSON");
  }
}

/** Only what is known goes through, so that no caller meets anything else. */
function checked(value) {
  const files = value?.files;
  if (!Array.isArray(files) || files.length === 0 || files.length > FILES_LIMIT) throw corrupt(`it must hold 1 to ${FILES_LIMIT} files`);
  return {
    files: files.map((file) => {
      if (typeof file?.name !== "string" || typeof file?.text !== "string") throw corrupt("a file lacks its name or its text");
      return { name: file.name, text: file.text, kind: KINDS.has(file.kind) ? file.kind : "auto" };
    }),
  };
}
