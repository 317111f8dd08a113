// The little Markdown that rules' pages are written in: headings, paragraphs, lists, code; inline code, emphasis and links.
//
// It gives plain data that `rule.js` turns into elements; no text of it ever becomes markup. Anything else stays as it is written.

/**
 * The blocks of a page without its first heading, which is the rule's id.
 * @param {string} page
 * @returns {({ heading: string } | { paragraph: string } | { list: string[] } | { code: string[], label: string })[]}
 *   `label` is the word behind a code block's language: `bad`, `good`, `fixed` or nothing
 */
export function blocks(page) {
  const found = [];
  const lines = page.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    if (line.startsWith("# ") || line.trim() === "") continue;
    const heading = /^###? (.*)/.exec(line);
    if (heading) {
      found.push({ heading: heading[1].trim() });
    } else if (line.startsWith("```")) {
      const code = [];
      while (++at < lines.length && !lines[at].startsWith("```")) code.push(lines[at]);
      if (at >= lines.length && code.at(-1) === "") code.pop();
      found.push({ code, label: line.slice(3).trim().split(/\s+/)[1] ?? "" });
    } else {
      const isList = line.startsWith("- ");
      const items = [line.replace(/^- /, "").trim()];
      while (at + 1 < lines.length && lines[at + 1].trim() !== "" && !/^(## |```)/.test(lines[at + 1])) {
        const next = lines[++at];
        if (isList && next.startsWith("- ")) items.push(next.slice(2).trim());
        else items.push(`${items.pop()} ${next.trim()}`);
      }
      found.push(isList ? { list: items } : { paragraph: items[0] });
    }
  }
  return found;
}

const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|\*(?! )([^*]*[^* ])\*|\[([^\]]+)\]\((https?:\/\/[^)]*)\)/g;

/**
 * The parts of a paragraph: plain texts, and objects for what is marked.
 * @param {string} text
 * @returns {(string | { code: string } | { strong: string } | { em: string } | { link: string, address: string })[]}
 */
export function inlines(text) {
  const parts = [];
  let behind = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, code, strong, em, link, address] = match;
    if (match.index > behind) parts.push(text.slice(behind, match.index));
    behind = match.index + whole.length;
    parts.push(code !== undefined ? { code } : strong !== undefined ? { strong } : em !== undefined ? { em } : { link, address });
  }
  if (behind < text.length) parts.push(text.slice(behind));
  return parts;
}
