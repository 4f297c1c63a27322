// SPDX-License-Identifier: Apache-2.0
// Words in the reader's language, out of one table: a key, then one text for each language.

const KEY = "language";
const regions = { en: "en-GB", de: "de-LU", fr: "fr-LU", lb: "de-LU" };
let languages = ["en"];
let table = {};
let chosen = 0;

/** Fetches the table and chooses the language: the reader's last choice, else the browser's, else English. */
export async function loadTexts() {
  const answer = await fetch("/assets/texts.json");
  if (!answer.ok) throw new Error(`texts.json: ${answer.status}`);
  ({ languages, texts: table } = await answer.json());
  const wishes = [remembered(), ...(navigator.languages ?? [navigator.language])];
  const found = wishes.map((wish) => languages.indexOf(primary(wish))).find((index) => index >= 0);
  chosen = found ?? 0;
  document.documentElement.lang = language();
}

/** The language in use: en, de, fr or lb. */
export function language() {
  return languages[chosen];
}

/** All languages of the table. */
export function allLanguages() {
  return languages;
}

/** Takes another language and keeps it for the next visit. */
export function chooseLanguage(code) {
  chosen = Math.max(0, languages.indexOf(code));
  document.documentElement.lang = language();
  try {
    localStorage.setItem(KEY, language());
  } catch {
    // A browser that keeps nothing still shows the language.
  }
}

/** Where numbers and times take their form from: the browser's own region if it speaks the language. */
export function locale() {
  const own = (navigator.languages ?? []).find((tag) => primary(tag) === language());
  const regional = own && own.includes("-") && language() !== "lb";
  return regional ? own : regions[language()];
}

/** A text, with `{name}` replaced by the value of that name. A key without a text stands for itself. */
export function t(key, values = {}) {
  const text = table[key]?.[chosen] ?? table[key]?.[0] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** The same for a `count` of things: of one thing the language may speak differently. */
export function counted(key, count, values = {}) {
  return t(count === 1 && knows(`${key}.one`) ? `${key}.one` : key, values);
}

/** The words of a text that is a list, such as the names of the months. */
export function list(key) {
  return t(key).split(" ");
}

/** Whether the table knows a key. */
export function knows(key) {
  return key in table;
}

function primary(tag) {
  return (tag ?? "").toLowerCase().split("-")[0];
}

function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
