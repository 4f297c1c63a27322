// SPDX-License-Identifier: Apache-2.0
// What happened once, newest first.
import { h } from "./dom.js";
import { moment, number, quantity, span } from "./format.js";
import { counted, knows, t } from "./texts.js";

/** The list. */
export function events({ events: list }) {
  if (!list.length) return h("p", { class: "note" }, t("events.none"));
  return h(
    "ul",
    { class: "events", tabindex: "0", "aria-label": t("events.title") },
    list.map(({ event, time, facts }, index) =>
      h(
        "li",
        {},
        h("time", { datetime: time }, moment(time, "short")),
        h("span", {}, isFirst(list, index) ? t("event.meter_online.first") : sentence(event, facts)),
      )
    ),
  );
}

/** Whether it is the first time that all is well: nothing was out of order before. */
function isFirst(list, index) {
  return list[index].event === "meter_online" &&
    !list.slice(index + 1).some(({ event }) => ["meter_offline", "meter_online"].includes(event));
}

function sentence(event, facts) {
  const key = `event.${event}`;
  if (!knows(key)) {
    return `${event} ${Object.entries(facts).map(([name, value]) => name + t("colon") + value).join(", ")}`;
  }
  const length = facts.from && facts.to ? span(Date.parse(facts.to) - Date.parse(facts.from)) : null;
  const energy = typeof facts.energy_import_kwh === "number" || typeof facts.energy_import_kwh === "string"
    ? t("event.energy", {
      taken: quantity(facts.energy_import_kwh, "kWh", 3),
      given: quantity(facts.energy_export_kwh, "kWh", 3),
    })
    : "";
  const cause = facts.cause && knows(`cause.${facts.cause}`) ? t(`cause.${facts.cause}`) : "";
  const words = counted(key, facts.missed, {
    missed: number(facts.missed),
    replays: number(facts.replays),
    title: facts.system_title ?? "",
    fingerprint: facts.key_fingerprint ?? "",
    counter: facts.frame_counter ?? "",
  });
  return [words, length && t("event.length", { span: length }), energy, cause].filter(Boolean).join(" ");
}
