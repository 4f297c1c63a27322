// SPDX-License-Identifier: Apache-2.0
// Starts the page and shows what the address names.
import { setToken } from "./api.js";
import { h, put } from "./dom.js";
import { healthPage } from "./healthpage.js";
import { house, nudge, watch } from "./house.js";
import { connect, link, refresh, restWhileHidden } from "./link.js";
import { meterPage } from "./meter.js";
import { overview } from "./overview.js";
import { place } from "./place.js";
import { shell } from "./shell.js";
import { loadTexts, t } from "./texts.js";
import { startTheme } from "./theme.js";
import { askForToken } from "./tokenform.js";
import { troubleCount } from "./troubles.js";

const QUARTER = 900_000;
let page;

startTheme();
connect();
restWhileHidden();
await loadTexts();
const frame = shell(redraw);
document.body.replaceChildren(...frame.nodes);
redraw();
watch((kind) => {
  if (kind === "overview" && page?.isOutdated?.()) renew();
  if (kind === "link" || (kind === "overview" && !page)) show();
  if (page && kind !== "second" && kind !== "totals") entitle();
});
addEventListener("hashchange", () => {
  show(true);
  scrollTo(0, 0);
});
setInterval(() => nudge("second"), 1000);
scheduleQuarter();

/** Builds everything anew, in another language. */
function redraw() {
  frame.draw();
  page?.stop();
  page = undefined;
  show();
}

/** Shows the same address again, whose meter went or came; a focus in it does not fall back to the page's top. */
function renew() {
  const focused = frame.main.contains(document.activeElement);
  page.stop();
  page = undefined;
  show(focused);
}

/** Shows the view of the address; `moved` if the reader went there, so that the focus follows. */
function show(moved = false) {
  frame.update();
  if (link.state === "locked" || (link.state === "barred" && !house.gateway)) return lock();
  if (!house.gateway) {
    put(
      frame.main,
      h("p", { class: "empty busy", role: "status" }, t(link.state === "lost" ? "link.never" : "loading")),
    );
    return;
  }
  if (page && !moved) return;
  page?.stop();
  page = view();
  put(frame.main, page.node);
  entitle();
  frame.update();
  if (moved) frame.main.focus({ preventScroll: true });
}

/** The window's title tells of trouble even from behind other windows. */
function entitle() {
  const count = troubleCount();
  const title = `${count ? `⚠ ${count} · ` : ""}${page?.title ?? ""} · ${t("app.name")}`;
  if (document.title !== title) document.title = title;
}

function view() {
  const { kind, id } = place();
  if (kind === "meter" && id) return meterPage(id);
  if (kind === "health") return healthPage();
  return overview();
}

function lock() {
  page?.stop();
  page = undefined;
  put(
    frame.main,
    askForToken((token) => {
      setToken(token);
      connect();
    }),
  );
}

/** Quarter-hours end for all meters at once; a little later the curves have one point more. */
function scheduleQuarter() {
  const next = QUARTER - (Date.now() % QUARTER) + 5000 + Math.random() * 15_000;
  setTimeout(() => {
    refresh();
    scheduleQuarter();
  }, next);
}
