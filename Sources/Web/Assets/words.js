// SPDX-License-Identifier: Apache-2.0
// What states and codes mean, in the reader's words.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { ago, NOTHING, number, quantity, sign, span } from "./format.js";
import { knows, t } from "./texts.js";

/** How a meter or sensor is, in one word: online, degraded, offline, waiting or disabled. */
export function mood(record) {
  if (record.code === "starting") return "waiting";
  if (record.state === "online" && !record.available) return "offline";
  return record.state;
}

/** Whether somebody should look after it. */
export function isTrouble(record) {
  return ["offline", "degraded"].includes(mood(record));
}

const drawings = { online: "ok", degraded: "warn", offline: "trouble", waiting: "waiting", disabled: "paused" };

/** The drawing of a mood. */
export function moodIcon(kind) {
  return icon(drawings[kind] ?? "warn");
}

/** Drawing and word for a state. */
export function chip(record) {
  const kind = mood(record);
  return h("span", { class: `chip ${kind}` }, moodIcon(kind), t(`state.${kind}`));
}

/** The code in a few words. */
export function title(record) {
  const code = record.code === "ok" && mood(record) === "offline" ? "silent" : record.code;
  const key = `code.${code}`;
  return knows(key) ? t(key) : code;
}

/** What to do; the gateway's own sentence for codes that the table does not know. */
export function advice(record) {
  const code = record.code === "ok" && mood(record) === "offline" ? "silent" : record.code;
  const own = `hint.${code}.${record.kind}`;
  if (knows(own)) return t(own);
  return knows(`hint.${code}`) ? t(`hint.${code}`) : record.hint;
}

/** The gateway's own sentence, where it says more than the translated one. */
export function detail(record) {
  return record.hint && record.hint !== advice(record)
    ? h("p", { class: "note" }, t("hint.gateway"), " ", h("q", { lang: "en" }, record.hint))
    : null;
}

/** Which way energy flows: in, out or none. */
export function direction(readings) {
  const { power_import_kw: taken, power_export_kw: given } = readings;
  const net = readings.power_net_kw ?? (taken ?? 0) - (given ?? 0);
  if (taken === undefined && given === undefined && readings.power_net_kw === undefined) return null;
  return { way: net > 0 ? "in" : net < 0 ? "out" : "none", amount: Math.abs(net) };
}

/** A figure whose unit is smaller than its digits. */
export function large(value, unit, decimals) {
  const digits = number(value, decimals);
  return digits === NOTHING ? digits : [digits, h("span", { class: "unit" }, `\u202f${sign(unit)}`)];
}

/** A large figure with its direction by drawing, word and colour. */
export function flow(net, words = true) {
  if (!net) return [h("span", { class: "figure none" }, NOTHING)];
  const drawing = { in: "import", out: "export", none: "still" }[net.way];
  return [
    icon(drawing, net.way),
    h("span", { class: `figure ${net.way}` }, large(net.amount, "kW", 3)),
    words && h("span", { class: `way ${net.way}` }, t(`way.${net.way}`)),
  ];
}

/** An energy, or the least that it can be: part of it passed unseen. */
export function atLeast(text, isWhole) {
  return isWhole || text === NOTHING
    ? text
    : [h("span", { "aria-hidden": "true", title: t("least.why") }, "≥\u202f"), h("span", { class: "unseen" }, `${t("least")} `), text];
}

/** Energy in and out of a day; `isWhole` if nothing of it passed unseen. */
export function inAndOut(label, taken, given, isWhole) {
  return h(
    "p",
    { class: "pair" },
    h("span", { class: "label" }, label),
    h(
      "span",
      { class: "in" },
      icon("import"),
      h("span", { class: "unseen" }, t("way.in")),
      " ",
      atLeast(quantity(taken, "kWh"), isWhole),
    ),
    h(
      "span",
      { class: "out" },
      icon("export"),
      h("span", { class: "unseen" }, t("way.out")),
      " ",
      atLeast(quantity(given, "kWh"), isWhole),
    ),
  );
}

/** What a reading means: by its name, phases and tariffs by number. */
export function meaning(name, fallback) {
  const key = `reading.${name}`;
  if (knows(key)) return t(key);
  const numbered = /^(.*)_(l|t|)(\d)$/.exec(name ?? "");
  if (numbered && knows(`reading.${numbered[1]}_${numbered[2] || "n"}`)) {
    return t(`reading.${numbered[1]}_${numbered[2] || "n"}`, { n: numbered[3] });
  }
  return fallback;
}

/** How old what is shown is. */
export function readWhen(record) {
  if (!record.received) return t("card.never");
  return t(record.available ? "card.read" : "card.lastread", { ago: ago(record.received) });
}

/** A span in seconds, in words. */
export function seconds(count) {
  return count === null || count === undefined ? NOTHING : span(count * 1000);
}
