// SPDX-License-Identifier: Apache-2.0
// A page of which a part could not be fetched says so and asks for itself again: a tablet on a wall has nobody who would.
(() => {
  // What stands in place of a page that was refused whole knows no fragment: the tab keeps where the reader was.
  try {
    if (location.search === "?again") history.replaceState(null, "", `/${location.hash || (sessionStorage.getItem("place") ?? "")}`);
    addEventListener("pagehide", () => sessionStorage.setItem("place", location.hash));
  } catch {
    // A browser that keeps nothing shows the overview.
  }
  const PAUSE = 4000;
  // In every language, since the table of texts may be what is missing.
  const WORDS = [
    "The gateway is busy; this page asks again.",
    "Das Gateway ist beschäftigt; diese Seite fragt erneut.",
    "La passerelle est occupée\u202f; cette page réessaie.",
    "De Gateway ass beschäftegt; dës Säit freet nach eng Kéier.",
  ];
  let due = false;
  function again() {
    if (due) return;
    due = true;
    setTimeout(() => location.reload(), PAUSE);
    if (document.body) tell();
    else addEventListener("DOMContentLoaded", tell);
  }
  function tell() {
    if (document.querySelector("main")) return;
    const line = document.createElement("p");
    line.className = "empty";
    line.setAttribute("role", "status");
    line.textContent = WORDS.join(" · ");
    document.body.append(line);
  }
  addEventListener("error", ({ target }) => {
    // What fails while the page begins, as the table of texts, comes without an element.
    if (target === window && !document.querySelector("main")) return again();
    if (target.tagName === "SCRIPT" && target.type === "module") again();
    if (target.tagName === "LINK" && target.rel === "stylesheet" && target.href.endsWith("/app.css")) again();
  }, true);
  addEventListener("unhandledrejection", () => {
    if (!document.querySelector("main")) again();
  });
})();
