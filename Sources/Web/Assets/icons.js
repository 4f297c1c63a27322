// SPDX-License-Identifier: Apache-2.0
// Small drawings, 24 by 24, in the colour of the text around them.
import { svg } from "./dom.js";

const paths = {
  import: "M12 3v15M5.5 12 12 18.5 18.5 12",
  export: "M12 21V6M5.5 12 12 5.5 18.5 12",
  still: "M5 12h14",
  ok: "M4.5 12.5l5 5 10-11",
  warn: "M12 3.5 22 20.5H2zM12 10v5M12 17.6v.6",
  trouble: "M8 2.5h8l5.5 5.5v8L16 21.5H8L2.5 16V8zM8.5 8.5l7 7M15.5 8.5l-7 7",
  paused: "M8.5 5v14M15.5 5v14",
  waiting: "M12 3a9 9 0 1 0 9 9M12 7v5l3.5 2",
  broker: "M5 12a7 7 0 0 1 14 0M8.5 12a3.5 3.5 0 0 1 7 0M12 12v9M8.5 21h7",
  queue: "M4 6h16M4 12h16M4 18h9",
  store: "M4 6c0-4 16-4 16 0s-16 4-16 0v12c0 4 16 4 16 0V6M4 12c0 4 16 4 16 0",
  mail: "M3 6h18v12H3zM3 7l9 7 9-7",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5.5l3.5 2",
  chip: "M7 7h10v10H7zM10 3v4M14 3v4M10 17v4M14 17v4M3 10h4M3 14h4M17 10h4M17 14h4",
  tag: "M3 12V4h8l10 10-7.5 7.5zM7.5 8.200v.1",
  drop: "M12 3c4 5 6.5 8 6.5 11.5a6.5 6.5 0 0 1-13 0C5.5 11 8 8 12 3z",
  sun:
    "M12 7.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM12 2v2.5M12 19.5V22M2 12h2.5M19.5 12H22M5 5l1.7 1.7M17.3 17.3 19 19M19 5l-1.7 1.7M6.700 17.3 5 19",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
  auto: "M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18",
  back: "M15 5l-7 7 7 7",
  on: "M9 5l7 7-7 7",
  left: "M20 12H4M10 6l-6 6 6 6",
  right: "M4 12h16M14 6l6 6-6 6",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  whole: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  offline: "M2 8.5a15 15 0 0 1 20 0M5.5 12.5a10 10 0 0 1 13 0M9 16.300a5 5 0 0 1 6 0M4 3l16 18",
};

/** A drawing; what it means stands beside it in words. */
export function icon(name, kind = "") {
  return svg(
    "svg",
    { class: `icon ${kind}`.trim(), viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: paths[name] }),
  );
}
