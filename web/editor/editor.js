// The playground's editor: CodeMirror 6 behind the few calls that the page needs.
//
// Of the element around it, it reads two attributes: `readonly`, and `lines`, the lines to mark (`3,5-7`). Positions are UTF-16 offsets into the text. The page tells what to show; the editor tells what the user did. It knows nothing
// of rules, reports or workers. In a shadow root CodeMirror uses adopted style sheets, which a strict policy allows; in a
// document it would need inline styles.

import { defaultKeymap, history, historyKeymap, undoDepth } from "@codemirror/commands";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { lintGutter, nextDiagnostic, previousDiagnostic, setDiagnostics } from "@codemirror/lint";
import { Annotation, Compartment, EditorState, Prec, RangeSetBuilder, StateField } from "@codemirror/state";
import { Decoration, drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap } from "@codemirror/view";
import { common, language, rootOf } from "./setup.js";

// Marks changes that the page itself made, which it need not be told.
const fromPage = Annotation.define();

/** An element of a class, holding text whose backticked parts are code. */
function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  for (const [at, part] of text.split("`").entries()) {
    if (at % 2 === 0) {
      made.append(part);
    } else {
      const code = document.createElement("code");
      code.textContent = part;
      made.append(code);
    }
  }
  return made;
}

/** What hovering over a finding shows. */
function card({ severity, rule, message, help }) {
  const made = element("div", "card", "");
  made.append(element("div", `card-head ${severity}`, `${severity} · ${rule}`), element("div", "card-message", message));
  if (help !== "") made.append(element("div", "card-help", help));
  return made;
}

/** CodeMirror knows four levels; the five of the report keep their order. */
const levels = { critical: "error", high: "error", medium: "warning", low: "info", info: "hint" };

/**
 * Typing over a selection, done by the editor. Left to itself, Chromium carries the styles of what it removes over to what it
 * inserts, in style attributes, which the page's policy refuses aloud in the console.
 */
const typeOverSelection = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { state } = view;
    // What is to be read alone: the browser would put the text in before the editor takes it out again.
    if (state.readOnly) return event.preventDefault(), true;
    if (event.inputType !== "insertText" || event.data === null || state.selection.main.empty || view.composing) return false;
    event.preventDefault();
    view.dispatch(state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
    return true;
  },
});

const marked = Decoration.line({ class: "cm-markedLine" });

/** Marks the lines of a list like `3,5-7`; the marks stay with their lines. */
const markedLines = (list) =>
  StateField.define({
    create({ doc }) {
      const builder = new RangeSetBuilder();
      const wanted = new Set();
      for (const [first, last = first] of list.split(",").map((part) => part.split("-").map(Number))) {
        for (let line = first; line <= Math.min(last, doc.lines); line++) wanted.add(line);
      }
      for (const line of [...wanted].sort((a, b) => a - b)) {
        if (line >= 1 && line <= doc.lines) builder.add(doc.line(line).from, doc.line(line).from, marked);
      }
      return builder.finish();
    },
    update: (marks, { changes }) => marks.map(changes),
    provide: (field) => EditorView.decorations.from(field),
  });

export class Editor {
  /**
   * @param {Element} parent where to put it; in the document or a shadow root already
   * @param {number} file the number of the file that shows first
   * @param {string} text
   * @param {string} label its name for screen readers
   * @param {(text: string) => void} onChange the user changed the text, or `edit` did
   * @param {(offset: number, line: number, column: number) => void} onCaret the caret is there now; line and column from 1
   * @param {(finding: number, fix: number) => void} onFix the user chose a fix in a hover text
   * @param {() => void} onFixes the user asks for the fixes at the caret
   * @param {() => void} onNow the user wants the text analysed at once
   */
  constructor(parent, file, text, label, onChange, onCaret, onFix, onFixes, onNow) {
    const host = rootOf(parent).host;
    this.isFixed = host?.hasAttribute("readonly") ?? false;
    this.marks = host?.hasAttribute("lines") ? markedLines(host.getAttribute("lines")) : [];
    this.kind = undefined;
    this.onFix = onFix;
    this.onCaret = onCaret;
    this.language = new Compartment();
    this.extensions = [
      common(label),
      history(),
      highlightActiveLineGutter(),
      highlightActiveLine(),
      drawSelection(),
      indentOnInput(),
      bracketMatching(),
      typeOverSelection,
      lintGutter(),
      this.language.of([]),
      EditorState.readOnly.of(this.isFixed),
      Prec.high(keymap.of([
        { key: "F8", run: nextDiagnostic, shift: previousDiagnostic },
        { key: "Mod-.", run: () => (onFixes(), true) },
        { key: "Mod-Enter", run: () => (onNow(), true) },
      ])),
      // Tab is not bound: the keyboard must be able to leave the editor.
      keymap.of([...defaultKeymap, ...historyKeymap]),
      EditorView.updateListener.of((update) => {
        if (update.docChanged && !update.transactions.some((t) => t.annotation(fromPage))) onChange(this.text);
        if (update.docChanged || update.selectionSet) this.tellCaret();
      }),
    ];
    /** The states of the files that do not show, with their undo history, by file. */
    this.others = new Map();
    this.file = file;
    this.view = new EditorView({ parent, root: rootOf(parent), state: this.fresh(text) });
  }

  /** A state with this text and nothing to undo. */
  fresh(text) {
    return EditorState.create({ doc: text, extensions: [this.extensions, this.marks] });
  }

  tellCaret() {
    const { doc, selection } = this.view.state;
    const offset = selection.main.head;
    const line = doc.lineAt(offset);
    this.onCaret(offset, line.number, offset - line.from + 1);
  }

  /**
   * Shows a file with its own undo history and caret. Files that are not among `open` are forgotten.
   * @param {number} file
   * @param {string} text what it holds; where the editor knows another text of it, the change can be undone
   * @param {number[]} open
   */
  show(file, text, open) {
    if (file !== this.file) {
      this.others.set(this.file, this.view.state);
      this.view.setState(this.others.get(file) ?? this.fresh(text));
      this.file = file;
      this.kind = undefined;
      this.tellCaret();
    }
    for (const other of this.others.keys()) {
      if (other === file || !open.includes(other)) this.others.delete(other);
    }
    this.setText(text);
  }

  get text() {
    return this.view.state.sliceDoc();
  }

  /** Replaces the whole text, as one step that can be undone. */
  setText(text) {
    if (text === this.text) return;
    // What comes into an editor that never held anything is no change: there is nothing to go back to, and the marks are of it.
    if (this.view.state.doc.length === 0 && undoDepth(this.view.state) === 0) {
      this.view.setState(this.fresh(text));
      this.kind = undefined;
      this.tellCaret();
      return;
    }
    this.view.dispatch({
      changes: { from: 0, to: this.view.state.doc.length, insert: text },
      selection: { anchor: 0 },
      scrollIntoView: true,
      annotations: fromPage.of(true),
      userEvent: "input.replace",
    });
  }

  setKind(kind) {
    if (kind === this.kind) return;
    this.kind = kind;
    this.view.dispatch({ effects: this.language.reconfigure(language(kind)) });
  }

  /**
   * Marks findings: squiggle, gutter mark and hover text.
   * @param {{ from: number, to: number, severity: string, rule: string, message: string, help: string,
   *   fixes: { name: string, changesBehaviour: boolean }[] }[]} findings in the page's order: `onFix` tells the index
   */
  setFindings(findings) {
    const end = this.view.state.doc.length;
    const diagnostics = findings.map((finding, index) => ({
      from: Math.min(finding.from, end),
      to: Math.min(finding.to, end),
      severity: levels[finding.severity] ?? "info",
      markClass: `severity-${finding.severity}`,
      message: `${finding.severity}: ${finding.message}`,
      renderMessage: () => card(finding),
      actions: (this.isFixed ? [] : finding.fixes).map(({ name, changesBehaviour }, fix) => ({
        name: changesBehaviour ? `${name} (changes behaviour)` : name,
        markClass: changesBehaviour ? "unsafe" : "safe",
        apply: () => this.onFix(index, fix),
      })),
    }));
    this.view.dispatch(setDiagnostics(this.view.state, diagnostics));
  }

  /**
   * Changes places of the text, as one step that can be undone.
   * @param {{ from: number, to: number, insert: string }[]} changes in no order, not overlapping
   */
  edit(changes) {
    if (this.isFixed) return;
    this.view.dispatch({ changes, userEvent: "input.fix", scrollIntoView: true });
  }

  /** Selects a place, scrolls to it and takes the focus. */
  goTo(from, to) {
    const end = this.view.state.doc.length;
    const [anchor, head] = [Math.min(from, end), Math.min(to, end)];
    this.view.dispatch({ selection: { anchor, head }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
    this.view.focus();
  }

  /** The offset of a zero-based line and UTF-16 character. */
  offset(line, character) {
    const { doc } = this.view.state;
    if (line >= doc.lines) return doc.length;
    const { from, to } = doc.line(line + 1);
    return Math.min(from + character, to);
  }

  /** Inserts a text, and puts the caret `caret` behind its start. */
  insert(from, text, caret) {
    if (this.isFixed) return;
    this.view.dispatch({
      changes: { from, insert: text },
      selection: { anchor: from + caret },
      userEvent: "input.ignore",
      scrollIntoView: true,
    });
    this.view.focus();
  }

  focus() {
    this.view.focus();
  }

  destroy() {
    this.view.destroy();
  }
}
