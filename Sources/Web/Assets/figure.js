// SPDX-License-Identifier: Apache-2.0
// Panels, and the table behind each chart.
import { h, put } from "./dom.js";
import { knows, language, t } from "./texts.js";

let numbered = 0;

/** A titled region of a page; `tools` stand beside the title. */
export function panel(title, { kind = "", tools = [], level = "h2" } = {}, ...children) {
  numbered += 1;
  const id = `panel-${numbered}`;
  return h(
    "section",
    { class: `panel ${kind}`.trim(), "aria-labelledby": id },
    h("header", { class: "panel-head" }, h(level, { id }, title), tools),
    children,
  );
}

/** A table; its first column heads the rows. Cells are texts or nodes; `numeric` columns stand right. */
export function table(caption, head, rows, { numeric = [], className = "" } = {}) {
  const side = (index) => (numeric === "all" ? index > 0 : numeric.includes(index)) ? "number" : null;
  return h(
    "div",
    { class: "scroll", tabindex: "0", role: "group", "aria-label": caption },
    h(
      "table",
      { class: className },
      h("caption", { class: "unseen" }, caption),
      h("thead", {}, h("tr", {}, head.map((cell, index) => h("th", { scope: "col", class: side(index) }, cell)))),
      h(
        "tbody",
        {},
        rows.map((row) =>
          h(
            "tr",
            {},
            row.map((cell, index) =>
              h(index === 0 ? "th" : "td", { scope: index === 0 ? "row" : null, class: side(index) }, cell)
            ),
          )
        ),
      ),
    ),
  );
}

/** The same figures as a table, made when the reader asks for it. */
export function asTable(caption, make) {
  const body = h("div");
  return h(
    "details",
    { class: "as-table", on: { toggle: (event) => event.target.open && put(body, make()) } },
    h("summary", {}, t("chart.table"), h("span", { class: "unseen" }, t("colon"), caption)),
    body,
  );
}

/** What the colours and dashes of a chart mean: pairs of a kind and its words. */
export function legend(...entries) {
  return h(
    "p",
    { class: "key" },
    entries.filter(Boolean).map(([kind, words]) => h("span", {}, kind && h("i", { class: kind }), words)),
  );
}

/** Buttons of which one is chosen. */
export function choice(label, options, chosen, take) {
  const buttons = options.map(([value, text]) =>
    h("button", {
      type: "button",
      "aria-pressed": String(value === chosen),
      on: {
        click: () => {
          for (const [index, button] of buttons.entries()) {
            button.setAttribute("aria-pressed", String(options[index][0] === value));
          }
          take(value);
        },
      },
    }, text)
  );
  return h("div", { class: "choice", role: "group", "aria-label": label }, buttons);
}

/** Why there is no answer: the page's own sentence for what it knows, else the gateway's. */
function problem({ status, message }) {
  if (knows(`problem.${status}`)) return t(`problem.${status}`);
  return language() === "en" && h("q", { lang: "en" }, message);
}

/** Puts something new in a place; a table that the reader opened there stays open. */
export function replace(node, ...content) {
  const opened = [...node.querySelectorAll("details")].map((one) => one.open);
  const focused = [...node.querySelectorAll("summary")].indexOf(document.activeElement);
  put(node, ...content);
  for (const [index, one] of node.querySelectorAll("details").entries()) one.open = Boolean(opened[index]);
  node.querySelectorAll("summary")[focused]?.focus({ preventScroll: true });
}

const AGAIN = 5000;
const asked = new WeakMap();

/**
 * Shows what a promise gives once it is there; a failure is one sentence and a way to try again.
 *
 * Of several questions for one place only the last is answered.
 */
export async function fillFrom(node, ask, draw) {
  const mine = {};
  asked.set(node, mine);
  if (!node.childNodes.length) put(node, h("p", { class: "note busy" }, t("loading")));
  try {
    const answer = await ask();
    if (asked.get(node) === mine) replace(node, draw(answer));
  } catch (error) {
    if (error.name === "AbortError" || asked.get(node) !== mine) return;
    // A busy or absent gateway is asked again without anybody's hand.
    if (error.status === 503 || error.status === 0) {
      setTimeout(() => node.isConnected && asked.get(node) === mine && fillFrom(node, ask, draw), AGAIN);
    }
    const again = h(
      "button",
      { type: "button", class: "round wide", on: { click: () => fillFrom(node, ask, draw) } },
      t("again"),
    );
    put(node, h("p", { class: "note" }, t("failed"), " ", problem(error), " ", again));
  }
}
