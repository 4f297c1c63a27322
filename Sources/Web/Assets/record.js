// SPDX-License-Identifier: Apache-2.0
// A health record as sentences.
import { h } from "./dom.js";
import { moment, number, percent, quantity, since } from "./format.js";
import { house } from "./house.js";
import { counted, knows, t } from "./texts.js";
import { advice, chip, detail, isTrouble, mood, seconds, sinceWhen, title } from "./words.js";

/** Counters of what was wrong with frames, in the order in which they are told. */
export const faults = [
  "tag_errors",
  "crc_errors",
  "truncated",
  "oversize",
  "noise_bytes",
  "replays",
  "duplicates",
  "plaintext_refused",
  "refused",
  "bad_lines",
  "out_of_range",
  "framing_errors",
  "overruns",
];

/** State and advice, then a list of sentences. */
export function record(health, meter) {
  const { id, kind, available, readings, received, no_value_since } = meter;
  const known = { ...health, id, kind, available, readings, received, no_value_since };
  const begin = sinceWhen(known);
  return [
    h(
      "p",
      { class: "pair" },
      chip(known),
      h("strong", {}, title(known)),
      begin && h("span", { class: "label" }, t("trouble.since", { time: since(begin) })),
    ),
    isTrouble(known) && h("div", { class: `hint ${mood(known)}` }, advice(known), detail(known)),
    h("ul", { class: "record" }, sentences(health).filter(Boolean).map((sentence) => h("li", {}, sentence))),
  ];
}

function sentences(health) {
  const count = (name) => number(health[name]);
  const some = (name) => typeof health[name] === "number" && health[name] > 0;
  const all = (health.stored ?? 0) + (health.missed ?? 0);
  return [
    health.last_telegram &&
    counted("record.telegrams", health.telegrams, {
      count: count("telegrams"),
      time: moment(health.last_telegram, "full"),
    }),
    health.last_sample &&
    counted("record.samples", health.samples, { count: count("samples"), time: moment(health.last_sample, "full") }),
    health.interval_s && t("record.interval", { interval: seconds(health.interval_s) }),
    typeof health.stored === "number" && counted("record.stored", health.stored, { count: count("stored") }),
    // What cannot be stored is counted as missed only once the store is back.
    health.missed === 0 && house.gateway.store.state === "ok" && t("record.nomissed"),
    some("missed") && counted("record.missed", health.missed, {
      count: count("missed"),
      share: percent(health.missed / all, 2),
      off: count("missed_while_off"),
    }),
    health.authentication && t(`record.seal.${health.authentication}`),
    ...(faults.some(some)
      ? faults.filter(some).map((name) => t(`counter.${name}`) + t("colon") + count(name))
      : [t("record.nofaults")]),
    t("record.port", { port: health.port, state: word("port", health.port_state) }),
    health.reconnects > 0 && t("record.reconnects", { count: count("reconnects") }),
    health.data_request && health.data_request !== "none" &&
    t("record.request", { state: word("request", health.data_request) }),
    typeof health.clock_drift_s === "number" &&
    (Math.abs(health.clock_drift_s) < 5
      ? t("record.clock.right")
      : t(health.clock_drift_s > 0 ? "record.clock.ahead" : "record.clock.behind", {
        span: quantity(Math.abs(health.clock_drift_s), "s", 0),
      })),
    health.identity && t("record.identity", { identity: health.identity }),
    health.key_fingerprint && t("record.key", { fingerprint: health.key_fingerprint }),
    health.last_error &&
    h(
      "span",
      {},
      t("record.error", { time: since(health.last_error.at) }),
      " ",
      h("q", { lang: "en" }, health.last_error.text),
    ),
  ];
}

/** A word of a port or a request line. */
export function word(kind, value) {
  const key = `${kind}.${value}`;
  return knows(key) ? t(key) : value;
}
