// SPDX-License-Identifier: Apache-2.0
// The last telegram, line by line, with what each code means.
import { h } from "./dom.js";
import { moment, quantity, unitOf } from "./format.js";
import { table } from "./figure.js";
import { knows, t } from "./texts.js";
import { meaning } from "./words.js";

/** What came, as it came, and what it says. */
export function telegram(answer) {
  if (!answer) return h("p", { class: "note" }, t("telegram.none"));
  const facts = [
    moment(answer.received, "full"),
    t(`seal.${answer.authentication}`),
    t(`crc.${answer.crc}`),
    answer.frame_counter !== null && t("telegram.counter", { counter: answer.frame_counter }),
  ];
  return [
    h("p", { class: "note" }, facts.filter(Boolean).join(" · ")),
    h("p", {}, h("code", {}, answer.header)),
    table(
      t("telegram.title"),
      [t("telegram.code"), t("telegram.meaning"), t("telegram.value"), t("telegram.sent")],
      answer.lines.map((line) => [
        h("code", {}, line.obis),
        says(line),
        line.value === null ? spelt(line, answer) : valueOf(line),
        h("code", {}, line.values.map((value) => `(${value})`).join("")),
      ]),
      { numeric: [2], className: "lines" },
    ),
  ];
}

function says(line) {
  const known = line.name && meaning(unitOf(line.name).base, null);
  if (known) return known;
  const operator = /^0-0:96\.13\.(\d)/.exec(line.obis)?.[1];
  if (operator) return meaning(operator === "0" ? "message" : `message_${operator}`, line.meaning);
  const key = `obis.${line.obis.replace(/^0-[1-4]:/, "0-n:")}`;
  if (knows(key)) return t(key);
  return line.meaning ? h("span", { lang: "en" }, line.meaning) : h("span", { class: "note" }, t("telegram.unknown"));
}

/** The meter's clock and the texts behind hex digits, in words; nothing for what is neither. */
function spelt({ obis, values }, { time }) {
  const [value = ""] = values;
  if (obis === "0-0:1.0.0") {
    const season = /^\d{12}([SW])$/.exec(value)?.[1];
    return season && time ? `${moment(time, "full")} (${t(season === "S" ? "telegram.summer" : "telegram.winter")})` : "";
  }
  return /^0-\d:(42\.0\.0|96\.1\.[01])$/.test(obis) ? textOf(value) : "";
}

/** What pairs of hex digits stand for, if all are letters and signs. */
function textOf(digits) {
  if (!/^([2-7][0-9A-F])+$/i.test(digits) || /7F/i.test(digits)) return "";
  return String.fromCharCode(...digits.match(/../g).map((pair) => Number.parseInt(pair, 16)));
}

function valueOf(line) {
  if (typeof line.value !== "number") {
    return /^\d{4}-\d\d-\d\dT/.test(line.value) ? moment(line.value, "full") : line.value;
  }
  const unit = line.unit ?? unitOf(line.name ?? "").unit;
  const sent = /\.(\d+)(?:\*|$)/.exec(line.values.at(-1) ?? "")?.[1].length ?? 0;
  const digits = Math.max(sent, String(line.value).split(".")[1]?.length ?? 0);
  return quantity(line.value, unit, digits);
}
