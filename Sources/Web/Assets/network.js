// SPDX-License-Identifier: Apache-2.0
// Voltage and current of each phase over the day.
import { h } from "./dom.js";
import { hours } from "./daycurve.js";
import { addDays, moment, now, number, quantity, scale, sign } from "./format.js";
import { line, plot, roundUp } from "./plot.js";
import { asTable, legend, table } from "./figure.js";
import { missingSpans, series } from "./series.js";
import { t } from "./texts.js";
import { phasePower } from "./phases.js";

const HOLE = 900_000;
const names = [1, 2, 3].flatMap((phase) => [`voltage_l${phase}_v`, `current_l${phase}_a`]);

/** Fetches both, five minutes a point. */
export function networkOf(id, day, signal) {
  const end = Math.min(addDays(day, 1), Math.max(day + HOLE, now()));
  return series(id, "minute", day, end, { points: 288, quantities: names.join(","), signal });
}

/** How many decimals the currents have, in the readings or in any before; many meters send whole amperes. */
function currentDecimals(readings, seen) {
  const values = [1, 2, 3].map((phase) => readings[`current_l${phase}_a`]).filter(Number.isFinite);
  // In JSON a zero at the end is gone.
  seen.current = Math.max(seen.current ?? 0, ...values.map((value) => String(value).split(".")[1]?.length ?? 0));
  return seen.current;
}

/** The phases now, as a table; the decimals that were seen of a meter are kept in `seen`. */
export function phaseTable(readings, seen = {}) {
  const decimals = currentDecimals(readings, seen);
  const told = [1, 2, 3].filter((phase) =>
    readings[`voltage_l${phase}_v`] !== undefined || phasePower(readings, phase) !== null
  );
  if (!told.length) return h("p", { class: "note" }, t("nothing.yet"));
  return table(
    t("phases.label"),
    [t("phases.phase"), t("phases.voltage"), t("phases.current"), t("phases.power")],
    told.map((phase) => {
        const net = phasePower(readings, phase);
        return [
          `L${phase}`,
          quantity(readings[`voltage_l${phase}_v`], "V", 1),
          quantity(readings[`current_l${phase}_a`], "A", decimals),
          [
            net
              ? h(
                "span",
                { class: net > 0 ? "in" : "out" },
                net > 0 ? "↓ " : "↑ ",
                h("span", { class: "unseen" }, t(net > 0 ? "way.in" : "way.out"), " "),
              )
              : "",
            quantity(net === null ? null : Math.abs(net), "kW", 3),
          ],
        ];
      }),
    { numeric: "all", className: "tight" },
  );
}

/** A chart of three curves, told apart by their dashes too. */
export function threePhases(data, day, kind, unit) {
  const column = (phase) => `${kind}_l${phase}_${unit}`;
  const phases = [1, 2, 3].filter((phase) => data.has(column(phase)));
  if (!phases.length) return h("p", { class: "note" }, t("chart.nothing"));
  const all = data.points.flatMap((point) => phases.map((phase) => point.of(column(phase), "mean"))).filter((value) =>
    value !== null
  );
  const voltage = kind === "voltage";
  const low = voltage ? Math.floor(Math.min(220, ...all) / 5) * 5 : 0;
  const high = voltage ? Math.ceil(Math.max(240, ...all) / 5) * 5 : roundUp(Math.max(5, ...all));
  const middle = voltage ? 230 : high / 2;
  const to = addDays(day, 1);
  const title = t(`phases.${kind}`);
  const range = all.length
    ? t("phases.range", {
      low: quantity(Math.min(...all), sign(unit), 1),
      high: quantity(Math.max(...all), sign(unit), 1),
    })
    : "";
  return [
    h(
      "div",
      { class: "middling" },
      plot({
        from: day,
        to,
        low,
        high,
        now: now(),
        gaps: missingSpans(data.points, day, Math.min(now(), to)),
        marks: hours(day, to, 12),
        levels: all.length ? [high, middle, low].map((at) => ({ at, text: scale(at, unit) })) : [{ at: low, kind: "zero" }],
        empty: !all.length && t("chart.nothing"),
        shapes: phases.map((phase) => line(data.points, (point) => point.of(column(phase), "mean"), `l${phase}`, HOLE)),
        label: `${title}. ${range}`,
        readout: (time) => {
          const point = data.points.find((one) => time >= one.time && time < one.end);
          return point &&
            `${moment(point.time, "time")}  ${
              phases.map((phase) => `L${phase} ${quantity(point.of(column(phase), "mean"), sign(unit), 1)}`).join("  ")
            }`;
        },
      }),
    ),
    legend(...phases.map((phase) => [`l${phase}`, `L${phase}`]), [null, range]),
    asTable(title, () =>
      table(
        title,
        [t("table.time"), ...phases.map((phase) => `L${phase} ${sign(unit)}`)],
        data.points.filter((_, index) => index % 3 === 0).map((
          point,
        ) => [moment(point.time, "time"), ...phases.map((phase) => number(point.of(column(phase), "mean"), 1))]),
        { numeric: "all" },
      )),
  ];
}
