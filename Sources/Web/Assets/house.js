// SPDX-License-Identifier: Apache-2.0
// What is known of the house now, and who wants to hear of changes.
import { setClock, setZone } from "./format.js";

/**
 * The gateway, meters and sensors by id in the order of the configuration, totals, health records by id, and the kinds
 * of those that the configuration no longer has.
 */
export const house = {
  gateway: null,
  meters: new Map(),
  sensors: new Map(),
  totals: null,
  health: new Map(),
  gone: new Map(),
};

const listeners = new Set();

/** Calls `listener(kind, id)` after each change until the returned function is called. */
export function watch(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(kind, id) {
  for (const listener of [...listeners]) listener(kind, id);
}

/** Takes an event of the stream, or the overview. */
export function take(kind, news) {
  switch (kind) {
    case "overview":
      takeAll(news);
      break;
    case "meter":
    case "sensor":
      if (!find(news.id)) return;
      merge(kind === "meter" ? house.meters : house.sensors, news);
      break;
    case "totals":
      house.totals = news;
      break;
    case "gateway":
      takeGateway(news);
      break;
    case "health":
      if (!find(news.id)) return;
      house.health.set(news.id, news);
      break;
    default:
      return;
  }
  tell(kind, news.id);
}

/** Says that something changed which is not the house's: the connection, the minute. */
export function nudge(kind) {
  tell(kind);
}

/** Takes the overview: who is in it is all that there are. */
function takeAll({ meters, sensors, totals, gateway }) {
  const before = [...house.meters.values(), ...house.sensors.values()];
  house.meters = new Map(meters.map((meter) => [meter.id, meter]));
  house.sensors = new Map(sensors.map((sensor) => [sensor.id, sensor]));
  for (const { id, kind } of before) {
    const now = find(id);
    if (now?.kind === kind) continue;
    if (!now) house.gone.set(id, kind);
    house.health.delete(id);
  }
  house.totals = totals;
  takeGateway(gateway);
}

function takeGateway(gateway) {
  house.gateway = gateway;
  setZone(gateway.time_zone);
  setClock(gateway.now);
}

/** A stream's record has no curve; the one that is known stays. */
function merge(known, news) {
  const curve = known.get(news.id)?.today?.curve;
  if (news.today && !news.today.curve && curve) news.today.curve = curve;
  known.set(news.id, news);
}

/** A meter or sensor by id. */
export function find(id) {
  return house.meters.get(id) ?? house.sensors.get(id);
}
