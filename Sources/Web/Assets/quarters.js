// SPDX-License-Identifier: Apache-2.0
// Quarter-hours against the reference power that the connection was given.
import { h } from "./dom.js";
import { hours } from "./daycurve.js";
import { addDays, moment, NOTHING, now, number, orMore, quantity, scale } from "./format.js";
import { bars, plot, roundUp } from "./plot.js";
import { asTable, legend, table } from "./figure.js";
import { missingSpans, series } from "./series.js";
import { counted, t } from "./texts.js";

const QUARTER = 900_000;

/** Fetches the quarter-hours of a day. */
export function quartersOf(id, day, signal) {
  const end = Math.min(addDays(day, 1), Math.max(day + QUARTER, now()));
  return series(id, "quarter-hour", day, end, { points: 200, quantities: "energy_import_kwh,power_import_kw", signal });
}

/**
 * Mean power of a quarter-hour: four times its energy, as the bill counts it.
 *
 * Where a silence crosses an end of it, that is the least; the mean of what was said in a part is no bound at all.
 */
function mean(point) {
  const energy = point.of("energy_import_kwh", "difference");
  if (energy !== null) return energy * 4;
  return point.isWhole ? point.of("power_import_kw", "mean") : null;
}

/** Whether the day kept within the class, as far as it is known; what is known in part can only prove the contrary. */
function judgement(over, limit, known, all) {
  const power = quantity(limit, "kW", 0);
  if (over.length) {
    const above = over.reduce((sum, point) => sum + (mean(point) - limit) / 4, 0);
    const energy = orMore(quantity(above, "kWh"), over.every((point) => point.isWhole));
    return counted("quarters.over", over.length, { count: over.length, energy, power });
  }
  if (known === 0) return t("quarters.open", { power });
  return known < all ? t("quarters.part", { power, known, all }) : t("quarters.within", { power });
}

/** The bars, the line at the class, and what lies above it in words. */
export function quarters({ points }, day, limit) {
  const values = points.map(mean);
  const most = Math.max(0, ...values);
  const over = points.filter((point) => limit && mean(point) > limit);
  const high = roundUp(Math.max(most * 1.06, limit ? limit * 1.15 : 0, 0.5));
  const to = addDays(day, 1);
  const peak = points.find((point) => most > 0 && mean(point) === most);
  // The one that runs is no whole one yet.
  const until = Math.min(now(), to);
  const all = Math.floor((until - day) / QUARTER);
  const isKnown = (point) => point.isWhole && mean(point) !== null;
  const known = points.filter((point) => isKnown(point) && point.time + QUARTER <= until).length;
  const partial = points.filter((point) => !point.isWhole && mean(point) !== null);
  const nothing = values.every((value) => value === null);
  const said = !limit
    ? t("quarters.noclass")
    : nothing
    ? t("quarters.unknown")
    : judgement(over, limit, known, all);
  const powerOf = (point) => orMore(quantity(mean(point), "kW", 2), point.isWhole);
  const highest = peak ? t("quarters.peak", { power: powerOf(peak), time: moment(peak.time, "time") }) : "";
  return [
    h(
      "p",
      {},
      over.length ? h("strong", { class: "over-words" }, said) : said,
      " ",
      h("span", { class: "note" }, highest),
    ),
    h(
      "div",
      { class: "tall" },
      plot({
        from: day,
        to,
        low: 0,
        high,
        now: now(),
        gaps: missingSpans(points, day, Math.min(now(), to)),
        marks: hours(day, to, innerWidth < 700 ? 6 : 3),
        levels: [
          !nothing && { at: high, text: scale(high, "kW") },
          !nothing && { at: high / 2, text: scale(high / 2, "kW") },
          { at: 0, kind: "zero" },
          limit && { at: limit, text: t("quarters.class", { power: quantity(limit, "kW", 0) }), kind: "class" },
        ].filter(Boolean),
        empty: nothing && t("chart.nothing"),
        shapes: [
          bars(points.filter(isKnown), mean, "in", limit || Infinity),
          bars(partial, mean, "in partial", limit || Infinity),
        ],
        label: `${t("quarters.title")}. ${said} ${highest}`,
        readout: (time) => {
          const point = points.find((one) => time >= one.time && time < one.end);
          return point && `${moment(point.time, "time")}–${moment(point.end, "time")}  ${powerOf(point)}`;
        },
      }),
    ),
    legend(
      ["in", t("quarters.mean")],
      partial.length > 0 && ["partial", t("bars.partial")],
      limit && ["over", t("quarters.above")],
      ["hatched", t("chart.gap")],
    ),
    asTable(t("quarters.title"), () =>
      table(
        t("quarters.title"),
        [t("table.time"), "kWh", "kW", t("quarters.above")],
        points.map((point) => [
          `${moment(point.time, "time")}–${moment(point.end, "time")}`,
          orMore(number(point.of("energy_import_kwh", "difference"), 3), point.isWhole),
          orMore(number(mean(point), 3), point.isWhole),
          limit && mean(point) > limit ? orMore(quantity(mean(point) - limit, "kW"), point.isWhole) : NOTHING,
        ]),
        { numeric: [1, 2, 3] },
      )),
  ];
}
