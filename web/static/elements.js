// Elements made by hand: no text ever becomes markup.

/**
 * An element with properties and children; texts and elements alike.
 * @param {string} name
 * @param {Record<string, unknown>} [properties] `class`, `aria-…` and `data-…` are attributes, the rest properties
 * @param {...(string | Node | null | undefined | false)} children
 */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key === "class" || key === "for" || key.includes("-")) made.setAttribute(key, value);
    else made[key] = value;
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** A button with what a click does. */
export const button = (label, onclick, kind = "") => element("button", { type: "button", class: kind, onclick }, label);
