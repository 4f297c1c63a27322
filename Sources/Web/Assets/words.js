// SPDX-License-Identifier: Apache-2.0
// What states and codes mean, in the reader's words.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { ago, NOTHING, number, quantity, sign, span } from "./format.js";
import { knows, t } from "./texts.js";

/**
 * How a meter or sensor is, in one word: online, degraded, offline, waiting or disabled.
 *
 * Amber (`degraded`) is only what still brings values, and a sensor that answers without one.
 */
export function mood(record) {
  if (record.code === "starting") return "waiting";
  if (["online", "degraded"].includes(record.state) && !record.available) return "offline";
  return record.state === "online" && lacksValue(record) ? "degraded" : record.state;
}

/** Whether a sensor speaks and says no value: an ultrasonic one gets no echo, or all of it is out of its bounds. */
export function lacksValue({ kind, received, readings, available, no_value_since: since }) {
  return kind === "sensor" && Boolean(available) &&
    (Boolean(since) || (Boolean(received) && Object.keys(readings ?? {}).length === 0));
}

/** The code that says why, also where the gateway still calls it well. */
function codeOf(record) {
  if (record.code !== "ok") return record.code;
  return { offline: "silent", degraded: "no_value" }[mood(record)] ?? record.code;
}

/** Since when it is so; null where that is not known. */
export function sinceWhen(record) {
  return codeOf(record) === "no_value" ? record.no_value_since ?? null : record.since;
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
  const code = codeOf(record);
  const key = `code.${code}`;
  return knows(key) ? t(key) : code;
}

/** What to do, with the id where an order wants it; the gateway's own sentence for codes that the table does not know. */
export function advice(record) {
  const code = codeOf(record);
  const key = [`hint.${code}.${record.kind}`, `hint.${code}`].find(knows);
  return key ? t(key, { id: record.id }) : record.hint;
}

/** How the gateway's sentences begin that name no path, number or cause beside the translated one. */
export const repeated = [
  "The meter has used up its frame counter",
  "This meter is read on another port too",
  "The key does not open this meter's frames",
  "The frames decrypt well, but their tag is wrong",
  "The meter sends clear text although a key is configured",
  "Genuine frames come with counters that were seen before",
  "The port is open but the meter says nothing",
  "Bytes come, but no frame",
  "Bytes come, but no valid line",
  "The sensor says nothing",
];

/** The gateway's own sentence, where it says more than the translated one. */
export function detail(record) {
  const { hint } = record;
  return hint && hint !== advice(record) && !repeated.some((start) => hint.startsWith(start))
    ? h("p", { class: "note" }, t("hint.gateway"), " ", h("q", { lang: "en" }, hint))
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
  if (lacksValue(record)) return t("card.novalue", { ago: ago(record.received) });
  return t(record.available ? "card.read" : "card.lastread", { ago: ago(record.received) });
}

/** A span in seconds, in words. */
export function seconds(count) {
  return count === null || count === undefined ? NOTHING : span(count * 1000);
}
