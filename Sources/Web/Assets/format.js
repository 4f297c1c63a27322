// SPDX-License-Identifier: Apache-2.0
// Numbers, times and spans as people of a country write them.
import { language, list, locale, t } from "./texts.js";

/** What stands where a value is not known. */
export const NOTHING = "–";
const THIN = "\u202f";
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const made = new Map();
let zone;
let ahead = 0;

/** Sets the time zone of the house; the browser's own until then. */
export function setZone(name) {
  zone = name || undefined;
  made.clear();
}

/** Takes the gateway's clock: ages are counted by it, whatever this device believes. */
export function setClock(time) {
  const given = new Date(time).getTime();
  if (Number.isFinite(given)) ahead = given - Date.now();
}

/** Now, by the gateway's clock, in milliseconds. */
export function now() {
  return Date.now() + ahead;
}

/** A number with a fixed count of decimals; a dash for what is not known. */
export function number(value, decimals = 0) {
  if (value === null || value === undefined || Number.isNaN(Number(value))) return NOTHING;
  return maker("number", decimals, () =>
    new Intl.NumberFormat(locale(), {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    })).format(Number(value));
}

/** A number and its unit, a thin space between them. */
export function quantity(value, unit, decimals) {
  const text = number(value, decimals ?? digits(unit));
  return text === NOTHING || !unit ? text : text + THIN + sign(unit);
}

/** A text with the sign for "at least" before it, unless it tells of all that passed. */
export function orMore(text, isWhole) {
  return isWhole || text === NOTHING ? text : `≥${THIN}${text}`;
}

/** A round value beside an axis, with as few decimals as it needs. */
export function scale(value, unit) {
  const text = maker("scale", 0, () => new Intl.NumberFormat(locale(), { maximumFractionDigits: 2 })).format(value);
  return text + THIN + sign(unit);
}

/** The unit that a reading's name ends with, and the name without it. */
export function unitOf(name) {
  const found = /^(.*)_(kwh|kvarh|kw|kvar|kva|v|a|hz|m3|gj|l|cm|mm|m|c|percent|time)$/.exec(name);
  return found ? { base: found[1], unit: found[2] } : { base: name, unit: "" };
}

const signs = {
  kwh: "kWh",
  kvarh: "kvarh",
  kw: "kW",
  kvar: "kvar",
  kva: "kVA",
  v: "V",
  a: "A",
  hz: "Hz",
  m3: "m³",
  gj: "GJ",
  c: "°C",
  percent: "%",
};

/** How a unit is written. */
export function sign(unit) {
  return signs[unit] ?? unit;
}

function digits(unit) {
  return { kwh: 2, kWh: 2, kw: 3, kW: 3, m3: 3, "m³": 3, v: 1, V: 1, hz: 2 }[unit] ?? 0;
}

/** The share of something, in whole per cent. */
export function percent(share, decimals = 0) {
  if (!Number.isFinite(share)) return NOTHING;
  return maker("percent", decimals, () =>
    new Intl.NumberFormat(locale(), {
      style: "percent",
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    })).format(share);
}

const forms = {
  time: { hour: "2-digit", minute: "2-digit" },
  seconds: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
  day: { weekday: "short", day: "numeric", month: "short" },
  date: { day: "numeric", month: "short", year: "numeric" },
  full: { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit" },
  short: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  shortDay: { day: "numeric", month: "short" },
  shortSeconds: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" },
  dated: { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" },
  weekday: { weekday: "long", day: "numeric", month: "long" },
  dayNumber: { day: "numeric" },
  month: { month: "short" },
  shortMonth: { month: "short", year: "numeric" },
  monthYear: { month: "long", year: "numeric" },
};

/** A moment in the house's time zone: time, seconds, day, date, full, short … */
export function moment(time, form = "time") {
  const date = new Date(time);
  if (time === null || time === undefined || Number.isNaN(date.getTime())) return NOTHING;
  const writer = maker("moment", form, () =>
    new Intl.DateTimeFormat(locale(), {
      ...forms[form],
      hourCycle: "h23",
      timeZone: zone,
    }));
  // Browsers know no Luxembourgish: the form is the neighbours', the names are our own.
  if (language() !== "lb" || !(forms[form].month || forms[form].weekday)) return writer.format(date);
  return writer.formatToParts(date).map(({ type, value }) => named(type, forms[form][type], date) ?? value).join("");
}

/** The table's name of a moment's month or weekday, long or short. */
function named(type, length, date) {
  if (type !== "month" && type !== "weekday") return undefined;
  const { year, month, day } = dateParts(date);
  const place = type === "month" ? month - 1 : new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  return list(`date.${type}.${length}`)[place];
}

/** From when to when: with its year where that is not this one, with seconds where it is that short. */
export function stretch(from, to) {
  const years = [from, to, now()].map((time) => dateParts(time).year);
  const isOld = years.some((year) => year !== years[2]);
  const isBrief = to - from < 120_000;
  const isSameDay = moment(from, "date") === moment(to, "date");
  const long = isOld ? (isBrief ? "full" : "dated") : isBrief ? "shortSeconds" : "short";
  return { from: moment(from, long), to: moment(to, isSameDay ? (isBrief ? "seconds" : "time") : long) };
}

/** A moment as people say it today: the time alone if it is today, else day and time. */
export function since(time) {
  if (!time) return NOTHING;
  if (dayStart(time) === dayStart(now())) return moment(time, "time");
  return t("date.since", { time: moment(time, "short") });
}

/** A span in its largest two units: 3 d 4 h, 12 min, 8 s. */
export function span(milliseconds) {
  if (!Number.isFinite(milliseconds)) return NOTHING;
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const parts = [
    [Math.floor(seconds / 86400), t("unit.day")],
    [Math.floor(seconds / 3600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [seconds % 60, "s"],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return `0${THIN}s`;
  const few = parts.slice(first, first + 2).filter(([count], index) => count > 0 && (index === 0 || first < 2));
  return few.map(([count, unit]) => number(count) + THIN + unit).join(" ");
}

/** How long ago something was, in words. */
export function ago(time) {
  if (!time) return NOTHING;
  const passed = now() - new Date(time).getTime();
  return passed < 2000 ? t("time.now") : t("time.ago", { span: span(passed) });
}

/** Bytes in the unit that leaves few digits. */
export function bytes(count) {
  if (count === null || count === undefined) return NOTHING;
  const units = list("unit.bytes");
  let value = count;
  let step = 0;
  while (value >= 1000 && step < units.length - 1) {
    value /= 1000;
    step += 1;
  }
  return quantity(value, units[step], step > 0 && value < 10 ? 1 : 0);
}

/** When the house's day began that a moment lies in, in milliseconds. */
export function dayStart(time) {
  const moment = new Date(time).getTime();
  const parts = maker("clock", 0, () =>
    new Intl.DateTimeFormat("en-GB", {
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
      timeZone: zone,
    })).format(moment).split(":").map(Number);
  const second = Math.floor(moment / 1000) * 1000;
  const start = second - ((parts[0] * 60 + parts[1]) * 60 + parts[2]) * 1000;
  // On the two days of a clock change the first guess is an hour off; its own clock tells.
  const hour = Number(hourOf(start));
  return hour === 0 ? start : hour > 12 ? start + (24 - hour) * HOUR : start - hour * HOUR;
}

function hourOf(time) {
  return maker("hour", 0, () =>
    new Intl.DateTimeFormat("en-GB", {
      hour: "2-digit",
      hourCycle: "h23",
      timeZone: zone,
    })).format(time);
}

/** The start of the day so many days later; days of 23 and 25 hours count as days. */
export function addDays(start, days) {
  return dayStart(start + days * DAY + DAY / 2);
}

/** Year, month (1 to 12) and day of the month in the house. */
export function dateParts(time) {
  const [year, month, day] = maker("parts", 0, () =>
    new Intl.DateTimeFormat("en-CA", {
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      timeZone: zone,
    })).format(new Date(time)).split("-").map(Number);
  return { year, month, day };
}

/** When a month of the house begins. */
export function monthStart(year, month) {
  return dayStart(Date.UTC(year, month - 1, 1, 12));
}

function maker(kind, form, make) {
  const key = `${kind} ${form} ${locale()}`;
  if (!made.has(key)) made.set(key, make());
  return made.get(key);
}
