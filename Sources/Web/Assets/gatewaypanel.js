// SPDX-License-Identifier: Apache-2.0
// How the gateway itself is.
import { h, put } from "./dom.js";
import { bytes, number, since } from "./format.js";
import { house } from "./house.js";
import { icon } from "./icons.js";
import { panel } from "./figure.js";
import { knows, t } from "./texts.js";
import { seconds } from "./words.js";

/** The panel with broker, backlog, store, version and running time. */
export function gatewayPanel() {
  const list = h("dl", { class: "facts values" });
  const update = () => put(list, facts());
  update();
  return { node: panel(t("gateway.title"), { kind: "about" }, list), update };
}

function facts() {
  const { broker, backlog, oldest_age_s: age, dropped, store, mail, version, uptime_s: uptime, rss_bytes: memory } =
    house.gateway;
  const protocol = broker.protocol ? `MQTT ${broker.protocol}` : "";
  const storeWord = knows(`store.${store.state}`) ? t(`store.${store.state}`) : store.state;
  return [
    fact(
      "broker",
      "gateway.broker",
      broker.connected
        ? t("broker.connected", { time: since(broker.connected_since) })
        : h("span", { class: "bad" }, icon("trouble"), " ", t("broker.away")),
      protocol,
    ),
    fact(
      "queue",
      "gateway.backlog",
      backlog > 0 ? t("backlog.some", { count: number(backlog), age: seconds(age) }) : t("backlog.none"),
    ),
    dropped > 0 && fact("warn", "gateway.dropped", h("span", { class: "care" }, number(dropped))),
    fact(
      "store",
      "gateway.store",
      store.state === "ok"
        ? [storeWord, ` · ${bytes(store.bytes)}`]
        : h("span", { class: store.state === "starting" ? "" : "bad" }, storeWord),
    ),
    mail && fact("mail", "gateway.mail", mailWords(mail)),
    fact("clock", "gateway.uptime", seconds(uptime)),
    fact("chip", "gateway.memory", bytes(memory)),
    fact("tag", "gateway.version", version),
  ];
}

/** Why mail does not go out, else how much did. */
function mailWords({ pending, sent, dropped, last_error: error, failed_at: failed }) {
  const lost = dropped > 0 && h("span", { class: "care" }, t("mail.dropped", { count: number(dropped) }));
  if (!error) {
    const waits = pending > 0 ? t("mail.pending", { count: number(pending) }) : t("mail.sent", { count: number(sent) });
    return [waits, lost && " · ", lost];
  }
  return [
    h("span", { class: "bad" }, icon("trouble"), " ", t("mail.failed", { time: since(failed) })),
    h("div", {}, t("mail.pending", { count: number(pending) }), lost && " · ", lost),
    h("q", { lang: "en", class: "note" }, error),
  ];
}

function fact(drawing, key, value, more = "") {
  return [h("dt", {}, icon(drawing), t(key), " ", more), h("dd", {}, value)];
}
