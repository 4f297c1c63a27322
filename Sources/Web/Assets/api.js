// SPDX-License-Identifier: Apache-2.0
// The gateway's HTTP interface: answers, and the stream of changes.

const BASE = "/api/v1";
const KEY = "token";
let token = sessionStorage.getItem(KEY);
let refused;

/** An answer that is none: its HTTP status (0: no answer at all) and a sentence. */
export class Refusal extends Error {
  constructor(status, sentence, retryAfter) {
    super(sentence);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** Keeps the token until the browser is closed. */
export function setToken(text) {
  token = text;
  sessionStorage.setItem(KEY, text);
}

/** Whether the gateway has already said that the token which is kept is wrong. */
export function isTokenRefused() {
  return Boolean(token) && token === refused;
}

/** One answer; `null` where there is nothing yet. An answer that nobody waits for any more is thrown away. */
export async function get(path, signal) {
  // Cutting a request off would close its connection, and the gateway serves only so many to one address.
  const answer = await ask(path, "application/json");
  const content = answer.status === 204 ? null : await answer.json();
  signal?.throwIfAborted();
  return content;
}

/** The path of a meter's series. */
export function seriesPath(id, resolution, from, to, points, quantities) {
  const query = new URLSearchParams({ resolution, from: iso(from), to: iso(to), points: String(points) });
  if (quantities) query.set("quantities", quantities);
  return `/meters/${encodeURIComponent(id)}/series?${query}`;
}

/** A moment as the interface writes it. */
export function iso(time) {
  return new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}

/** Fetches a file and gives it to the reader, since a plain link could not carry the token. */
export async function download(path, name) {
  const answer = await ask(path, "text/csv");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

async function ask(path, accept, signal) {
  const headers = { Accept: accept };
  if (token) headers.Authorization = `Bearer ${token}`;
  let answer;
  try {
    answer = await fetch(BASE + path, {
      headers,
      signal,
      cache: accept === "text/event-stream" ? "no-store" : "no-cache",
    });
  } catch (error) {
    throw signal?.aborted ? error : new Refusal(0, String(error.message));
  }
  if (answer.ok) return answer;
  if (answer.status === 401) refused = token;
  const problem = await answer.json().catch(() => ({}));
  throw new Refusal(
    answer.status,
    problem.detail ?? answer.statusText,
    Number(answer.headers.get("Retry-After")) || undefined,
  );
}

/**
 * Reads the stream until it ends, and hands each event's name and object on.
 *
 * A line that is silent for three of the gateway's signs of life counts as broken.
 */
export async function listen(take, signal) {
  const answer = await ask("/stream", "text/event-stream", signal);
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await withTimeout(reader, 45_000);
    if (done) return;
    rest += value.replaceAll("\r\n", "\n");
    const blocks = rest.split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) takeBlock(block, take);
  }
}

function takeBlock(block, take) {
  let name = "message";
  const lines = [];
  for (const line of block.split("\n")) {
    if (line.startsWith("event:")) name = line.slice(6).trim();
    if (line.startsWith("data:")) lines.push(line.slice(5));
  }
  if (lines.length) take(name, JSON.parse(lines.join("\n")));
}

function withTimeout(reader, limit) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reader.cancel().catch(() => {});
      reject(new Refusal(0, "silent"));
    }, limit);
    reader.read().then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
