// SPDX-License-Identifier: Apache-2.0
// All meters and sensors at a glance.
import { append, h, put } from "./dom.js";
import { house, watch } from "./house.js";
import { replace } from "./figure.js";
import { gatewayPanel } from "./gatewaypanel.js";
import { meterCard } from "./metercard.js";
import { sensorCard } from "./sensorcard.js";
import { totalPanel } from "./totalpanel.js";
import { troubles } from "./troubles.js";
import { t } from "./texts.js";

/** The page: trouble first, then the house, then a card for each. */
export function overview() {
  const alarms = h("div");
  const top = h("div", { class: "house" });
  const list = h("ul", { class: "cards" });
  const cards = new Map();
  let parts = [];

  const build = () => {
    cards.clear();
    const nothing = h("div", { class: "panel empty" }, h("h2", {}, t("empty.title")), h("p", {}, t("empty.text")));
    const some = house.meters.size > 0 || house.sensors.size > 0;
    parts = house.meters.size ? [totalPanel(), gatewayPanel()] : [gatewayPanel()];
    put(top, !some && nothing, parts.map((part) => part.node));
    put(list);
    for (const id of house.meters.keys()) cards.set(id, meterCard(id));
    for (const id of house.sensors.keys()) cards.set(id, sensorCard(id));
    append(list, [...cards.values()].map((card) => h("li", {}, card.node)));
    put(alarms, troubles());
  };
  const ids = () => [...house.meters.keys()].join() + "/" + [...house.sensors.keys()].join();
  let shown = ids();
  build();

  const stop = watch((kind, id) => {
    if (kind === "overview") {
      const known = shown;
      shown = ids();
      if (known !== shown) return build();
      for (const part of [...parts, ...cards.values()]) part.update(true);
      put(alarms, troubles());
    } else if (kind === "meter" || kind === "sensor") {
      cards.get(id).update();
    } else if (kind === "totals" || kind === "gateway") {
      for (const part of parts) part.update();
    } else if (kind === "second") {
      for (const card of cards.values()) card.tick();
    }
    if (kind !== "second" && kind !== "totals") renewTroubles(alarms);
  });
  return {
    title: t("nav.overview"),
    node: h(
      "div",
      { class: "stack" },
      h("h1", { class: "unseen" }, t("nav.overview")),
      alarms,
      top,
      h("h2", { class: "unseen" }, t("overview.cards")),
      list,
    ),
    stop,
  };
}

/** Draws the list again only if it says something else, so that a focus in it stays. */
function renewTroubles(alarms) {
  const fresh = troubles();
  if (alarms.firstChild?.textContent !== fresh.textContent) replace(alarms, fresh);
}
