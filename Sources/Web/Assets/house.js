// SPDX-License-Identifier: Apache-2.0
// What is known of the house now, and who wants to hear of changes.
import { setClock, setZone } from "./format.js";

/** The gateway, meters and sensors by id in the order of the configuration, totals, health records by id. */
export const house = { gateway: null, meters: new Map(), sensors: new Map(), totals: null, health: new Map() };

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
      house.meters = new Map(news.meters.map((meter) => [meter.id, meter]));
      house.sensors = new Map(news.sensors.map((sensor) => [sensor.id, sensor]));
      house.totals = news.totals;
      takeGateway(news.gateway);
      break;
    case "meter":
      merge(house.meters, news);
      break;
    case "sensor":
      merge(house.sensors, news);
      break;
    case "totals":
      house.totals = news;
      break;
    case "gateway":
      takeGateway(news);
      break;
    case "health":
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
