// SPDX-License-Identifier: Apache-2.0
// What a sensor said: now, today and by day.
import { levelCurve, levelTable, pointsOf } from "./daycurve.js";
import { h, put } from "./dom.js";
import { energyOf, gainAndUse } from "./energybars.js";
import { fillFrom, panel } from "./figure.js";
import { find } from "./house.js";
import { figures, levelOf } from "./sensorcard.js";
import { t } from "./texts.js";

/** The level now, its curve today, and what came and went each day. */
export function sensorParts(id, signal) {
  const level = h("div", { class: "values" });
  const curve = h("div");
  const update = () => {
    const sensor = find(id);
    level.classList.toggle("old", !sensor.available);
    put(level, figures(sensor));
  };
  update();
  const sensor = find(id);
  const name = levelOf(sensor)?.name ?? Object.keys(sensor.readings)[0] ?? Object.keys(sensor.today?.curve?.values ?? {})[0];
  if (name) {
    const points = pointsOf(sensor.today?.curve);
    const start = sensor.today && Date.parse(sensor.today.start);
    put(
      curve,
      h("div", { class: "tall" }, levelCurve(points, name, levelOf(sensor)?.range, start, sensor.name)),
      levelTable(points, name, t("sensor.day")),
    );
  }
  const days = h("div", { class: "stack" });
  if (name) fillFrom(days, () => energyOf(id, "days", signal), (data) => gainAndUse(data, name));
  return {
    update,
    nodes: [
      h(
        "div",
        { class: "columns" },
        panel(t("meter.now"), { kind: "four" }, level),
        panel(t("sensor.day"), { kind: "eight" }, curve),
      ),
      name && panel(t("sensor.days"), {}, days),
    ],
  };
}
