// SPDX-License-Identifier: Apache-2.0
// A page of which a part could not be fetched asks for itself again: a tablet on a wall has nobody who would.
(() => {
  const PAUSE = 4000;
  let due = false;
  function again() {
    if (due) return;
    due = true;
    setTimeout(() => location.reload(), PAUSE);
  }
  addEventListener("error", ({ target }) => {
    if (target.tagName === "SCRIPT" && target.type === "module") again();
    if (target.tagName === "LINK" && target.rel === "stylesheet" && target.href.endsWith("/app.css")) again();
  }, true);
  addEventListener("unhandledrejection", () => {
    if (!document.querySelector("main")) again();
  });
})();
