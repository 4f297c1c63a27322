// SPDX-License-Identifier: Apache-2.0
// All meters by all counters.
import { get } from "./api.js";
import { h, put } from "./dom.js";
import { panel } from "./figure.js";
import { ago, moment, NOTHING, number, quantity, since } from "./format.js";
import { find, house, watch } from "./house.js";
import { bars, plot } from "./plot.js";
import { faults, word } from "./record.js";
import { t } from "./texts.js";
import { chip, seconds, sinceWhen, title } from "./words.js";

const MINUTE = 60_000;

/** The page; counters are rows, meters and sensors columns. */
export function healthPage() {
  const body = h("div", { class: "values" });
  const ended = new AbortController();
  const ids = () => [...house.meters.keys(), ...house.sensors.keys()];
  const draw = () => put(body, ids().length ? matrix(ids()) : h("p", { class: "empty" }, t("empty.title")));
  const kinds = () => ids().map((id) => `${find(id).kind} ${id}`).join();
  const fetchAll = () => {
    for (const id of ids()) {
      const { kind } = find(id);
      get(`/meters/${id}/health`, ended.signal).then((health) => {
        if (!health || find(id)?.kind !== kind) return;
        house.health.set(id, health);
        draw();
      }, () => {});
    }
    return kinds();
  };
  draw();
  let shown = fetchAll();
  let due = 0;
  const stop = watch((kind) => {
    if (kind === "overview" && shown !== kinds()) {
      draw();
      shown = fetchAll();
    }
    if (kind === "second" && (due -= 1) < 0) {
      const region = body.querySelector(".scroll");
      const left = region?.scrollLeft ?? 0;
      const focused = region === document.activeElement;
      if (!focused && body.contains(document.activeElement)) return;
      draw();
      const fresh = body.querySelector(".scroll");
      if (fresh) fresh.scrollLeft = left;
      if (focused) fresh?.focus({ preventScroll: true });
      due = 4;
    }
  });
  return {
    title: t("nav.health"),
    node: h(
      "div",
      { class: "stack" },
      h("h1", {}, t("nav.health")),
      panel(
        t("health.title"),
        {},
        h("p", { class: "note" }, t("health.note", { time: moment(house.gateway.started, "full") })),
        body,
      ),
    ),
    stop() {
      stop();
      ended.abort();
    },
  };
}

function matrix(ids) {
  const columns = ids.map((id) => ({ id, now: find(id), health: house.health.get(id) ?? {} }));
  const row = (label, cell, kind = "") =>
    h(
      "tr",
      { class: kind },
      h("th", { scope: "row" }, label),
      columns.map((column) => h("td", {}, cell(column) ?? NOTHING)),
    );
  const group = (name, ...rows) =>
    h(
      "tbody",
      {},
      h("tr", { class: "group" }, h("th", { scope: "colgroup", colspan: columns.length + 1 }, t(name))),
      rows,
    );
  const counter = (name, care = true) =>
    row(t(`counter.${name}`), ({ health }) => {
      const value = health[name];
      if (typeof value !== "number") return NOTHING;
      return h("span", { class: value === 0 ? "note" : care ? "care" : "" }, number(value));
    });
  return h(
    "div",
    { class: "scroll", tabindex: "0", role: "group", "aria-label": t("health.title") },
    h(
      "table",
      { class: "matrix" },
      h("caption", { class: "unseen" }, t("health.title")),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          h("th", { scope: "col" }, h("span", { class: "unseen" }, t("health.counter"))),
          columns.map(({ id, now }) => h("th", { scope: "col" }, h("a", { class: "name", href: `#/meter/${id}` }, now.name || id))),
        ),
      ),
      group(
        "health.state",
        row(t("health.now"), ({ now }) => chip(now)),
        row(t("health.code"), ({ now }) => title(now)),
        row(t("health.since"), ({ now }) => since(sinceWhen(now))),
        row(t("health.last"), ({ now }) => ago(now.received)),
        row(t("counter.interval_s"), ({ health }) => seconds(health.interval_s)),
      ),
      group(
        "health.log",
        counter("telegrams", false),
        counter("samples", false),
        counter("stored", false),
        counter("missed"),
        counter("missed_while_off"),
        row(t("health.hour"), ({ now }) => now.kind === "meter" ? spark(now) : NOTHING),
      ),
      group("health.faults", faults.map((name) => counter(name))),
      group(
        "health.line",
        row(
          t("health.port"),
          ({ health }) => health.port && [word("port", health.port_state), h("br"), h("code", {}, health.port)],
        ),
        counter("reconnects"),
        row(t("health.request"), ({ health }) => health.data_request && word("request", health.data_request)),
        row(
          t("health.seal"),
          ({ health, now }) =>
            now.kind === "meter" && health.authentication ? t(`seal.${health.authentication}`) : NOTHING,
        ),
        row(
          t("health.drift"),
          ({ health }) => typeof health.clock_drift_s === "number" ? quantity(health.clock_drift_s, "s", 0) : NOTHING,
        ),
      ),
    ),
  );
}

/** Missed telegrams of the last sixty minutes. */
function spark(meter) {
  const counts = meter.missed_minutes ?? [];
  const sum = counts.reduce((total, count) => total + count, 0);
  const most = Math.max(1, ...counts);
  const points = counts.map((count, index) => ({ time: index * MINUTE, end: (index + 1) * MINUTE, count }));
  const offset = (60 - counts.length) * MINUTE;
  return h(
    "div",
    { class: "spark" },
    plot({
      from: -offset,
      to: 60 * MINUTE - offset,
      low: 0,
      high: most,
      levels: [{ at: 0, kind: "zero" }],
      gutter: 0,
      shapes: [bars(points, (point) => point.count, "missed")],
      label: t("health.spark", { count: number(sum) }),
      readout: (time) => {
        const point = points.find((one) => time >= one.time && time < one.end);
        return point && t("health.minute", { ago: counts.length - points.indexOf(point), count: number(point.count) });
      },
    }),
    h("span", { class: sum ? "care" : "note", "aria-hidden": "true" }, number(sum)),
  );
}
