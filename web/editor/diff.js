// Two texts side by side, or one above the other; loaded when a diff is first shown.
//
// It only shows: neither side can be edited.

import { MergeView, unifiedMergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { common, language, rootOf } from "./setup.js";

const collapseUnchanged = { margin: 3, minSize: 6 };

export class Diff {
  /**
   * @param {Element} parent
   * @param {string} before
   * @param {string} after
   * @param {string} kind
   * @param {boolean} split side by side, else one above the other
   */
  constructor(parent, before, after, kind, split) {
    const fixed = (label) => [common(label), language(kind), EditorState.readOnly.of(true), EditorView.lineWrapping];
    const root = rootOf(parent);
    this.view = split
      ? new MergeView({
          parent,
          root,
          a: { doc: before, extensions: fixed("Before") },
          b: { doc: after, extensions: fixed("After") },
          collapseUnchanged,
        })
      : new EditorView({
          parent,
          root,
          state: EditorState.create({
            doc: after,
            extensions: [fixed("After, with what was before"), unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged })],
          }),
        });
  }

  destroy() {
    this.view.destroy();
  }
}
