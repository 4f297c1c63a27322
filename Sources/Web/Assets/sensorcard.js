// SPDX-License-Identifier: Apache-2.0
// A sensor on the overview: a tank as a level, anything else as figures.
import { h, put, say, svg } from "./dom.js";
import { levelCurve, pointsOf } from "./daycurve.js";
import { number, percent, quantity, sign, unitOf } from "./format.js";
import { house } from "./house.js";
import { t } from "./texts.js";
import { chip, isTrouble, large, meaning, mood, readWhen, title } from "./words.js";

/** The card. */
export function sensorCard(id) {
  const state = h("span");
  const hint = h("div");
  const now = h("div", { class: "values" });
  const chart = h("div", { class: "day" });
  const age = h("span");
  const link = h("a", { href: `#/meter/${id}` });
  const node = h(
    "article",
    { "data-id": id },
    h("header", {}, h("h3", {}, link), state),
    hint,
    now,
    chart,
    h("footer", { class: "foot" }, age),
  );
  const update = (curve) => {
    const sensor = house.sensors.get(id);
    node.className = `panel card ${mood(sensor)}`;
    say(link, sensor.name || id);
    put(state, chip(sensor));
    put(
      hint,
      isTrouble(sensor) && h("p", { class: `hint ${mood(sensor)}` }, title(sensor)),
    );
    now.classList.toggle("old", !sensor.available);
    put(now, figures(sensor));
    if (curve) put(chart, dayOf(sensor));
    tick();
  };
  const tick = () => {
    const sensor = house.sensors.get(id);
    if (sensor) say(age, readWhen(sensor));
  };
  update(true);
  return { node, update, tick };
}

/** The value that has both bounds, and how full that is. */
export function levelOf(sensor) {
  for (const [name, range] of Object.entries(sensor.ranges ?? {})) {
    if (range.minimum === null || range.maximum === null || !(range.maximum > range.minimum)) continue;
    const value = sensor.readings[name];
    return {
      name,
      range,
      value,
      share: value === undefined ? NaN : (value - range.minimum) / (range.maximum - range.minimum),
    };
  }
  return null;
}

function dayOf(sensor) {
  const level = levelOf(sensor);
  const name = level?.name ?? Object.keys(sensor.readings)[0] ?? Object.keys(sensor.today?.curve?.values ?? {})[0];
  if (!name) return null;
  return levelCurve(
    pointsOf(sensor.today?.curve),
    name,
    level?.range,
    sensor.today && Date.parse(sensor.today.start),
    sensor.name,
  );
}

/** Level, litres and the other values. */
export function figures(sensor) {
  const level = levelOf(sensor);
  const others = Object.entries(sensor.readings).filter(([name]) => name !== level?.name);
  const named = others.map(([name, value]) => {
    const { base, unit } = unitOf(name);
    return [meaning(base, base.replaceAll("_", " ")), quantity(value, unit)];
  });
  if (!level && !named.length) return h("p", { class: "big" }, h("span", { class: "figure none words" }, t("sensor.novalue")));
  if (!level) return h("dl", { class: "facts" }, named.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
  const { unit } = unitOf(level.name);
  return h(
    "div",
    { class: "tank-row" },
    tank(level.share, sensor.id),
    h(
      "div",
      {},
      h(
        "p",
        { class: "big" },
        level.value === undefined
          ? h("span", { class: "figure none words" }, t("sensor.novalue"))
          : [h("span", { class: "figure" }, large(level.value, unit, 0)), h("span", { class: "way" }, percent(level.share))],
      ),
      h(
        "p",
        { class: "note" },
        [t("tank.of", { all: number(level.range.maximum), unit: sign(unit) }), ...named.map((pair) => pair.join(" "))]
          .join(" · "),
      ),
    ),
  );
}

function tank(share, id) {
  const isKnown = Number.isFinite(share);
  const full = Math.min(1, Math.max(0, isKnown ? share : 0));
  const top = 98 - full * 92;
  const inside = `tank-${id}`;
  const wave = `M4 ${top}q10.5 -4 21 0t21 0 21 0 21 0`;
  return svg(
    "svg",
    {
      class: isKnown ? "tank" : "tank unknown",
      viewBox: "0 0 92 104",
      role: "img",
      "aria-label": isKnown ? t("tank.label", { percent: percent(share) }) : t("sensor.novalue"),
    },
    svg("clipPath", { id: inside }, svg("rect", { x: 4, y: 4, width: 84, height: 96, rx: 14 })),
    svg("rect", { class: "wall", x: 4, y: 4, width: 84, height: 96, rx: 14 }),
    isKnown && svg(
      "g",
      { "clip-path": `url(#${inside})` },
      svg("path", { class: "water", d: `${wave}V104H4Z` }),
      svg("path", { class: "crest", d: wave }),
    ),
    [0.25, 0.5, 0.75].map((part) => svg("path", { class: "rule", d: `M76 ${98 - part * 92}h12` })),
  );
}
