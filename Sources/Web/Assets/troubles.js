// SPDX-License-Identifier: Apache-2.0
// What needs somebody's hand, worst first.
import { h } from "./dom.js";
import { since } from "./format.js";
import { house } from "./house.js";
import { link } from "./link.js";
import { icon } from "./icons.js";
import { knows, t } from "./texts.js";
import { advice, isTrouble, mood, sinceWhen, title } from "./words.js";

const MANY = 3;
const NARROW = matchMedia("(max-width: 700px)");

/** How much there is, for the window's title. */
export function troubleCount() {
  return house.gateway ? all().reduce((sum, { count = 1 }) => sum + count, 0) : 0;
}

function all() {
  return [
    ...gatewayTroubles(),
    ...joined([...house.meters.values(), ...house.sensors.values()].filter(isTrouble)),
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
      found.map(({ mild, who, what, members, todo, more, from }) =>
        h(
          "li",
          { class: `trouble ${mild ? "degraded" : "offline"}` },
          icon(mild ? "warn" : "trouble"),
          h("strong", {}, who, t("colon"), what),
          h("span", { class: "when" }, from ? t("trouble.since", { time: since(from) }) : ""),
          members && h("p", { class: "members" }, members),
          // On a phone the values must not start below the second screen.
          NARROW.matches && found.length >= MANY
            ? h("details", {}, h("summary", {}, t("trouble.todo")), h("p", {}, todo), more)
            : [h("p", {}, todo), more],
        )
      ),
    ),
  );
}

function quiet() {
  const { meters_online: meters, sensors_online: sensors } = house.gateway;
  if (["lost", "barred"].includes(link.state)) return h("p", { class: "fine" }, t("trouble.unknown"));
  const waiting = [...house.meters.values(), ...house.sensors.values()].some((record) => mood(record) === "waiting");
  if (!house.meters.size && !house.sensors.size) return h("span");
  return h(
    "p",
    { class: "fine" },
    icon(waiting ? "waiting" : "ok"),
    waiting ? t("trouble.waiting") : t("trouble.none", { meters, sensors }),
  );
}

/** One entry for all that have the same trouble and can be helped by the same. */
function joined(records) {
  const groups = new Map();
  for (const record of records) {
    const key = [record.kind, mood(record), title(record), advice(record)].join("\n");
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  return [...groups.values()].map((group) => {
    const [first] = group;
    const links = group.map((record) => h("a", { href: `#/meter/${record.id}` }, record.name || record.id));
    const count = group.length;
    return {
      count,
      mild: mood(first) === "degraded",
      who: count > 1 ? t(first.kind === "sensor" ? "trouble.sensors" : "trouble.meters", { count }) : links,
      what: title(first),
      members: count > 1 && links.flatMap((link, index) => (index ? [", ", link] : [link])),
      todo: advice(first),
      from: group.map(sinceWhen).filter(Boolean).sort()[0],
    };
  });
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
    // A fault that has words of its own is not told in English again.
    const said = broker.last_fault && !knows(key) &&
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
