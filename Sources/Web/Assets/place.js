// SPDX-License-Identifier: Apache-2.0
// Where the reader is, as the address says it: #/meter/flat-1/2026-11-28/week.
import { addDays, dateParts, dayStart, now } from "./format.js";

const TODAY = "today";

/** The place of the address: its kind, an id, and a day and a range as they are spelt. */
export function place() {
  const [, kind = "", id = "", day = TODAY, range = "day"] = location.hash.split("/");
  return { kind, id: decoded(id), day, range };
}

/** An id out of the address; what is no text stands for itself, and is no meter's. */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** When the day of the address begins; today for what names no day until now. */
export function placeDay() {
  const { day } = place();
  const today = dayStart(now());
  const noon = Date.parse(`${day}T12:00:00Z`);
  if (Number.isNaN(noon)) return today;
  // Far to the east it is noon of another day.
  const start = [0, -1, 1].map((days) => addDays(dayStart(noon), days)).find((one) => spelt(one) === day);
  return start < today ? start : today;
}

/** Keeps a meter's day and range in the address, in place of the former ones; today stays today. */
export function keepPlace(id, day, range) {
  const name = day === dayStart(now()) ? TODAY : spelt(day);
  const parts = ["#", "meter", encodeURIComponent(id), name, range];
  if (range === "day") parts.pop();
  if (range === "day" && name === TODAY) parts.pop();
  history.replaceState(null, "", parts.join("/"));
}

function spelt(day) {
  const { year, month, day: date } = dateParts(day);
  return [year, month, date].map((part) => String(part).padStart(2, "0")).join("-");
}
