// SPDX-License-Identifier: Apache-2.0
// One meter or sensor in full.
import { get } from "./api.js";
import { dayPanels } from "./daypanels.js";
import { h, put, say } from "./dom.js";
import { energyBars, energyOf, otherBars, othersOf } from "./energybars.js";
import { epochs } from "./epochs.js";
import { events } from "./events.js";
import { choice, fillFrom, panel } from "./figure.js";
import { quantity, since } from "./format.js";
import { find, house, watch } from "./house.js";
import { icon } from "./icons.js";
import { phaseTable } from "./network.js";
import { record } from "./record.js";
import { sensorParts } from "./sensorparts.js";
import { telegram } from "./telegram.js";
import { t } from "./texts.js";
import { advice, atLeast, chip, detail, direction, flow, isTrouble, large, meaning, mood, readWhen, sinceWhen, title } from "./words.js";

const AGAIN = 10_000;

/** The page of `id`; `isOutdated` once its meter went or came. */
export function meterPage(id) {
  const first = find(id);
  const isOutdated = () => find(id)?.kind !== first?.kind;
  if (!first) return { title: id, node: nobody(id), isOutdated, stop() {} };
  const ended = new AbortController();
  const page = first.kind === "sensor" ? sensorParts(id, ended.signal) : meterParts(id, ended.signal);
  const live = head(id);
  const health = h("div");
  const happened = h("div");
  const node = h(
    "div",
    { class: "stack" },
    live.node,
    page.nodes,
    h(
      "div",
      { class: "columns" },
      panel(t("record.title"), { kind: "six" }, health),
      panel(t("events.title"), { kind: "six" }, happened),
    ),
    page.last,
  );
  fillFrom(health, () => get(`/meters/${id}/health`, ended.signal), (answer) => answer && record(answer, find(id)));
  if (page.epochs) fillFrom(page.epochs, () => get(`/meters/${id}/epochs`, ended.signal), epochs);
  fillFrom(happened, () => get(`/meters/${id}/events?limit=200`, ended.signal), events);
  const unwatch = watch((kind, changed) => {
    if (kind === "second") return live.tick();
    if (kind === "overview" || ((kind === "meter" || kind === "sensor") && changed === id)) {
      if (!find(id)) return;
      live.update();
      page.update?.();
      if (kind === "overview") page.renew?.();
    }
    if (kind === "health" && changed === id) put(health, record(house.health.get(id), find(id)));
  });
  return {
    get title() {
      return find(id)?.name || id;
    },
    node,
    isOutdated,
    stop() {
      unwatch();
      ended.abort();
      page.stop?.();
    },
  };
}

/** What stands in place of a meter that is not there, or not any more. */
function nobody(id) {
  return h(
    "div",
    { class: "panel empty" },
    h("h1", {}, t(house.gone.has(id) ? `${house.gone.get(id)}.gone` : "meter.unknown")),
    h("p", {}, h("a", { href: "#/" }, t("meter.back"))),
  );
}

/** Name, state, advice. */
function head(id) {
  const name = h("h1");
  const state = h("span");
  const age = h("span", { class: "note" });
  const hint = h("div");
  const back = h(
    "a",
    { href: "#/", class: "round", "aria-label": t("meter.back"), title: t("meter.back") },
    icon("back"),
  );
  const node = h("div", { class: "stack" }, h("div", { class: "head" }, back, name, state, age), hint);
  const update = () => {
    const record = find(id);
    const begin = sinceWhen(record);
    say(name, record.name || id);
    put(state, chip(record));
    put(
      hint,
      isTrouble(record) &&
        h(
          "div",
          { class: `trouble ${mood(record)}` },
          icon(mood(record) === "degraded" ? "warn" : "trouble"),
          h("strong", {}, title(record)),
          h("span", { class: "when" }, begin ? t("trouble.since", { time: since(begin) }) : ""),
          h("p", {}, advice(record)),
          detail(record),
        ),
    );
    tick();
  };
  const tick = () => {
    const record = find(id);
    if (record) say(age, readWhen(record));
  };
  update();
  return { node, update, tick };
}

function tile(label, ...figure) {
  return h("div", { class: "panel tile" }, h("span", { class: "label" }, label), figure);
}

function meterParts(id, signal) {
  const tiles = h("div", { class: "tiles values" });
  const phases = h("div", { class: "values" });
  const decimals = {};
  const told = h("div");
  const owners = h("div");
  const update = () => {
    const meter = find(id);
    const { readings } = meter;
    tiles.classList.toggle("old", !meter.available);
    put(
      tiles,
      tile(t("meter.now"), h("p", { class: "big" }, flow(direction(readings)))),
      tile(
        t("meter.today"),
        h("p", { class: "in figure" }, icon("import"), " ", today(meter, "import", (amount) => large(amount, "kWh", 2))),
        h("p", { class: "out" }, icon("export"), " ", today(meter, "export", (amount) => quantity(amount, "kWh"))),
        meter.today && !meter.today.is_whole ? h("span", { class: "note" }, t("least.why")) : null,
      ),
      register(readings, "energy_import", "in"),
      register(readings, "energy_export", "out"),
      tile(
        t("meter.number"),
        h("span", { class: "mono" }, meter.identity ?? "–"),
        meter.reference_power_kw
          ? h("span", { class: "note" }, t("card.class", { power: quantity(meter.reference_power_kw, "kW", 0) }))
          : null,
      ),
    );
    phases.classList.toggle("old", !meter.available);
    put(phases, phaseTable(readings, decimals));
    day.grow(meter);
  };
  const read = () => get(`/meters/${id}/telegram`, signal);
  const timer = setInterval(async () => {
    if (document.hidden) return;
    const answer = await read().catch(() => undefined);
    const table = told.querySelector(".scroll");
    const top = table?.scrollTop ?? 0;
    if (answer !== undefined && !told.contains(document.activeElement)) {
      put(told, telegram(answer));
      if (top) told.querySelector(".scroll").scrollTop = top;
    }
  }, AGAIN);
  fillFrom(told, read, telegram);
  const day = dayPanels(id, signal, phases);
  update();
  return {
    update,
    renew: day.renew,
    nodes: [tiles, day.nodes, periodPanels(id, signal)],
    epochs: owners,
    last: [panel(t("epochs.title"), {}, owners), panel(t("telegram.title"), {}, told)],
    stop() {
      clearInterval(timer);
      day.stop();
    },
  };
}

/** Today's energy one way, as a figure. */
function today({ today: day }, way, write) {
  return atLeast(write(day?.[`energy_${way}_kwh`]), day?.is_whole);
}

function register(readings, base, kind) {
  const tariffs = [1, 2, 3, 4].filter((number) => readings[`${base}_t${number}_kwh`] !== undefined);
  return tile(
    meaning(base),
    h("span", { class: `figure ${kind}` }, large(readings[`${base}_kwh`], "kWh", 3)),
    tariffs.length > 1 &&
      tariffs.map((number) =>
        h("span", { class: "note" }, `T${number} `, quantity(readings[`${base}_t${number}_kwh`], "kWh", 3))
      ),
  );
}

function periodPanels(id, signal) {
  const energy = h("div", { class: "stack" });
  const others = h("div", { class: "stack" });
  const hasOthers = othersOf(Object.keys(find(id).readings)).length > 0;
  const show = (kind) =>
    fillFrom(energy, () => energyOf(id, kind, signal), (data) => {
      put(others, otherBars(data, find(id).readings));
      return energyBars(data);
    });
  show("days");
  const kinds = choice(
    t("bars.kinds"),
    ["days", "months", "years"].map((kind) => [kind, t(`bars.${kind}`)]),
    "days",
    show,
  );
  return h(
    "div",
    { class: "columns" },
    panel(t("bars.title"), { kind: hasOthers ? "seven" : "", tools: kinds }, energy),
    hasOthers && panel(t("others.title"), { kind: "five" }, others),
  );
}
