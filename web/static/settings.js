// How an embedded playground is set up: attributes of the element, which embed.html takes from its address.
//
// An address comes from anybody: only known words and harmless shapes go through, anything else is as if it were not there.
//
//   kind      auto, dockerfile, kubernetes          name     the file's name
//   view      split, editor, findings, score, diff  hide     score images policy share status, with commas between
//   readonly  0, 1                                  theme    auto, light, dark, host (as the page around it)
//   policy    default, strict, all                  rules    only these, with commas between
//   lines     marked lines: 3,5-7                   height   auto, or a number of pixels
//   lang      en: the page speaks no other language
//   code      the text; only behind the #, so that no server sees it

const ALLOWED = {
  kind: /^(auto|dockerfile|kubernetes)$/,
  name: /^[^\0-\x1f]{1,200}$/,
  view: /^(split|editor|findings|score|diff)$/,
  hide: /^(score|images|policy|share|status)(,(score|images|policy|share|status))*$/,
  readonly: /^[01]$/,
  theme: /^(auto|light|dark|host)$/,
  policy: /^(default|strict|all)$/,
  rules: /^[a-z0-9-]+(,[a-z0-9-]+)*$/,
  lines: /^\d{1,6}(-\d{1,6})?(,\d{1,6}(-\d{1,6})?)*$/,
  lang: /^en$/,
  height: /^(auto|\d{2,4})$/,
};

/** The part of the page that a view begins with. */
export const TABS = { findings: "findings", score: "findings", diff: "fixed" };

/** The parameters behind a hash that is no shared link. */
const hashParameters = ({ hash }) => new URLSearchParams(/^#v\d+\./.test(hash) ? "" : hash.slice(1));

/** Sets the attributes that an address names. */
export function readParameters(element, location) {
  for (const [name, value] of [...new URLSearchParams(location.search), ...hashParameters(location)]) {
    if (Object.hasOwn(ALLOWED, name) && ALLOWED[name].test(value) && !(name === "readonly" && value === "0")) element.setAttribute(name, value);
  }
  const height = Number(element.getAttribute("height"));
  if (height > 0) element.style.height = `${height}px`;
  const theme = element.getAttribute("theme");
  if (theme === "light" || theme === "dark") setTheme(element, theme);
}

/** Sets light or dark for an embedded page; any other word is the system's choice. */
export function setTheme(element, theme) {
  for (const { dataset } of [document.documentElement, element]) {
    if (theme === "light" || theme === "dark") dataset.theme = theme;
    else delete dataset.theme;
  }
}

/** The files that an element or its address holds itself; undefined where there are none. */
export function filesOf(element, location) {
  let code;
  if (element.hasAttribute("parameters")) code = hashParameters(location).get("code");
  else if (!element.hasAttribute("hash")) code = element.querySelector("code")?.textContent;
  if (code === null || code === undefined) return undefined;
  return [{ name: element.getAttribute("name") ?? "", text: code, kind: element.getAttribute("kind") ?? "auto" }];
}

/** What an element's attributes mean for the analysis. */
export function analysisOptions(element) {
  const options = {};
  if (element.hasAttribute("policy")) options.preset = element.getAttribute("policy");
  if (element.hasAttribute("rules")) options.only = element.getAttribute("rules").split(",");
  return options;
}
