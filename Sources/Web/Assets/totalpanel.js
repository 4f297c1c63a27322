// SPDX-License-Identifier: Apache-2.0
// The whole building: what its meters add up to.
import { h, put } from "./dom.js";
import { pointsOf, powerCurve, powerCurveTable, sumOf } from "./daycurve.js";
import { number, quantity } from "./format.js";
import { house } from "./house.js";
import { icon } from "./icons.js";
import { legend, panel, replace } from "./figure.js";
import { counted, t } from "./texts.js";
import { flow, inAndOut } from "./words.js";

/** The panel; `update(true)` draws the curve too. */
export function totalPanel() {
  const figures = h("div", { class: "stack values" });
  const chart = h("div", { class: "middling" });
  const node = panel(t("total.title"), {}, h("div", { class: "total" }, figures, chart));
  const update = (curves) => {
    put(figures, words());
    if (curves) replace(chart, curve(), h("div", { class: "under" }, key(), powerCurveTable(points(), t("total.title"))));
  };
  update(true);
  return { node, update };
}

function words() {
  const { power_net_kw: net, power_import_kw: taken, power_export_kw: given } = house.totals;
  const known = net !== null && net !== undefined;
  const { meters } = house.totals;
  const all = house.gateway.meters_total;
  const told = { known: number(meters), all: number(all) };
  return [
    h(
      "p",
      { class: "big" },
      flow(known ? { way: net > 0 ? "in" : net < 0 ? "out" : "none", amount: Math.abs(net) } : null),
      meters < all && h("span", { class: "chip degraded" }, icon("warn"), counted("total.part", meters, told)),
    ),
    h(
      "p",
      { class: "pair" },
      h("span", { class: "label" }, t("total.sums")),
      h("span", { class: "in" }, icon("import"), " ", quantity(taken, "kW")),
      h("span", { class: "out" }, icon("export"), " ", quantity(given, "kW")),
    ),
    inAndOut(
      t("today"),
      house.totals.energy_import_today_kwh,
      house.totals.energy_export_today_kwh,
      house.totals.energy_today_is_whole,
    ),
    meters >= all && h("p", { class: "note" }, counted("total.of", meters, told)),
  ];
}

function key() {
  return legend(["in", t("way.in")], ["out", t("way.out")], ["hatched", t("chart.gap")]);
}

function counting() {
  return [...house.meters.values()].filter((meter) => meter.state !== "disabled");
}

function points() {
  return sumOf(counting().map((meter) => pointsOf(meter.today?.curve)));
}

function curve() {
  const start = counting().map((meter) => meter.today?.start).find(Boolean);
  return powerCurve(points(), start && Date.parse(start), t("total.title"));
}
