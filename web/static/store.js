// What the page keeps in the browser: choices about its looks, and nothing of what is typed.

const STORE = "plimsoll:v1";

const all = () => {
  try {
    const value = JSON.parse(localStorage.getItem(STORE) ?? "{}");
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
};

/** A kept choice; undefined where there is none. */
export const kept = (name) => all()[name];

/** Keeps a choice. Without a store it lasts as long as the page. */
export function keep(name, value) {
  try {
    localStorage.setItem(STORE, JSON.stringify({ ...all(), [name]: value }));
  } catch {
    // Forbidden or full.
  }
}
