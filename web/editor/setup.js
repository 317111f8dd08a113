// What every editor of the page has in common: colours and languages.
//
// Colours are the page's CSS variables (style.css), so light and dark follow the page and nothing here knows the theme.

import { defaultHighlightStyle, HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { dockerFile } from "@codemirror/legacy-modes/mode/dockerfile";
import { yaml } from "@codemirror/legacy-modes/mode/yaml";
import { EditorView, highlightSpecialChars, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const languages = {
  dockerfile: StreamLanguage.define(dockerFile),
  kubernetes: StreamLanguage.define(yaml),
};

/** The language of a kind of file; nothing for a kind that has none. */
export const language = (kind) => languages[kind] ?? [];

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier], color: "var(--code-keyword)" },
  { tag: [tags.atom, tags.bool, tags.definition(tags.variableName)], color: "var(--code-name)" },
  { tag: [tags.number, tags.literal], color: "var(--code-number)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: [tags.meta, tags.variableName, tags.standard(tags.variableName)], color: "var(--code-variable)" },
  { tag: tags.comment, color: "var(--code-comment)" },
  { tag: tags.invalid, color: "var(--code-invalid)" },
]);

const theme = EditorView.theme({
  "&": { color: "var(--text)", backgroundColor: "var(--surface)", height: "100%" },
  "&.cm-focused": { outline: "2px solid var(--focus)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--code-font)", lineHeight: "1.5" },
  ".cm-content": { caretColor: "var(--text)" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--text)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--selection)" },
  ".cm-gutters": { color: "var(--muted)", backgroundColor: "var(--surface)", borderRight: "1px solid var(--line)" },
  ".cm-markedLine": { backgroundColor: "var(--marked)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--active-line)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--selection)" },
  ".cm-tooltip": { color: "var(--text)", backgroundColor: "var(--raised)", border: "1px solid var(--line)", maxWidth: "min(34rem, 90vw)", fontFamily: "var(--text-font)", fontSize: "0.875rem" },
  ".card-head": { color: "var(--tone, var(--muted))", fontWeight: "600" },
  ".card-message": { fontWeight: "500" },
  ".card-help": { color: "var(--muted)" },
  ".cm-diagnostic": { padding: "0.375rem 0.75rem", borderLeftWidth: "4px", whiteSpace: "normal" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--high)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--medium)" },
  ".cm-diagnostic-info": { borderLeftColor: "var(--low)" },
  ".cm-diagnostic-hint": { borderLeftColor: "var(--info)" },
  // A wavy line and a shape in the margin, in the page's colours and shapes.
  ".cm-lintRange": { backgroundImage: "none", paddingBottom: "0", textDecoration: "underline wavy 1px", textUnderlineOffset: "3px", textDecorationSkipInk: "none" },
  ".cm-lintRange-error": { textDecorationColor: "var(--high)" },
  ".cm-lintRange-warning": { textDecorationColor: "var(--medium)" },
  ".cm-lintRange-info": { textDecorationColor: "var(--low)" },
  ".cm-lintRange-hint": { textDecorationColor: "var(--info)" },
  ".cm-lintRange-active": { backgroundColor: "var(--selection)" },
  ".cm-lint-marker": { width: "0.75em", height: "0.75em" },
  ".cm-lint-marker-error": { content: "none", backgroundColor: "var(--high)", clipPath: "polygon(50% 0, 100% 50%, 50% 100%, 0 50%)" },
  ".cm-lint-marker-warning": { content: "none", backgroundColor: "var(--medium)", clipPath: "polygon(50% 5%, 100% 95%, 0 95%)" },
  ".cm-lint-marker-info": { content: "none", backgroundColor: "var(--low)", borderRadius: "50%" },
  ".cm-lint-marker-hint": { content: "none", border: "2px solid var(--info)", borderRadius: "50%" },
  ".cm-diagnosticSource": { color: "var(--muted)", opacity: "1" },
  ".cm-diagnosticAction": {
    margin: "0.375rem 0.375rem 0 0",
    minHeight: "24px",
    font: "inherit",
    color: "var(--on-accent)",
    backgroundColor: "var(--accent)",
    border: "1px solid var(--accent)",
  },
  ".cm-diagnosticAction.unsafe": { color: "var(--accent)", backgroundColor: "var(--surface)" },
  ".cm-specialChar": { color: "var(--code-invalid)" },
  ".cm-collapsedLines": { color: "var(--text)", background: "var(--raised)" },
  ".cm-changedLine, &.cm-merge-b .cm-changedLine": { backgroundColor: "var(--added)" },
  "&.cm-merge-a .cm-changedLine, .cm-deletedChunk": { backgroundColor: "var(--removed)" },
  "&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText": { background: "var(--removed-strong)" },
  "&.cm-merge-b .cm-changedText": { background: "var(--added-strong)" },
});

/** Extensions of every editor; `label` is its name for screen readers. */
export const common = (label) => [
  lineNumbers(),
  highlightSpecialChars(),
  syntaxHighlighting(colours),
  syntaxHighlighting(defaultHighlightStyle, { fallback: true }),
  theme,
  // What is scrolled must be reachable by keyboard, also where it cannot be edited.
  EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
];

/** The shadow root or the document that an element is in: where CodeMirror puts its styles. */
export const rootOf = (element) => {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root : document;
};
