// SPDX-License-Identifier: Apache-2.0
// A meter on the overview.
import { h, put, say } from "./dom.js";
import { pointsOf, powerCurve } from "./daycurve.js";
import { number, quantity } from "./format.js";
import { house } from "./house.js";
import { counted, t } from "./texts.js";
import { chip, direction, flow, inAndOut, isTrouble, mood, readWhen, title } from "./words.js";
import { phases } from "./phases.js";

/** The card: state, power now, phases, today's energy, the day's curve. */
export function meterCard(id) {
  const state = h("span");
  const hint = h("div");
  const now = h("div", { class: "now-row values" });
  const today = h("div", { class: "values" });
  const chart = h("div", { class: "day" });
  const age = h("span");
  const frames = h("span");
  const link = h("a", { href: `#/meter/${id}` });
  const node = h(
    "article",
    { "data-id": id },
    h("header", {}, h("h3", {}, link), state),
    hint,
    now,
    today,
    chart,
    h("footer", { class: "foot" }, age, frames),
  );

  const update = (curve) => {
    const meter = house.meters.get(id);
    const kind = mood(meter);
    node.className = `panel card ${kind}`;
    say(link, meter.name || id);
    put(state, chip(meter));
    put(hint, isTrouble(meter) && h("p", { class: `hint ${kind}` }, title(meter)));
    now.classList.toggle("old", !meter.available);
    put(
      now,
      h("p", { class: "big" }, flow(direction(meter.readings))),
      phases(meter),
    );
    const { energy_import_kwh: taken, energy_export_kwh: given, is_whole: isWhole } = meter.today ?? {};
    put(today, inAndOut(t("today"), taken, given, isWhole));
    say(frames, words(meter));
    if (curve) {
      put(chart, powerCurve(pointsOf(meter.today?.curve), meter.today && Date.parse(meter.today.start), meter.name));
    }
    tick();
  };
  const tick = () => {
    const meter = house.meters.get(id);
    if (meter) say(age, readWhen(meter));
  };
  update(true);
  return { node, update, tick };
}

function words(meter) {
  const missed = meter.missed > 0 ? counted("card.missed", meter.missed, { count: number(meter.missed) }) : "";
  const seal = meter.authentication && meter.authentication !== "verified" ? t(`seal.${meter.authentication}`) : "";
  const power = meter.reference_power_kw ? t("card.class", { power: quantity(meter.reference_power_kw, "kW", 0) }) : "";
  return [seal, missed, power].filter(Boolean).join(" · ");
}
