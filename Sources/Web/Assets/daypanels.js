// SPDX-License-Identifier: Apache-2.0
// What a meter did on one day: power, quarter-hours, voltage and current.
import { download, iso } from "./api.js";
import { h, put, say } from "./dom.js";
import { choice, fillFrom, legend, panel } from "./figure.js";
import { addDays, dayStart, moment, now } from "./format.js";
import { find } from "./house.js";
import { icon } from "./icons.js";
import { networkOf, threePhases } from "./network.js";
import { knobs, powerChart, powerOf, powerTable } from "./powerchart.js";
import { quarters, quartersOf } from "./quarters.js";
import { t } from "./texts.js";

const GROWS = 5000;

/** Everything that belongs to one day, which the reader leafs through. */
export function dayPanels(id, signal, phases) {
  let day = dayStart(now());
  let range = "day";
  let chart;
  let data;
  const frame = h("div", { class: "great", role: "img", "aria-label": t("power.title") });
  const readout = h("p", { class: "note power-words" });
  const below = h("div");
  const quarterBody = h("div", { class: "stack" });
  const voltage = h("div", { class: "stack" });
  const current = h("div", { class: "stack" });
  const dayName = h("strong", { class: "day-name", "aria-live": "polite" });
  const later = h("button", {
    type: "button",
    class: "round",
    "aria-label": t("day.later"),
    title: t("day.later"),
    on: { click: () => go(1) },
  }, icon("on"));
  const earlier = h("button", {
    type: "button",
    class: "round",
    "aria-label": t("day.earlier"),
    title: t("day.earlier"),
    on: { click: () => go(-1) },
  }, icon("back"));

  const drawPower = () =>
    fillFrom(below, () => powerOf(id, range, day, signal), (answer) => {
      data = answer;
      powerChart(frame, data, readout).then((made) => {
        chart?.destroy();
        chart = made;
      }, () => put(frame, h("p", { class: "note" }, t("power.nolibrary"))));
      return powerTable(data);
    });
  const draw = () => {
    say(dayName, moment(day, "weekday"));
    later.disabled = addDays(day, 1) > now();
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
  const go = (days) => {
    day = addDays(day, days);
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
    /** Fetches today again, unless the reader is looking at a part of it. */
    renew() {
      const [from, to] = chart?.xAxisRange() ?? [0, 0];
      const whole = data && from === data.from && to === data.to;
      if (whole && addDays(day, 1) > now() && !document.querySelector(".as-table[open]")) draw();
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
            earlier,
            dayName,
            later,
            choice(
              t("power.range"),
              ["day", "week", "month", "year"].map((name) => [name, t(`range.${name}`)]),
              range,
              (name) => {
                range = name;
                drawPower();
              },
            ),
            knobs(() => chart)(() => [data.from, data.to]),
            csv,
          ),
        },
        readout,
        frame,
        legend(["in", t("way.in")], ["out", t("way.out")], ["before", t("power.before")], ["hatched", t("chart.gap")]),
        below,
      ),
      h(
        "div",
        { class: "columns" },
        panel(t("quarters.title"), { kind: "seven" }, quarterBody),
        panel(
          t("phases.now"),
          { kind: "five" },
          phases,
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
