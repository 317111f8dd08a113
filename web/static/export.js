// A report as text for people: Markdown, for an issue or a review.

const ORDER = ["critical", "high", "medium", "low", "info"];

/** Text for a cell of a table, in which nothing but our messages' backticks means anything to Markdown. */
const cell = (text) => {
  const parts = text.replace(/\s+/g, " ").split("`");
  // An odd backtick marks nothing.
  const isCode = (at) => parts.length % 2 === 1 && at % 2 === 1;
  const marked = parts.map((part, at) => (isCode(at) ? part.replaceAll("|", "\\|") : part.replace(/[\\*_[\]<>#~|]/g, "\\$&")));
  return marked.join(parts.length % 2 === 1 ? "`" : "\\`");
};

/**
 * The report as Markdown, the worst findings first.
 * @param {{ files: { uri: string }[], findings: any[], score: { value: number, grade: string } | null }} report
 * @param {string} link where it can be looked at
 */
export function asMarkdown({ files, findings, score }, link) {
  const grade = score === null ? "not graded" : `${score.value} of 100, grade ${score.grade}`;
  const name = ({ uri }) => (uri === "input" ? "the text" : cell(uri));
  const lines = [`**${grade}** for ${files.map(name).join(", ")}`, ""];
  if (findings.length === 0) {
    lines.push("No findings.");
  } else {
    lines.push("| severity | where | finding | rule |", "|---|---|---|---|");
    const sorted = findings.toSorted((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
    for (const { severity, uri, range, message, ruleId } of sorted) {
      const where = `${files.length > 1 ? `${uri}, ` : ""}line ${range.start.line + 1}`;
      lines.push(`| ${severity} | ${cell(where)} | ${cell(message)} | ${ruleId} |`);
    }
  }
  lines.push("", `[Look at it in the playground](${link})`);
  return `${lines.join("\n")}\n`;
}
