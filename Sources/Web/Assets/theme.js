// SPDX-License-Identifier: Apache-2.0
// Light or dark: as the system says, unless the reader chose.

const KEY = "theme";
const system = matchMedia("(prefers-color-scheme: dark)");

/** The choices, in the order of the switch. */
export const themes = ["auto", "light", "dark"];

/** What the reader chose. */
export function chosenTheme() {
  try {
    return themes.includes(localStorage.getItem(KEY)) ? localStorage.getItem(KEY) : "auto";
  } catch {
    return "auto";
  }
}

/** Takes a choice and keeps it. */
export function chooseTheme(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Then it holds for this visit.
  }
  apply(theme);
}

/** Sets the theme and follows the system. */
export function startTheme() {
  apply(chosenTheme());
  system.addEventListener("change", () => apply(chosenTheme()));
}

function apply(theme) {
  const dark = theme === "dark" || (theme === "auto" && system.matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  dispatchEvent(new Event("theme"));
}
