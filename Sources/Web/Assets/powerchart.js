// SPDX-License-Identifier: Apache-2.0
// Power over time by dygraphs: zoom and pan, gaps hatched, the day before beneath.
import { h, put } from "./dom.js";
import { addDays, dateParts, dayStart, moment, now, number, quantity, stretch } from "./format.js";
import { icon } from "./icons.js";
import { series } from "./series.js";
import { amountWords, hatched, silencesInWords, silencesOf, silenceTimes, silenceWords } from "./silences.js";
import { t } from "./texts.js";
import { asTable, table } from "./figure.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const POWER = "power_import_kw,power_export_kw";
let library;

/** Loads dygraphs the first time that it is needed. */
function dygraphs() {
  library ??= new Promise((resolve, reject) => {
    document.head.append(h("link", { rel: "stylesheet", href: "/assets/dygraph.css" }));
    document.head.append(h("script", {
      src: "/assets/dygraph.min.js",
      on: { load: () => resolve(withoutLegend(window.Dygraph)), error: () => reject(new Error("dygraph.min.js")) },
    }));
  });
  return library;
}

/** Its legend writes inline styles, which the page's policy forbids, and is not used here. */
function withoutLegend(Dygraph) {
  Dygraph.PLUGINS = Dygraph.PLUGINS.filter((plugin) => plugin !== Dygraph.Plugins.Legend);
  return Dygraph;
}

/** What each range shows: the length of a point, and how many days. */
export const ranges = {
  day: { resolution: "minute", days: 1 },
  week: { resolution: "quarter-hour", days: 7 },
  month: { resolution: "hour", days: 31 },
  year: { resolution: "day", days: 366 },
};

/** Fetches what a range shows: rows of [time, import, −export, net of the day before], and gaps. */
export async function powerOf(id, range, day, signal) {
  const { resolution, days } = ranges[range];
  const to = addDays(day, 1);
  const from = addDays(day, 1 - days);
  const ask = (start, end) => series(id, resolution, start, end, { points: 1500, quantities: POWER, signal });
  const [main, before, silences] = await Promise.all([
    ask(from, Math.min(to, Math.max(from + HOUR, now()))),
    range === "day" ? ask(addDays(day, -1), day) : null,
    silencesOf(id, from, Math.min(to, now()), signal),
  ]);
  const gaps = hatched(silences, main.points, from, Math.min(now(), to));
  const rows = new Map(main.points.map((point) => [point.time, [
    (point.time + point.end) / 2,
    point.of("power_import_kw", "mean"),
    minus(point.of("power_export_kw", "mean")),
    null,
  ]]));
  for (const point of before?.points ?? []) {
    const time = point.time - addDays(day, -1) + day;
    const taken = point.of("power_import_kw", "mean");
    if (!rows.has(time)) rows.set(time, [time + (point.end - point.time) / 2, null, null, null]);
    if (taken !== null) rows.get(time)[3] = taken - (point.of("power_export_kw", "mean") ?? 0);
  }
  // Without a row of nothing a curve would run straight across a hole.
  for (const gap of gaps) {
    const start = Math.max(from, gap.from);
    if (!rows.has(start)) rows.set(start, [start, null, null, null]);
  }
  const sorted = [...rows.values()].sort((one, other) => one[0] - other[0]);
  if (!sorted.length) sorted.push([from, null, null, null], [to, null, null, null]);
  return { rows: sorted, gaps, from, to, points: main.points, range };
}

function minus(value) {
  return value === null ? null : -value;
}

/** Draws it, unless the reader has left; `destroy` gives the memory back. */
export async function powerChart(frame, data, readout) {
  const Dygraph = await dygraphs();
  if (!frame.isConnected) return undefined;
  const place = h("div");
  put(frame, place);
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const import_ = colour("--import");
  const export_ = colour("--export");
  const words = (time, values) => put(readout, describe(time, values, data.range));
  const how = () => put(readout, t(matchMedia("(pointer: coarse)").matches ? "power.how.touch" : "power.how"));
  const chart = new Dygraph(place, data.rows, {
    labels: ["time", "in", "out", "before"],
    colors: [import_, export_, colour("--soft")],
    dateWindow: [data.from, data.to],
    legend: "never",
    strokeWidth: 1.6,
    fillAlpha: 0.16,
    series: { in: { fillGraph: true }, out: { fillGraph: true }, before: { strokePattern: [5, 4], strokeWidth: 1.1 } },
    gridLineColor: colour("--grid"),
    axisLineColor: colour("--line"),
    highlightCircleSize: 3,
    includeZero: true,
    xRangePad: 0,
    axes: {
      x: { ticker: ticks, axisLabelWidth: LABEL },
      y: {
        axisLabelFormatter: (value, _, __, dygraph) => level(value, dygraph.yAxisRange()),
        axisLabelWidth: 38,
      },
    },
    highlightCallback: (_, time, points) =>
      words(time, Object.fromEntries(points.map((point) => [point.name, point.yval]))),
    unhighlightCallback: how,
    underlayCallback: (canvas, area, dygraph) => hatch(canvas, area, dygraph, data.gaps, colour),
  });
  // After the chart's own listener: in a silence there is no point to tell of, but an amount.
  place.addEventListener("mousemove", (event) => {
    const time = chart.toDataXCoord(chart.eventToDomCoords(event)[0]);
    const silence = data.gaps.find((gap) => gap.from < time && time < gap.to);
    if (silence) put(readout, silenceWords(silence));
  });
  how();
  frame.setAttribute("aria-label", [t("power.title"), silencesInWords(data.gaps)].filter(Boolean).join(". "));
  return chart;
}

/** A level beside the axis: with as many decimals as tell it from its neighbours, a dozen at most. */
function level(value, [lowest, highest]) {
  const isWhole = Math.abs(value - Math.round(value)) < 1e-9;
  const decimals = Math.ceil(-Math.log10((highest - lowest) / 12));
  return number(Math.abs(value), isWhole ? 0 : Math.min(3, Math.max(1, decimals)));
}

function describe(time, { in: taken, out: given, before }, range) {
  const known = (value) => typeof value === "number" && !Number.isNaN(value);
  const when = moment(time, range === "year" ? "date" : range === "day" ? "time" : "short");
  return [
    `${when} `,
    known(taken) && h("span", { class: "in" }, ` ${t("way.in")} ${quantity(taken, "kW")} `),
    known(given) && given < 0 && h("span", { class: "out" }, ` ${t("way.out")} ${quantity(-given, "kW")} `),
    !known(taken) && !known(given) && ` ${t("chart.nothing")} `,
    known(before) && ` · ${t("power.before")} ${quantity(before, "kW")}`,
  ];
}

const LABEL = 96;
const steps = [1 / 12, 1 / 6, 0.25, 0.5, 1, 2, 3, 6, 12, 24, 48, 72, 96, 168, 336, 744, 1488];

/** Ticks at whole hours and days of the house, not of the browser. */
function ticks(from, to, pixels) {
  const wanted = Math.max(2, pixels / (to - from > DAY ? LABEL : 85));
  const step = (steps.find((hours) => (to - from) / (hours * HOUR) <= wanted) ?? 2976) * HOUR;
  const list = [];
  const add = (time, form) => time >= from && time <= to && list.push({ v: time, label: moment(time, form) });
  if (step >= DAY) {
    for (let time = dayStart(from); time <= to; time = addDays(time, Math.round(step / DAY))) {
      // The year stands where it begins, and at the first.
      const form = list.length && dateParts(time).month > 1 ? "month" : "shortMonth";
      add(time, step >= 28 * DAY ? form : "day");
    }
  } else {
    for (let day = dayStart(from); day <= to; day = addDays(day, 1)) {
      const end = addDays(day, 1);
      for (let time = day; time < end; time += step) add(time, time === day && to - from > DAY ? "day" : "time");
    }
    if (to === dayStart(to)) add(to, "time");
  }
  return list;
}

function hatch(canvas, area, dygraph, gaps, colour) {
  for (const gap of gaps) {
    const left = Math.max(area.x, dygraph.toDomXCoord(gap.from));
    const right = Math.min(area.x + area.w, dygraph.toDomXCoord(gap.to));
    if (right <= left) continue;
    canvas.save();
    canvas.strokeStyle = colour("--hatch");
    canvas.globalAlpha = 0.4;
    canvas.beginPath();
    canvas.rect(left, area.y, Math.max(1.5, right - left), area.h);
    canvas.clip();
    canvas.beginPath();
    for (let x = left - area.h; x < right; x += 6) {
      canvas.moveTo(x, area.y + area.h);
      canvas.lineTo(x + area.h, area.y);
    }
    canvas.stroke();
    canvas.restore();
    engrave(canvas, area, left, right, gap, colour);
  }
}

/** Writes into a hatching what passed, as far as it has room. */
function engrave(canvas, area, left, right, gap, colour) {
  const amount = amountWords(gap);
  if (!amount) return;
  canvas.save();
  canvas.font = `600 13px ${getComputedStyle(document.body).fontFamily}`;
  const room = right - left - 14;
  const words = [silenceTimes(gap) + t("colon") + amount, amount].find((text) => canvas.measureText(text).width <= room);
  if (words) {
    const wide = canvas.measureText(words).width;
    const middle = (left + right) / 2;
    canvas.fillStyle = colour("--card");
    canvas.fillRect(middle - wide / 2 - 5, area.y + 8, wide + 10, 22);
    canvas.fillStyle = colour("--ink");
    canvas.textAlign = "center";
    canvas.textBaseline = "middle";
    canvas.fillText(words, middle, area.y + 19);
  }
  canvas.restore();
}

/** Buttons for what the pointer does, so that the keyboard can too. */
export function knobs(chart) {
  const change = (zoom, shift) => () => {
    const dygraph = chart();
    if (!dygraph) return;
    const [from, to] = dygraph.xAxisRange();
    const middle = (from + to) / 2 + (to - from) * shift;
    const half = ((to - from) / 2) * zoom;
    dygraph.updateOptions({ dateWindow: [middle - half, middle + half] });
  };
  const knob = (drawing, key, act) =>
    h(
      "button",
      { type: "button", "aria-label": t(key), title: t(key), on: { click: act } },
      icon(drawing),
    );
  return (whole) =>
    h("div", { class: "choice view", role: "group", "aria-label": t("power.view") }, [
      knob("left", "power.earlier", change(1, -0.25)),
      knob("right", "power.later", change(1, 0.25)),
      knob("plus", "power.closer", change(0.5, 0)),
      knob("minus", "power.wider", change(2, 0)),
      knob("whole", "power.whole", () => chart()?.updateOptions({ dateWindow: whole(), valueRange: [null, null] })),
    ]);
}

/** The same as hours or days in a table. */
export function powerTable(data) {
  // A silence is one row, not one for each of its periods.
  const isSilent = (point) => data.gaps.some((gap) => gap.from <= point.time && point.end <= gap.to);
  const rows = data.points.filter((_, index) => data.range !== "day" || index % 15 === 0).filter((point) =>
    point.quality !== "missing" || !isSilent(point)
  ).map((point) => [
    point.time,
    moment(point.time, data.range === "year" ? "date" : "short"),
    number(point.of("power_import_kw", "mean"), 3),
    number(point.of("power_export_kw", "mean"), 3),
    "",
  ]);
  const silent = data.gaps.map((gap) => {
    const { from, to } = stretch(gap.from, gap.to);
    return [gap.from, [`${from} –`, h("br"), to], "", "", amountWords(gap) || t("chart.nothing")];
  });
  const title = t("power.title");
  const said = silencesInWords(data.gaps);
  return [
    said && h("p", { class: "note silences" }, said),
    asTable(title, () =>
      table(
        title,
        [t("table.time"), `${t("way.in")} kW`, `${t("way.out")} kW`, t("silence.column")],
        [...rows, ...silent].sort(([one], [other]) => one - other).map(([, ...cells]) => cells),
        { numeric: [1, 2, 3] },
      )),
  ];
}
