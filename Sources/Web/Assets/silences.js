// SPDX-License-Identifier: Apache-2.0
// Silences of a meter: what passed meanwhile is known once it speaks again, and spread over nothing.
import { get, iso } from "./api.js";
import { now, quantity, span, stretch } from "./format.js";
import { missingSpans } from "./series.js";
import { t } from "./texts.js";

const LONG = 900_000;
const FEW = 3;

/** The silences of a stretch, oldest first; `taken` and `given` in kWh, null where nobody can know. */
export async function silencesOf(id, from, to, signal) {
  const query = new URLSearchParams({ from: iso(from), to: iso(Math.max(from, to)) });
  const { gaps } = await get(`/meters/${encodeURIComponent(id)}/gaps?${query}`, signal);
  return gaps.reverse().map((gap) => ({
    from: Date.parse(gap.from),
    to: Date.parse(gap.to),
    taken: gap.amounts.energy_import_kwh ?? null,
    given: gap.amounts.energy_export_kwh ?? null,
    amounts: gap.amounts,
    isKnown: Object.keys(gap.amounts).length > 0,
  }));
}

/**
 * The spans to hatch: silences, and long holes that are none: before the first telegram, since the last, and what was
 * forgotten. A single minute without a telegram is no silence.
 */
export function hatched(silences, points, from, until) {
  const spans = silences.filter((one) => one.from < one.to && one.to > from && one.from < until);
  const holes = missingSpans(points, from, until).filter((hole) =>
    (hole.to === until || hole.to - hole.from >= LONG) &&
    !spans.some((one) => one.from < hole.to && hole.from < one.to)
  );
  return [...spans, ...holes].sort((one, other) => one.from - other.from);
}

/** Whether a minute or two went by without a telegram, too short to hatch: a curve has a fine slit there. */
export function hasSlits(points, gaps, until) {
  return points.some((point) =>
    point.quality === "missing" && point.end <= until && !gaps.some((gap) => gap.from < point.end && point.time < gap.to)
  );
}

/** What passed in a silence: the energy, or that nobody knows it. Nothing for a hole that is no silence. */
export function amountWords(silence) {
  if (silence.isKnown === undefined) return "";
  if (!silence.isKnown) return t("silence.unknown");
  const given = silence.given ? `↑ ${quantity(silence.given, "kWh", 3)}` : "";
  const taken = silence.taken !== null ? quantity(silence.taken, "kWh", 3) : "";
  return [given && taken ? `↓ ${taken}` : taken, given].filter(Boolean).join(" ");
}

/** When it was and how long, and what passed. */
export function silenceWords(silence) {
  const times = { ...stretch(silence.from, silence.to), span: span(silence.to - silence.from) };
  const amount = amountWords(silence);
  return amount ? t("silence.one", { ...times, amount }) : t("silence.hole", times);
}

/** The times alone, for the first column of a table. */
export function silenceTimes(silence) {
  const { from, to } = stretch(silence.from, silence.to);
  return `${from} – ${to}`;
}

/** The newest silences in words, for below a chart and for who cannot see it; empty where there is none. */
export function silencesInWords(spans) {
  const told = spans.filter((one) => one.isKnown !== undefined || one.to < now() - LONG);
  if (!told.length) return "";
  const more = told.length > FEW ? ` ${t("silence.more", { count: told.length - FEW })}` : "";
  return `${t("silence.title")} ${told.slice(-FEW).reverse().map(silenceWords).join(" · ")}${more}`;
}
