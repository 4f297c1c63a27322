// SPDX-License-Identifier: Apache-2.0
// The three phases as small bars, all meters on one scale.
import { h } from "./dom.js";
import { NOTHING, quantity } from "./format.js";
import { house } from "./house.js";
import { roundUp } from "./plot.js";
import { t } from "./texts.js";

/** Net power of each phase; null where a meter does not say it. */
export function phasePower(readings, phase) {
  const taken = readings[`power_import_l${phase}_kw`];
  const given = readings[`power_export_l${phase}_kw`];
  return taken === undefined && given === undefined ? null : (taken ?? 0) - (given ?? 0);
}

let most = 1;

/** A list of bars: blue to take, hatched green to give. */
export function phases(meter) {
  const values = [1, 2, 3].map((phase) => phasePower(meter.readings, phase));
  if (values.every((value) => value === null)) return h("div");
  for (const other of house.meters.values()) {
    for (const phase of [1, 2, 3]) most = Math.max(most, roundUp(Math.abs(phasePower(other.readings, phase) ?? 0)));
  }
  return h(
    "div",
    { class: "phases", role: "list", "aria-label": t("phases.label") },
    values.map((value, index) =>
      h(
        "div",
        { class: "phase", role: "listitem" },
        h("span", {}, `L${index + 1}`),
        h(
          "span",
          { class: "bar-track" },
          value !== null && h("span", {
            class: value < 0 ? "back" : "",
            style: { width: `${Math.min(100, (Math.abs(value) / most) * 100)}%` },
          }),
        ),
        h(
          "span",
          { class: "value" },
          value === null ? NOTHING : [
            value !== 0 &&
            h("span", { class: value < 0 ? "out" : "in", "aria-hidden": "true" }, value < 0 ? "↑ " : "↓ "),
            value !== 0 && h("span", { class: "unseen" }, t(value < 0 ? "way.out" : "way.in"), " "),
            quantity(Math.abs(value), "kW", 2),
          ],
        ),
      )
    ),
  );
}
