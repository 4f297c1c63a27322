// SPDX-License-Identifier: Apache-2.0
// What a meter did on one day: power, quarter-hours, voltage and current.
import { download, iso } from "./api.js";
import { h, put, say } from "./dom.js";
import { choice, fillFrom, legend, panel } from "./figure.js";
import { addDays, dateParts, dayStart, moment, now } from "./format.js";
import { find } from "./house.js";
import { icon } from "./icons.js";
import { networkOf, threePhases } from "./network.js";
import { knobs, powerChart, powerOf, powerTable, ranges } from "./powerchart.js";
import { keepPlace, place, placeDay } from "./place.js";
import { quarters, quartersOf } from "./quarters.js";
import { hasSlits } from "./silences.js";
import { t } from "./texts.js";

const GROWS = 5000;

/** What lines and hatchings mean, of those that are there. */
function keyOf({ range, points, gaps, to }) {
  return legend(
    ["in", t("way.in")],
    ["out", t("way.out")],
    range === "day" && ["before", t("power.before")],
    gaps.length > 0 && ["hatched", t("chart.gap")],
    hasSlits(points, gaps, Math.min(now(), to)) && ["slit", t("chart.slit")],
  );
}

/** Everything that belongs to one day, which the reader leafs through. */
export function dayPanels(id, signal, phases) {
  let day = placeDay();
  let range = Object.hasOwn(ranges, place().range) ? place().range : "day";
  let chart;
  let data;
  const frame = h("div", { class: "great", role: "img", "aria-label": t("power.title") });
  const readout = h("p", { class: "note power-words" });
  const below = h("div");
  const key = h("div");
  const dates = [h("span", { class: "note" }), h("p", { class: "note date" })];
  const quarterBody = h("div", { class: "stack" });
  const voltage = h("div", { class: "stack" });
  const current = h("div", { class: "stack" });
  const dayName = h("strong", { class: "day-name", "aria-live": "polite" });
  const leaf = (drawing, way) => h("button", { type: "button", class: "round", on: { click: () => go(way) } }, icon(drawing));
  const later = leaf("on", 1);
  const earlier = leaf("back", -1);

  /** Says what is shown, and where the buttons lead. */
  const entitle = () => {
    const { days } = ranges[range];
    const first = addDays(day, 1 - days);
    const form = dateParts(first).year === dateParts(day).year ? "shortDay" : "date";
    say(dayName, days === 1 ? moment(day, "weekday") : `${moment(first, form)} – ${moment(day, "date")}`);
    for (const [button, way] of [[earlier, "earlier"], [later, "later"]]) {
      const words = t(days === 1 ? `day.${way}` : `range.${way}`);
      button.setAttribute("aria-label", words);
      button.title = words;
    }
    later.disabled = addDays(day, 1) > now();
    // What stands below is of the last day only.
    for (const date of dates) say(date, moment(day, "weekday"));
  };

  const drawPower = () =>
    fillFrom(below, () => powerOf(id, range, day, signal), (answer) => {
      data = answer;
      put(key, keyOf(data));
      powerChart(frame, data, readout).then((made) => {
        chart?.destroy();
        chart = made;
      }, () => put(frame, h("p", { class: "note" }, t("power.nolibrary"))));
      return powerTable(data);
    });
  const draw = () => {
    entitle();
    drawPower();
    fillFrom(
      quarterBody,
      () => quartersOf(id, day, signal),
      (answer) => quarters(answer, day, find(id)?.reference_power_kw),
    );
    fillFrom(voltage, () => networkOf(id, day, signal), (answer) => {
      put(current, threePhases(answer, day, "current", "a"));
      return threePhases(answer, day, "voltage", "v");
    });
  };
  const go = (way) => {
    day = Math.min(addDays(day, way * ranges[range].days), dayStart(now()));
    keepPlace(id, day, range);
    draw();
  };
  const redraw = () =>
    data && powerChart(frame, data, readout).then((made) => {
      chart?.destroy();
      chart = made;
    });
  addEventListener("theme", redraw);
  draw();
  const csv = h("button", {
    type: "button",
    class: "round wide",
    on: {
      click: () =>
        download(
          `/export.csv?${new URLSearchParams({
            meter: id,
            resolution: "quarter-hour",
            from: iso(day),
            to: iso(addDays(day, 1)),
          })}`,
          `${id}.csv`,
        ).catch(() => put(readout, t("failed"))),
    },
  }, t("power.csv"));
  let appended = 0;
  return {
    /** Lets the curve of today grow with what just came. */
    grow({ readings, received }) {
      const time = Date.parse(received);
      const { power_import_kw: taken, power_export_kw: given } = readings;
      if (
        !chart || !data || range !== "day" || data.range !== "day" || data.to < time || time - appended < GROWS ||
        taken === undefined
      ) return;
      appended = time;
      const next = data.rows.findIndex((row) => row[0] > time);
      data.rows.splice(next < 0 ? data.rows.length : next, 0, [
        time,
        taken,
        given === undefined ? null : -given,
        data.rows[next]?.[3] ?? null,
      ]);
      chart.updateOptions({ file: data.rows });
    },
    /** Fetches today again, which is another day after midnight, unless the reader is looking at a part of it. */
    renew() {
      const [from, to] = chart?.xAxisRange() ?? [0, 0];
      const whole = data && from === data.from && to === data.to;
      if (!whole || document.querySelector(".as-table[open]")) return;
      day = placeDay();
      if (addDays(day, 1) > now()) draw();
    },
    stop() {
      removeEventListener("theme", redraw);
      chart?.destroy();
    },
    nodes: [
      panel(
        t("power.title"),
        {
          tools: h(
            "div",
            { class: "knobs" },
            h("div", { class: "leaf" }, earlier, dayName, later),
            choice(
              t("power.range"),
              ["day", "week", "month", "year"].map((name) => [name, t(`range.${name}`)]),
              range,
              (name) => {
                range = name;
                keepPlace(id, day, range);
                entitle();
                drawPower();
              },
            ),
            knobs(() => chart)(() => [data.from, data.to]),
            csv,
          ),
        },
        readout,
        frame,
        key,
        below,
      ),
      h(
        "div",
        { class: "columns" },
        panel(t("quarters.title"), { kind: "seven", tools: dates[0] }, quarterBody),
        panel(
          t("phases.now"),
          { kind: "five" },
          phases,
          dates[1],
          h(
            "div",
            { class: "twins" },
            h("div", { class: "stack" }, h("h3", {}, t("phases.voltage")), voltage),
            h("div", { class: "stack" }, h("h3", {}, t("phases.current")), current),
          ),
        ),
      ),
    ],
  };
}
