// SPDX-License-Identifier: Apache-2.0
// What needs somebody's hand, worst first.
import { h } from "./dom.js";
import { since } from "./format.js";
import { house } from "./house.js";
import { link } from "./link.js";
import { icon } from "./icons.js";
import { knows, t } from "./texts.js";
import { advice, isTrouble, mood, title } from "./words.js";

/** How much there is, for the window's title. */
export function troubleCount() {
  return house.gateway ? all().length : 0;
}

function all() {
  return [
    ...gatewayTroubles(),
    ...[...house.meters.values(), ...house.sensors.values()].filter(isTrouble).map(ofRecord),
  ];
}

/** A list of all trouble, or one quiet line. */
export function troubles() {
  const found = all();
  if (!found.length) return quiet();
  found.sort((one, other) => Number(one.mild) - Number(other.mild));
  return h(
    "section",
    { "aria-label": t("trouble.title") },
    h(
      "ul",
      { class: "troubles" },
      found.map(({ mild, who, href, what, todo, more, from }) =>
        h(
          "li",
          { class: `trouble ${mild ? "degraded" : "offline"}` },
          icon(mild ? "warn" : "trouble"),
          h("strong", {}, href ? h("a", { href }, who) : who, ": ", what),
          h("span", { class: "when" }, from ? t("trouble.since", { time: since(from) }) : ""),
          h("p", {}, todo),
          more,
        )
      ),
    ),
  );
}

function quiet() {
  const { meters_online: meters, sensors_online: sensors } = house.gateway;
  if (link.state === "lost") return h("p", { class: "fine" }, t("trouble.unknown"));
  const waiting = [...house.meters.values(), ...house.sensors.values()].some((record) => mood(record) === "waiting");
  if (!house.meters.size && !house.sensors.size) return h("span");
  return h(
    "p",
    { class: "fine" },
    icon(waiting ? "waiting" : "ok"),
    waiting ? t("trouble.waiting") : t("trouble.none", { meters, sensors }),
  );
}

function ofRecord(record) {
  return {
    mild: mood(record) === "degraded",
    who: record.name || record.id,
    href: `#/meter/${record.id}`,
    what: title(record),
    todo: advice(record),
    from: record.since,
  };
}

function gatewayTroubles() {
  const { broker, store, backlog, last_error: error } = house.gateway;
  const found = [];
  if (!["ok", "starting"].includes(store.state)) {
    const key = `store.${store.state}`;
    found.push({
      mild: false,
      who: t("gateway.store"),
      what: knows(key) ? t(key) : store.state,
      todo: t("store.todo"),
    });
  }
  if (!broker.connected) {
    const key = `fault.${broker.fault_code}`;
    const said = broker.last_fault &&
      h("p", { class: "note" }, t("hint.gateway"), " ", h("q", { lang: "en" }, broker.last_fault));
    found.push({
      mild: true,
      who: t("gateway.broker"),
      what: knows(key) ? t(key) : t("broker.away"),
      todo: t("broker.todo", { count: backlog }),
      more: said,
    });
  }
  if (error?.startsWith("config_error")) {
    found.push({
      mild: true,
      who: t("gateway.config"),
      what: t("config.wrong"),
      todo: [t("hint.gateway"), " ", h("q", { lang: "en" }, error.replace(/^config_error:\s*/, ""))],
    });
  }
  return found;
}
