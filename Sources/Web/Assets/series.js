// SPDX-License-Identifier: Apache-2.0
// A meter's history as points.
import { get, seriesPath } from "./api.js";
import { gapsOf } from "./daycurve.js";
import { addDays, dateParts, monthStart, now } from "./format.js";

const lengths = { minute: 60_000, "quarter-hour": 900_000, hour: 3_600_000 };

/** Asks for a series; each point has `time`, `end`, `quality` and `telegrams`, and values by `of(name, column)`. */
export async function series(id, resolution, from, to, { points = 1500, quantities, signal } = {}) {
  const answer = await get(seriesPath(id, resolution, from, to, points, quantities), signal);
  const starts = answer.start.map((start) => Date.parse(start));
  return {
    names: Object.keys(answer.values),
    has: (name) => Boolean(answer.values[name]),
    points: starts.map((time, index) => ({
      time,
      end: endOf(time, resolution, answer.joined, to),
      quality: answer.quality[index],
      isWhole: answer.is_whole?.[index] ?? true,
      telegrams: answer.telegrams[index],
      of: (name, column) => answer.values[name]?.[column]?.[index] ?? null,
    })),
  };
}

function endOf(time, resolution, joined, to) {
  if (lengths[resolution]) return Math.min(time + lengths[resolution] * joined, to);
  if (resolution === "day") return addDays(time, joined);
  const { year, month } = dateParts(time);
  return monthStart(year, month + joined);
}

/** Spans of which nothing is known, from a moment to now: points that say so, and holes between points. */
export function missingSpans(points, from, until = now()) {
  return gapsOf(points, from, (point) => point.quality !== "missing", until);
}
