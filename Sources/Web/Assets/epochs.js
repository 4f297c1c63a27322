// SPDX-License-Identifier: Apache-2.0
// The meters that had a name, one after the other.
import { h } from "./dom.js";
import { table } from "./figure.js";
import { moment, NOTHING, number } from "./format.js";
import { t } from "./texts.js";

/** A table of them, newest first; one line as long as there was only one. */
export function epochs({ epochs: list }) {
  if (!list.length) return h("p", { class: "note" }, t("epochs.none"));
  if (list.length === 1 && !list[0].is_closed) {
    const [{ from, opening, equipment }] = list;
    return h(
      "p",
      {},
      t("epochs.one", {
        time: moment(from, "full"),
        equipment: equipment ?? NOTHING,
        register: number(opening.energy_import_kwh, 3),
      }),
    );
  }
  return table(
    t("epochs.title"),
    [
      t("epochs.equipment"),
      t("epochs.from"),
      t("epochs.to"),
      `↓ ${t("epochs.opening")}`,
      `↓ ${t("epochs.closing")}`,
      `↑ ${t("epochs.opening")}`,
      `↑ ${t("epochs.closing")}`,
    ],
    list.map((epoch) => [
      h("code", {}, epoch.equipment ?? NOTHING),
      moment(epoch.from, "full"),
      epoch.is_closed ? moment(epoch.to, "full") : t("epochs.now"),
      number(epoch.opening.energy_import_kwh, 3),
      number(epoch.closing.energy_import_kwh, 3),
      number(epoch.opening.energy_export_kwh, 3),
      number(epoch.closing.energy_export_kwh, 3),
    ]),
    { numeric: [3, 4, 5, 6] },
  );
}
