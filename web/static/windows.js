// The windows over the page: examples, share, help, and the name of a file. Each is made when it opens and gone when it closes.
//
// It knows nothing of reports but their shape; what was chosen is told to a callback.

import { button, element } from "./elements.js";
import { EXAMPLES } from "./examples.js";
import { asMarkdown } from "./export.js";
import { encode } from "./share.js";
import { forget, keep, keepTexts, kept } from "./store.js";

const base = new URL(".", import.meta.url).href;

/** From this length on some chat programs cut links. */
const LONG_LINK = 8_000;

/** From this length on a file is the better way. */
const VERY_LONG_LINK = 30_000;

const p = (text, kind = "") => element("p", { class: kind }, text);
const heading = (text) => element("h3", {}, text);

/** Opens a window with a title over `place`, and gives it. */
function open(place, title, ...content) {
  // The page's own element is none of ours: the window goes beside it, with the same styles.
  const frame = element("div", { class: "playground windows" });
  const dialog = element(
    "dialog",
    { "aria-labelledby": "window-title" },
    element(
      "div",
      { class: "window" },
      element("div", { class: "head" }, element("h2", { id: "window-title" }, title), button("Close", () => dialog.close())),
      ...content,
    ),
  );
  // A handler that gives false would take the click from what is in the window: its boxes and links.
  dialog.onclick = ({ target }) => {
    if (target === dialog) dialog.close();
  };
  dialog.onclose = () => frame.remove();
  frame.append(dialog);
  place.after(frame);
  dialog.showModal();
  return dialog;
}

/** Asks for an example, and for consent where it would take the place of a text that the user typed. */
export function showExamples(place, asks, tell) {
  const take = (number) => {
    dialog.close();
    if (!asks) return tell(number);
    const question = open(
      place,
      "Replace your text?",
      p("The example takes the place of what is in the editor. Undo (Ctrl or Cmd + Z) brings your text back."),
      element(
        "p",
        { class: "choices" },
        button("Replace", () => (question.close(), tell(number)), "fix safe"),
        button("Keep my text", () => question.close()),
      ),
    );
  };
  const choice = ({ title, about }, number) =>
    element("li", {}, element("button", { type: "button", onclick: () => take(number) }, element("strong", {}, title), element("span", {}, about)));
  const numbered = EXAMPLES.map((example, number) => [example.group, choice(example, number)]);
  const groups = [...new Set(EXAMPLES.map(({ group }) => group))];
  const dialog = open(
    place,
    "Examples",
    element(
      "div",
      { class: "galleries" },
      ...groups.map((group) =>
        element("section", {}, heading(group), element("ul", { class: "gallery" }, ...numbered.filter(([of]) => of === group).map(([, item]) => item))),
      ),
    ),
  );
}

/** Hands the open files on: as a link, as text about them, as a frame for another page, as a report. */
export async function showShare(place, files, report) {
  const hash = await encode({ files });
  const link = `${base}#${hash}`;
  const said = element("p", { role: "status" });
  const copies = (label, what, text, kind = "") =>
    button(
      label,
      async () => {
        try {
          await navigator.clipboard.writeText(text());
          said.textContent = `${what} is in the clipboard.`;
        } catch {
          said.textContent = "The browser does not let this page copy; select the link and copy it yourself.";
        }
      },
      kind,
    );
  const frame = `<iframe src="${base}embed.html#${hash}" title="Plimsoll playground" width="100%" height="600" loading="lazy"\n  sandbox="allow-scripts allow-same-origin allow-popups allow-downloads"></iframe>`;
  const save = () => {
    const anchor = element("a", { href: URL.createObjectURL(new Blob([JSON.stringify(report(), null, 2)], { type: "application/json" })), download: "plimsoll.json" });
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
  };
  const secrets = (report()?.findings ?? []).filter(({ category }) => category === "secrets").map(({ range }) => range.start.line + 1);
  const lines = [...new Set(secrets)].slice(0, 5).join(", ");
  open(
    place,
    "Share",
    p("The link holds all open files, packed into the part behind the #. Browsers do not send that part to any server."),
    secrets.length > 0 && p(`There seems to be a secret in line ${lines}: whoever has the link has it too.`, "warn"),
    element("input", { class: "address", type: "text", readOnly: true, "aria-label": "Link", value: link }),
    p(`${link.length} characters.`, "note"),
    link.length > VERY_LONG_LINK
      ? p("This is too long for most programs that pass links on: send the file instead.", "warn")
      : link.length > LONG_LINK && p("Some chat programs cut links of this length.", "warn"),
    element(
      "p",
      { class: "choices" },
      copies("Copy link", "The link", () => link, "fix safe"),
      copies("Copy Markdown link", "The link as Markdown", () => `[Plimsoll playground](${link})`),
      copies("Copy frame", "The code of a frame for another page", () => frame),
      element("a", { href: link, target: "_blank", rel: "noopener" }, "Open in a new tab"),
    ),
    report() && heading("The report"),
    report() &&
      element(
        "p",
        { class: "choices" },
        copies("Copy as Markdown", "The report as Markdown", () => asMarkdown(report(), link)),
        button("Download JSON", save),
      ),
    report() && p("SARIF, JUnit, Checkstyle and more: plimsoll lint --format FORMAT on the command line.", "note"),
    said,
  );
}

/** A choice with a box. */
const check = (label, checked, change) => {
  const box = element("input", { type: "checkbox", checked, onchange: () => change(box.checked) });
  return element("label", { class: "check" }, box, ` ${label}`);
};

/** Links to the documentation, which lies beside the page's files. */
const documentation = () =>
  [["all rules", "rules/"], ["policy files", "docs/policy.html"], ["the webhook server", "docs/serve.html"]].flatMap(([words, address], at) => [
    at > 0 ? ", " : " ",
    element("a", { href: base + address, target: "_blank", rel: "noopener noreferrer" }, words),
  ]);

export function showHelp(place) {
  const key = ([keys, what]) => element("div", {}, element("dt", {}, element("kbd", {}, keys)), element("dd", {}, what));
  const keys = [
    ["F8", "next finding; with Shift the previous one"],
    ["Ctrl or Cmd + .", "to the fixes of the finding under the caret"],
    ["Ctrl or Cmd + Enter", "analyses at once and says the outcome again"],
    ["Ctrl or Cmd + Z", "takes back a fix, an ignore or an example like any typing"],
    ["Alt + 1 … 5", "code, findings, images, fixed file, admission"],
    ["Arrows, Home, End", "in a row of tabs; F2 or Delete: rename or close a file"],
    ["Tab", "leaves the editor; it never indents"],
    ["?", "this window, where nothing is being written"],
    ["Esc", "closes a window"],
  ];
  const host = place.getRootNode().host;
  const isPage = host?.hasAttribute("hash") && !host.hasAttribute("embedded");
  const said = element("p", { class: "note", role: "status" });
  const texts = check("Keep my text in this browser until my next visit", kept("text") !== false, (isOn) => {
    keepTexts(isOn);
    said.textContent = isOn ? "From the next change on." : "What was kept is gone.";
  });
  const forgetAll = () => {
    forget();
    said.textContent = "Everything that was kept is gone.";
  };
  open(
    place,
    "Help",
    p("Plimsoll reads Dockerfiles and Kubernetes manifests, says what is wrong and how to mend it, grades them, and knows smaller base images."),
    element("p", {}, "To read on:", ...documentation()),
    heading("Keys"),
    element("dl", { class: "keys" }, ...keys.map(key)),
    check("The ? key opens this window", kept("helpKey") !== false, (isOn) => keep("helpKey", isOn ? undefined : false)),
    heading("The score"),
    p("It begins at 100 and every finding takes points, up to a budget for each category. The worst finding also sets a limit: 79 with a high one, 49 with a critical one. A manifest is as good as its worst object."),
    heading("Privacy"),
    p("The analysis runs in this page. It fetches nothing but its own files; the browser's network tools show it."),
    isPage && p("This browser keeps, for this page alone, your own last text (never that of a link or an example until you change it), the colours and the widths that you chose."),
    isPage && texts,
    isPage && element("p", { class: "choices" }, button("Forget everything kept", forgetAll)),
    said,
    heading("Licences"),
    p("Plimsoll is under MIT or Apache-2.0. The editor is CodeMirror, the page is built with Yew; both are under MIT (Yew also under Apache-2.0)."),
  );
}

/** Tells another name for a file, or nothing where it is to be closed. */
export function showFile(place, name, closable, tell) {
  const input = element("input", { type: "text", value: name, spellcheck: false, autocapitalize: "off", onchange: () => tell(input.value) });
  const close = () => {
    dialog.close();
    tell(undefined);
  };
  const dialog = open(
    place,
    "File",
    element("label", { class: "name" }, "Name ", input),
    p("The name says how the file is read. cart/Dockerfile builds the image whose name ends in cart.", "note"),
    closable && element("p", { class: "choices" }, button("Close this file", close)),
  );
  input.onkeydown = ({ key }) => {
    if (key === "Enter") dialog.close();
  };
  input.focus();
  input.select();
}
