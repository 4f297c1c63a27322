// SPDX-License-Identifier: Apache-2.0
// Asks once for the token that the gateway wants.
import { h } from "./dom.js";
import { t } from "./texts.js";

/** The form; `take` gets what was entered. */
export function askForToken(take) {
  const field = h("input", {
    id: "token",
    type: "password",
    autocomplete: "current-password",
    required: true,
    spellcheck: "false",
    "aria-describedby": "token-why",
  });
  const form = h(
    "form",
    {
      class: "panel ask",
      on: {
        submit: (event) => {
          event.preventDefault();
          take(field.value.trim());
        },
      },
    },
    h("h1", {}, t("token.title")),
    h("p", { id: "token-why" }, t("token.why")),
    h("label", { for: "token" }, t("token.label")),
    field,
    h("button", { class: "primary", type: "submit" }, t("token.enter")),
    sessionStorage.getItem("token") &&
      h("p", { role: "alert" }, t("token.wrong")),
  );
  queueMicrotask(() => field.focus());
  return form;
}
