// SPDX-License-Identifier: Apache-2.0
// What surrounds every view: header, banners, the voice for screen readers.
import { h, put, say } from "./dom.js";
import { ago, moment } from "./format.js";
import { house, watch } from "./house.js";
import { icon } from "./icons.js";
import { link } from "./link.js";
import { place } from "./place.js";
import { allLanguages, chooseLanguage, language, t } from "./texts.js";
import { chooseTheme, chosenTheme, themes } from "./theme.js";
import { mood, title } from "./words.js";

const names = { en: "English", de: "Deutsch", fr: "Français", lb: "Lëtzebuergesch" };
const QUIET = 5000;
const narrow = matchMedia("(max-width: 480px)");

/** The frame; `draw` builds it in the present language, `update` follows place and connection. */
export function shell(redraw) {
  const header = h("header", { class: "top" });
  const banners = h("div", { role: "status" });
  const main = h("main", { id: "main", tabindex: "-1" });
  const skip = h("a", {
    class: "skip",
    href: "#main",
    on: {
      click: (event) => {
        event.preventDefault();
        main.focus();
      },
    },
  });
  const voice = h("div", { class: "unseen", "aria-live": "polite" });
  const words = h("span", { class: "words" });
  const mark = h("span", { class: "link" }, h("span", { class: "dot", "aria-hidden": "true" }), words);
  announce(voice);

  const places = h("nav");
  const draw = () => {
    put(skip, t("skip"));
    put(
      header,
      h(
        "a",
        { class: "brand", href: "#/", "aria-label": t("app.name") },
        h("img", { src: "/assets/icon.svg", alt: "", width: "26", height: "26" }),
        h("span", {}, t("app.name")),
      ),
      places,
      h("div", { class: "tools" }, mark, languageChoice(redraw), themeSwitch()),
    );
    places.setAttribute("aria-label", t("nav.label"));
    update();
  };
  const update = () => {
    const { kind } = place();
    put(
      places,
      [["", "nav.overview"], ["health", "nav.health"]].map(([path, key]) =>
        h("a", { href: `#/${path}`, "aria-current": kind === path ? "page" : null }, t(key))
      ),
    );
    const lost = ["lost", "barred"].includes(link.state) && Boolean(house.gateway);
    mark.className = `link ${link.state}`;
    say(words, t(`link.${link.state}`));
    main.classList.toggle("stale", lost);
    put(
      banners,
      house.gateway?.access === "open" && h("p", { class: "banner open" }, icon("warn"), t("banner.open")),
      lost && h("p", { class: "banner" }, icon("offline"), brokenWords()),
    );
  };
  narrow.addEventListener("change", draw);
  watch((kind) => {
    if (kind === "second" && link.state === "live") mark.title = t("link.newest", { ago: ago(newest()) });
  });
  return { nodes: [skip, header, banners, main, voice], main, draw, update };
}

/** Why nothing new comes. */
function brokenWords() {
  return link.state === "barred"
    ? t("banner.barred", { time: moment(link.until, "seconds") })
    : t("banner.lost", { time: moment(link.since, "seconds") });
}

function newest() {
  return [...house.meters.values()].map((meter) => meter.received).filter(Boolean).sort().at(-1);
}

function languageChoice(redraw) {
  return h(
    "select",
    {
      "aria-label": t("language"),
      on: {
        change: (event) => {
          chooseLanguage(event.target.value);
          redraw();
          document.querySelector(".tools select").focus();
        },
      },
    },
    allLanguages().map((code) =>
      h(
        "option",
        { value: code, lang: code, selected: code === language(), "aria-label": names[code] },
        narrow.matches ? code.toUpperCase() : names[code] ?? code,
      )
    ),
  );
}

function themeSwitch() {
  const drawings = { auto: "auto", light: "sun", dark: "moon" };
  const button = h("button", { type: "button", class: "round theme" });
  const draw = () => {
    const theme = chosenTheme();
    put(button, icon(drawings[theme]));
    button.setAttribute("aria-label", t("theme", { theme: t(`theme.${theme}`) }));
    button.title = t("theme", { theme: t(`theme.${theme}`) });
  };
  button.addEventListener("click", () => {
    chooseTheme(themes[(themes.indexOf(chosenTheme()) + 1) % themes.length]);
    draw();
  });
  draw();
  return button;
}

/** Says aloud which meter changed its state, at most every five seconds. */
function announce(voice) {
  const last = new Map();
  const news = new Map();
  let timer;
  watch((kind) => {
    if (!["overview", "meter", "sensor"].includes(kind)) return;
    for (const record of [...house.meters.values(), ...house.sensors.values()]) {
      const now = `${mood(record)} ${record.code}`;
      const before = last.get(record.id);
      last.set(record.id, now);
      if (before && before !== now) {
        news.set(record.id, `${record.name || record.id}${t("colon")}${t(`state.${mood(record)}`)}, ${title(record)}.`);
      }
    }
    if (news.size && !timer) timer = setTimeout(tell, 300);
  });
  function tell() {
    say(voice, [...news.values()].join(" "));
    news.clear();
    timer = setTimeout(() => {
      timer = undefined;
      if (news.size) tell();
    }, QUIET);
  }
}
