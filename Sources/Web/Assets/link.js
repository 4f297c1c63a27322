// SPDX-License-Identifier: Apache-2.0
// Keeps the page connected: the first look, the stream, and the way back after a break.
import { get, isTokenRefused, listen, Refusal } from "./api.js";
import { now } from "./format.js";
import { house, nudge, take } from "./house.js";

const SOON = 1000;
const LATEST = 10_000;
const POLL = 10_000;
const REST = 60_000;

/**
 * How the connection is: `starting`, `live`, `polling`, `resting`, `lost`, `locked` (a token is wanted) or `barred`
 * (too many wrong ones were shown, nothing is answered before `until`); since when; why.
 */
export const link = { state: "starting", since: Date.now(), until: 0, reason: "" };

let running;

/** Connects, now and whenever the connection breaks. */
export async function connect() {
  running?.abort();
  const mine = new AbortController();
  running = mine;
  let wait = SOON;
  if (link.state === "locked") become("starting");
  while (!mine.signal.aborted) {
    try {
      if (!house.gateway) take("overview", await get("/overview", mine.signal));
      await listen((name, news) => {
        take(name, news);
        become("live");
        wait = SOON;
      }, mine.signal);
      become("lost");
    } catch (error) {
      if (mine.signal.aborted) return;
      if (error.status === 401) return become("locked", error.message);
      if (error.status === 429) {
        await sitOut((error.retryAfter ?? 10) * 1000, mine.signal);
        if (mine.signal.aborted) return;
        // A token that was judged wrong would only cost another try.
        if (isTokenRefused()) return become("locked");
        continue;
      }
      if (error.status === 503 && (await poll(mine.signal))) continue;
      become("lost", error instanceof Refusal ? error.message : String(error));
    }
    await pause(wait, mine.signal);
    wait = Math.min(wait * 2, LATEST);
  }
}

/** Too many wrong tokens came from this address: even the right one would not be heard now. */
async function sitOut(milliseconds, signal) {
  link.until = now() + milliseconds;
  become("barred");
  await pause(milliseconds, signal);
}

/** A page that nobody looks at gives its stream back after a minute; the gateway serves only so many. */
export function restWhileHidden() {
  let timer;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (document.hidden) {
      timer = setTimeout(() => {
        running?.abort();
        become("resting");
      }, REST);
    } else if (link.state === "resting") {
      connect();
    }
  });
}

/** All streams are taken: asks now and then instead. */
async function poll(signal) {
  try {
    take("overview", await get("/overview", signal));
    become("polling");
    await pause(POLL, signal);
    return true;
  } catch {
    return false;
  }
}

/** Fetches the curves again, which the stream does not carry. */
export async function refresh() {
  if (link.state !== "live") return;
  try {
    take("overview", await get("/overview"));
  } catch {
    // The stream will tell that the connection is gone.
  }
}

function become(state, reason = "") {
  if (link.state === state) return;
  Object.assign(link, { state, since: now(), reason });
  nudge("link");
}

function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      removeEventListener("online", done);
      resolve();
    }
    signal.addEventListener("abort", done);
    addEventListener("online", done);
  });
}
