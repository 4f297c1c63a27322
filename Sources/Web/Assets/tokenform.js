// SPDX-License-Identifier: Apache-2.0
// Asks once for the token that the gateway wants.
import { isTokenRefused } from "./api.js";
import { h, say } from "./dom.js";
import { now } from "./format.js";
import { watch } from "./house.js";
import { icon } from "./icons.js";
import { link } from "./link.js";
import { t } from "./texts.js";
import { seconds } from "./words.js";

/** The form; `take` gets what was entered. After too many wrong tokens it counts down and opens by itself. */
export function askForToken(take) {
  const barred = link.state === "barred";
  const wrong = barred ? "token.barred" : isTokenRefused() && "token.wrong";
  const field = h("input", {
    id: "token",
    type: "password",
    autocomplete: "current-password",
    required: true,
    disabled: barred,
    spellcheck: "false",
    "aria-invalid": wrong && !barred ? "true" : null,
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
    wrong && h("p", { class: "hint wrong", role: "alert" }, icon("trouble"), h("span", {}, t(wrong))),
    h("label", { for: "token" }, t("token.label")),
    field,
    barred ? countdown() : h("button", { class: "primary", type: "submit" }, t("token.enter")),
  );
  if (!barred) queueMicrotask(() => field.focus());
  return form;
}

/** How long nothing is answered yet; not read aloud at every second. */
function countdown() {
  const line = h("p", { class: "wait", tabindex: "-1" });
  const tell = () => say(line, t("token.again", { span: seconds(Math.max(1, Math.ceil((link.until - now()) / 1000))) }));
  tell();
  const stop = watch((kind) => {
    if (kind === "second") tell();
    if (kind === "link") stop();
  });
  return line;
}
