// SPDX-License-Identifier: Apache-2.0
// Energy, gas and water by day, month and year.
import { h } from "./dom.js";
import {
  addDays,
  dateParts,
  dayStart,
  moment,
  monthStart,
  now,
  number,
  orMore,
  quantity,
  scale,
  sign,
  unitOf,
} from "./format.js";
import { bars, plot, roundUp } from "./plot.js";
import { asTable, legend, table } from "./figure.js";
import { series } from "./series.js";
import { silencesOf, silenceTimes } from "./silences.js";
import { t } from "./texts.js";
import { meaning } from "./words.js";

/** Fetches the periods of a kind: 31 days, 13 months, or ten years out of months. */
export async function energyOf(id, kind, signal) {
  const { year, month } = dateParts(now());
  const months = kind === "months" ? 13 : 12 * 9 + month;
  const starts = kind === "days"
    ? Array.from({ length: 31 }, (_, index) => addDays(dayStart(now()), index - 30))
    : Array.from({ length: months }, (_, index) => monthStart(year, month - months + 1 + index));
  const resolution = kind === "days" ? "day" : "month";
  const until = Math.ceil(now() / 1000) * 1000;
  const [answer, silences] = await Promise.all([
    series(id, resolution, starts[0], until, { points: 200, signal }),
    silencesOf(id, starts[0], until, signal),
  ]);
  const names = answer.names.filter((name) => /_(kwh|m3|gj|l)$/.test(name));
  const points = new Map(answer.points.map((point) => [point.time, point]));
  const periods = starts.map((time, index) => rowOf(time, starts[index + 1], points.get(time), names));
  const rows = kind === "years" ? joinYears(periods, names) : sinceKnown(periods);
  for (const row of rows) {
    row.unseen = silences.filter((one) => isBeside(one, row));
    // What went by while the meter was exchanged, nobody knows.
    row.isWhole &&= !silences.some((one) => !one.isKnown && one.to > row.time && one.to <= (row.end ?? Infinity));
  }
  return { kind, names, rows };
}

/** Whether a silence ends in a row and began before it: what passed then is in no row. */
function isBeside(silence, { time, end = Infinity }) {
  return silence.to > time && silence.to <= end && silence.from < time;
}

/** What passed unseen before a row and ends in it, and when. */
function unseenWords({ unseen }, name) {
  const { unit } = unitOf(name);
  return unseen.map((silence) => {
    const amount = silence.amounts[name];
    return `${amount === undefined ? t("silence.unknown") : quantity(amount, unit, 3)} (${silenceTimes(silence)})`;
  }).join(", ");
}

function rowOf(time, end, point, names) {
  const row = { time, end, quality: point?.quality ?? "missing", isWhole: point?.isWhole ?? false };
  for (const name of names) {
    row[name] = point?.of(name, "difference") ?? null;
    row[`${name} gain`] = point?.of(name, "gain") ?? null;
    row[`${name} use`] = point?.of(name, "use") ?? null;
  }
  return row;
}

/** Leaves out what lies before the first that is known, but for some periods, so that bars stay slim. */
function sinceKnown(rows) {
  const first = rows.findIndex((row) => row.quality !== "missing");
  return rows.slice(Math.max(0, Math.min(first < 0 ? rows.length : first, rows.length - 8)));
}

function joinYears(rows, names) {
  const years = new Map();
  for (const row of rows) {
    const { year } = dateParts(row.time);
    const sum = years.get(year) ??
      { time: monthStart(year, 1), end: monthStart(year + 1, 1), quality: "missing", isWhole: true };
    sum.isWhole = sum.isWhole && row.isWhole;
    for (const name of names) if (row[name] !== null) sum[name] = (sum[name] ?? 0) + row[name];
    if (row.quality !== "missing") {
      sum.quality = row.quality === "complete" && sum.quality === "missing" ? "complete" : "partial";
    }
    years.set(year, sum);
  }
  const all = [...years.values()];
  const first = all.findIndex((row) => row.quality !== "missing");
  return first < 0 ? all.slice(-1) : all.slice(first);
}

function nameOf(row, kind) {
  if (kind === "years") return String(dateParts(row.time).year);
  return moment(row.time, kind === "days" ? "day" : "monthYear");
}

/** Bars up for `upper`, down for `lower`; equal widths, whatever a month's length. */
function chart({ kind, rows }, upper, lower, colour, title) {
  const { unit } = unitOf(upper.split(" ")[0]);
  const even = rows.map((row, index) => ({ ...row, time: index, end: index + 1 }));
  const up = (row) => row[upper] ?? null;
  const down = (row) => (lower && row[lower] ? -row[lower] : null);
  const most = Math.max(0, ...even.map((row) => up(row) ?? 0));
  const high = roundUp(Math.max(0.01, most));
  const least = Math.min(0, ...even.map((row) => down(row) ?? 0));
  const low = least < 0 ? -roundUp(-least) : 0;
  const nothing = !rows.some((row) => row.quality !== "missing");
  const every = Math.ceil(rows.length / 8);
  const marks = rows.map((row, index) => ({
    at: index + 0.5,
    text: index % every
      ? ""
      : kind === "years"
      ? nameOf(row, kind)
      : moment(row.time, kind === "days" ? "dayNumber" : "month"),
  })).filter((mark) => mark.text);
  const drawing = plot({
    from: 0,
    to: rows.length,
    low,
    high,
    marks,
    gaps: even.filter((row) => row.quality === "missing").map((row) => ({ from: row.time, to: row.end })),
    levels: [
      most > 0 && { at: high, text: scale(high, unit) },
      { at: 0, kind: "zero" },
      low < 0 && { at: low, text: scale(-low, unit) },
    ].filter(Boolean),
    shapes: [
      bars(even.filter((row) => row.isWhole), up, colour),
      bars(even.filter((row) => !row.isWhole), up, `${colour} partial`),
      bars(even.filter((row) => row.isWhole), down, "out"),
      bars(even.filter((row) => !row.isWhole), down, "out partial"),
    ],
    label: title,
    empty: nothing && t("nothing.yet"),
    readout: (place) => {
      const row = rows[Math.floor(place)];
      if (!row) return null;
      const water = colour === "water";
      const given = lower && row[lower] ? `  ${water ? "−" : "↑ "}${quantity(row[lower], unit)}` : "";
      const taken = orMore(quantity(row[upper] ?? null, unit), row.isWhole);
      const unseen = row.unseen.length ? `  ${t("silence.beside")} ${unseenWords(row, upper.split(" ")[0])}` : "";
      return `${nameOf(row, kind)}  ${lower ? (water ? "+" : "↓ ") : ""}${taken}${given}${unseen}`;
    },
  });
  drawing.querySelector(".axis").classList.add("free");
  return drawing;
}

/** The entry of bars that are the least that can be, where there are some. */
function leastEntry({ rows }, colour = "") {
  return rows.some((row) => !row.isWhole && row.quality !== "missing") && [`partial ${colour}`, t("bars.partial")];
}

/** Energy taken and given. */
export function energyBars(data) {
  const title = t("bars.title");
  return [
    h("div", { class: "tall" }, chart(data, "energy_import_kwh", "energy_export_kwh", "in", title)),
    legend(["in", t("way.in")], ["out", t("way.out")], leastEntry(data), ["hatched", t("chart.gap")]),
    asTable(title, () =>
      table(
        title,
        [t("table.period"), `${t("way.in")} kWh`, `${t("way.out")} kWh`, t("silence.column"), t("table.quality")],
        data.rows.map((row) => [
          nameOf(row, data.kind),
          orMore(number(row.energy_import_kwh ?? null, 3), row.isWhole),
          orMore(number(row.energy_export_kwh ?? null, 3), row.isWhole),
          unseenWords(row, "energy_import_kwh"),
          t(`quality.${row.quality}`),
        ]),
        { numeric: [1, 2] },
      )),
  ];
}

/** What came into a tank and what was taken out of it. */
export function gainAndUse(data, name) {
  const { unit } = unitOf(name);
  const title = t("sensor.days");
  if (!data.rows.some((row) => typeof row[`${name} gain`] === "number")) {
    return h("p", { class: "note" }, t("chart.nothing"));
  }
  return [
    h("div", { class: "tall" }, chart(data, `${name} gain`, `${name} use`, "water", title)),
    legend(
      ["water", t("sensor.gain")],
      ["out", t("sensor.use")],
      leastEntry(data, "water"),
      ["hatched", t("chart.gap")],
    ),
    asTable(title, () =>
      table(
        title,
        [t("table.period"), `${t("sensor.gain")} ${sign(unit)}`, `${t("sensor.use")} ${sign(unit)}`],
        data.rows.map((
          row,
        ) => [
          nameOf(row, data.kind),
          orMore(number(row[`${name} gain`] ?? null), row.isWhole),
          orMore(number(row[`${name} use`] ?? null), row.isWhole),
        ]),
        { numeric: [1, 2] },
      )),
  ];
}

/** Names of the meters behind the meter that a series has. */
export function othersOf(names) {
  return names.filter((name) => /^(gas|water|warm_water|heat|cooling|electricity)(_\d)?_(m3|gj|kwh)$/.test(name));
}

/** Gas, water and heat: what was used, beside the register. */
export function otherBars(data, readings) {
  return h(
    "div",
    { class: "twins" },
    othersOf([...new Set([...Object.keys(readings), ...data.names])]).map((name) => {
      const { base, unit } = unitOf(name);
      const read = readings[`${base}_time`];
      const title = meaning(base, base.replaceAll("_", " "));
      return h(
        "div",
        { class: "stack" },
        h("h3", {}, title),
        h(
          "p",
          { class: "pair" },
          h("span", {}, quantity(readings[name], unit)),
          read && h("span", { class: "label" }, t("others.read", { time: moment(read, "short") })),
        ),
        data.names.includes(name)
          ? [
            h("div", { class: "middling" }, chart(data, name, null, "water", title)),
            legend(leastEntry(data, "water")),
            asTable(title, () =>
              table(
                title,
                [t("table.period"), sign(unit)],
                data.rows.map((row) => [nameOf(row, data.kind), orMore(number(row[name], 3), row.isWhole)]),
                { numeric: [1] },
              )),
          ]
          : null,
      );
    }),
  );
}
