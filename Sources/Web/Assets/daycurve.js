// SPDX-License-Identifier: Apache-2.0
// The curve of a day out of quarter-hours.
import { asTable, table } from "./figure.js";
import { addDays, dayStart, moment, NOTHING, now, number, percent, quantity, scale, sign, unitOf } from "./format.js";
import { area, line, plot, roundUp } from "./plot.js";
import { t } from "./texts.js";

const MINUTE = 60_000;
const QUARTER = 900_000;
const HOUR = 3_600_000;

/** The points of a curve; `value` by name, all names null where nothing is known. */
export function pointsOf(curve) {
  if (!curve) return [];
  return curve.start.map((start, index) => {
    const point = { time: Date.parse(start) };
    point.end = point.time + QUARTER;
    for (const [name, column] of Object.entries(curve.values)) point[name] = column[index];
    return point;
  });
}

/** The points of several meters added up; what one of them does not know is `partial`. */
export function sumOf(curves) {
  const sums = new Map();
  for (const points of curves) {
    for (const point of points) {
      const sum = sums.get(point.time) ?? { time: point.time, end: point.end, known: 0 };
      for (const name of ["power_import_kw", "power_export_kw"]) {
        if (typeof point[name] === "number") sum[name] = (sum[name] ?? 0) + point[name];
      }
      if (typeof point.power_import_kw === "number") sum.known += 1;
      sums.set(point.time, sum);
    }
  }
  const all = [...sums.values()].sort((one, other) => one.time - other.time);
  for (const sum of all) sum.partial = sum.known < curves.length;
  return all;
}

/** The spans in which nothing is known, up to now or an earlier moment. */
export function gapsOf(points, start, isKnown, until = now()) {
  const gaps = [];
  let reached = start;
  const close = (end) => {
    if (end - reached >= MINUTE) gaps.push({ from: reached, to: end, first: reached === start });
  };
  for (const point of points) {
    if (!isKnown(point) || point.time >= until) continue;
    close(point.time);
    reached = Math.max(reached, point.end);
  }
  // What is newest may be on its way.
  if (until - reached >= 2 * MINUTE) close(until);
  return gaps;
}

/** Names under the axis of a day. */
export function hours(start, end, step = 6) {
  const marks = [];
  for (let time = start; time <= end; time += step * HOUR) marks.push({ at: time, text: moment(time, "time") });
  return marks;
}

function midpoints(points) {
  return points.map((point) => ({
    ...point,
    time: (point.time + Math.min(point.end, Math.max(point.time + 1, now()))) / 2,
  }));
}

function nearest(points, time) {
  return points.find((point) => time >= point.time && time < point.end);
}

/** Import above the line, export below it. */
export function powerCurve(points, start, name) {
  const from = start ?? dayStart(now());
  const to = addDays(from, 1);
  const taken = (point) => point.power_import_kw;
  const given = (
    point,
  ) => (point.power_export_kw === null || point.power_export_kw === undefined ? null : -point.power_export_kw);
  const most = Math.max(0.1, ...points.map((point) => taken(point) ?? 0));
  const least = Math.min(0, ...points.map((point) => given(point) ?? 0));
  const high = roundUp(most);
  const low = least < -0.004 ? -roundUp(-least) : 0;
  const known = (point) => typeof taken(point) === "number" && !point.partial;
  const nothing = !points.some((point) => typeof taken(point) === "number");
  const gaps = nothing ? [] : gapsOf(points, from, known);
  const middles = midpoints(points);
  const levels = [!nothing && { at: high, text: scale(high, "kW") }, { at: 0, kind: "zero" }].filter(Boolean);
  if (low < 0) levels.push({ at: low, text: scale(-low, "kW"), kind: "low" });
  const peak = points.reduce(
    (best, point) => ((taken(point) ?? -1) > (taken(best) ?? -1) ? point : best),
    points[0] ?? {},
  );
  return plot({
    from,
    to,
    low,
    high,
    gaps,
    now: now(),
    marks: hours(from, to),
    levels,
    empty: nothing && t("chart.none"),
    shapes: [area(middles, taken, "in", 2 * QUARTER), low < 0 ? area(middles, given, "out", 2 * QUARTER) : () => null],
    label: t("curve.label", {
      name,
      peak: quantity(taken(peak ?? {}), "kW", 2),
      time: peak?.time ? moment(peak.time, "time") : NOTHING,
      gaps: gaps.length,
    }),
    readout: (time) => {
      const point = nearest(points, time);
      if (!point) return null;
      if (typeof taken(point) !== "number") return `${moment(point.time, "time")}  ${t("chart.nothing")}`;
      const out = point.power_export_kw ? `  ↑ ${quantity(point.power_export_kw, "kW", 2)}` : "";
      return `${moment(point.time, "time")}  ↓ ${quantity(taken(point), "kW", 2)}${out}`;
    },
  });
}

/** The same as a table; what meters add up to is partial where one of them is not known. */
export function powerCurveTable(points, title) {
  return asTable(title, () =>
    table(
      title,
      [t("table.time"), `${t("way.in")} kW`, `${t("way.out")} kW`, t("table.quality")],
      points.map((point) => [
        moment(point.time, "time"),
        number(point.power_import_kw, 3),
        number(point.power_export_kw, 3),
        t(`quality.${typeof point.power_import_kw !== "number" ? "missing" : point.partial ? "partial" : "complete"}`),
      ]),
      { numeric: [1, 2] },
    ));
}

/** A sensor's day as a table. */
export function levelTable(points, value, title) {
  const { unit } = unitOf(value);
  return asTable(title, () =>
    table(
      title,
      [t("table.time"), sign(unit)],
      points.map((point) => [moment(point.time, "time"), number(point[value], 0)]),
      { numeric: [1] },
    ));
}

/** A sensor's value over the day, between its bounds if it has any. */
export function levelCurve(points, value, range, start, name) {
  const from = start ?? dayStart(now());
  const to = addDays(from, 1);
  const known = points.map((point) => point[value]).filter((number) => typeof number === "number");
  const least = Math.min(...known, range?.minimum ?? Infinity);
  const low = known.length || range ? Math.min(0, least) : 0;
  const high = range?.maximum ?? roundUp(Math.max(1, ...known));
  const { unit } = unitOf(value);
  const gaps = known.length ? gapsOf(points, from, (point) => typeof point[value] === "number") : [];
  const middles = midpoints(points);
  const fill = [area(middles, (point) => point[value], "water", 2 * QUARTER)];
  return plot({
    from,
    to,
    low,
    high,
    gaps,
    now: now(),
    marks: hours(from, to),
    empty: !known.length && t("chart.none"),
    levels: [
      known.length && { at: high, text: quantity(high, unit, 0) },
      known.length && range && { at: (high + low) / 2, text: percent(0.5) },
      { at: low, kind: "zero" },
    ].filter(Boolean),
    shapes: range ? fill : [line(middles, (point) => point[value], "water", 2 * QUARTER)],
    label: t("curve.level", { name, last: quantity(known.at(-1), unit, 0), gaps: gaps.length }),
    readout: (time) => {
      const point = nearest(points, time);
      return point && `${moment(point.time, "time")}  ${quantity(point[value], unit, 0)}`;
    },
  });
}
