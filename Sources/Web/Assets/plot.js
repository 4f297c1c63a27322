// SPDX-License-Identifier: Apache-2.0
// The small charts: shapes in an SVG that stretches, words and gaps in HTML around it that do not.
import { h, put, svg } from "./dom.js";

const WIDE = 1000;
const HIGH = 100;
/** Letters beside a chart. */
const GUTTER = 8;

/**
 * Draws one chart.
 *
 * `from`, `to`: the time span; `low`, `high`: the value span; `shapes`: what `area`, `line` and `bars` give;
 * `gaps`: spans to hatch; `now`: where a fine line stands; `marks`: `{at, text}` under the axis; `levels`: `{at, text}`
 * beside it; `empty`: words in place of a curve; `label`: what a screen reader says; `readout`: the line of text for a
 * moment under the pointer; `gutter`: letters for which there is room beside it.
 */
export function plot(
  { from, to, low, high, shapes, gaps = [], now, marks = [], levels = [], label, readout, empty, gutter = GUTTER },
) {
  const space = {
    x: (time) => ((time - from) / (to - from)) * WIDE,
    y: (value) => HIGH - ((value - low) / (high - low)) * HIGH,
  };
  const drawing = svg(
    "svg",
    { viewBox: `0 0 ${WIDE} ${HIGH}`, preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" },
    shapes.map((shape) => shape(space)),
  );
  const field = h("div", { class: "field" }, drawing);
  // Beside the field, so that no curve, bar or line runs through them; as wide in all, so that their hours line up.
  const longest = Math.max(gutter, ...levels.map(({ text, kind }) => (kind === "class" ? 0 : text?.length ?? 0)));
  for (const { at, text, kind } of levels) {
    const top = `${space.y(at)}%`;
    field.append(h("div", { class: `level ${kind ?? ""}`, style: { top } }, text && h("span", {}, text)));
  }
  for (const gap of gaps) {
    const start = Math.max(from, gap.from);
    const end = Math.min(to, gap.to);
    if (end > start) {
      field.append(h("div", { class: gap.first ? "gap first" : "gap", style: place(start, end, from, to) }));
    }
  }
  if (now > from && now < to) field.append(h("div", { class: "now", style: { left: share(now, from, to) } }));
  if (empty) field.append(h("div", { class: "empty-words" }, h("span", {}, empty)));
  const axis = h(
    "div",
    { class: "axis", "aria-hidden": "true" },
    marks.map(({ at, text }) => h("span", { style: { left: share(at, from, to) } }, text)),
  );
  const chart = h(
    "div",
    { class: "plot", role: "img", "aria-label": label, style: { "--beside": `${longest * 0.4}rem` } },
    field,
    axis,
  );
  if (readout) followPointer(field, from, to, readout);
  return chart;
}

function share(time, from, to) {
  return `${((time - from) / (to - from)) * 100}%`;
}

function place(start, end, from, to) {
  return { left: share(start, from, to), width: `${((end - start) / (to - from)) * 100}%` };
}

function followPointer(field, from, to, readout) {
  const words = h("div", { class: "readout" });
  const hair = h("div", { class: "hair" }, words);
  field.append(hair);
  field.addEventListener("pointermove", (event) => {
    const box = field.getBoundingClientRect();
    const part = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    const text = readout(from + part * (to - from));
    hair.classList.toggle("shown", Boolean(text));
    if (!text) return;
    put(words, text);
    hair.style.left = `${part * 100}%`;
    hair.classList.toggle("far", part > 0.6);
  });
  field.addEventListener("pointerleave", () => hair.classList.remove("shown"));
}

/** Runs of neighbouring points that have a value; a hole between two is a hole in the drawing. */
function runs(points, value, hole) {
  const all = [];
  let run = [];
  let last;
  for (const point of points) {
    const known = value(point);
    if (known === null || known === undefined || (last !== undefined && point.time - last > hole)) {
      if (run.length) all.push(run);
      run = [];
    }
    if (known !== null && known !== undefined) run.push([point.time, known]);
    last = point.time;
  }
  if (run.length) all.push(run);
  return all;
}

/** What is known of one moment only is a short dash, since a line needs two. */
const DASH = 5;

function spread(run, { x }) {
  if (run.length > 1) return run.map(([time, value]) => [x(time), value]);
  return [-DASH, DASH].map((aside) => [x(run[0][0]) + aside, run[0][1]]);
}

function path(run, { y }) {
  return run.map(([place, value], index) => `${index ? "L" : "M"}${place.toFixed(1)} ${y(value).toFixed(2)}`).join("");
}

/** A filled curve from zero; `hole` is the distance in milliseconds from which two points are not joined. */
export function area(points, value, kind, hole = Infinity) {
  return (space) =>
    runs(points, value, hole).map((known) => spread(known, space)).map((run) => [
      svg("path", {
        class: `area ${kind}`,
        d: `${path(run, space)}L${run.at(-1)[0].toFixed(1)} ${space.y(0)}L${run[0][0].toFixed(1)} ${space.y(0)}Z`,
      }),
      svg("path", { class: `stroke ${kind}`, d: path(run, space) }),
    ]);
}

/** A curve. */
export function line(points, value, kind, hole = Infinity) {
  return (space) =>
    runs(points, value, hole).map((run) =>
      svg("path", { class: `stroke ${kind}`, d: path(spread(run, space), space) })
    );
}

/**
 * Bars between `point.time` and `point.end`, from zero.
 *
 * What lies above `limit` is drawn again as `over`, with a tick on top.
 */
export function bars(points, value, kind, limit = Infinity) {
  return (space) =>
    points.map((point) => {
      const amount = value(point);
      if (amount === null || amount === undefined || amount === 0) return null;
      const left = space.x(point.time);
      const width = space.x(point.end) - left;
      const inset = width * 0.1;
      const bar = (from, to, name) =>
        svg("rect", {
          class: `bar ${name}`,
          x: left + inset,
          width: width - 2 * inset,
          y: Math.min(space.y(from), space.y(to)),
          height: Math.abs(space.y(from) - space.y(to)),
        });
      if (amount <= limit) return bar(0, amount, kind);
      const middle = left + width / 2;
      const top = space.y(amount);
      return [
        bar(0, limit, kind),
        bar(limit, amount, "over"),
        svg("path", { class: "tick", d: `M${middle - width * 0.5} ${top - 5}h${width}L${middle} ${top - 1}Z` }),
      ];
    });
}

/** A round number at or above a value: 1, 2, 2.5 or 5 times a power of ten. */
export function roundUp(value) {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 1.5, 2, 2.5, 3, 4, 5, 6, 8].find((step) => step * power >= value * 0.999) ?? 10);
}
