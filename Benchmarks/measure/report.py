# SPDX-License-Identifier: Apache-2.0
"""Collects figures and says which of them hold."""


class Report:
    def __init__(self):
        self.missed = []

    def heading(self, text):
        print(f"\n{text}", flush=True)

    def figure(self, goal, what, value, unit="", bound=None, detail=""):
        """Prints one figure; with a bound it must not exceed that."""
        holds = bound is None or value <= bound
        if not holds:
            self.missed.append(f"{goal} {what}")
        verdict = "" if bound is None else f"<= {self._text(bound)}{unit}  {'holds' if holds else 'MISSED'}"
        print(f"  {goal:4} {what:44} {self._text(value) + unit:>12}  {verdict:22} {detail}".rstrip(), flush=True)

    def skipped(self, goal, why):
        print(f"  {goal:4} not measured: {why}", flush=True)

    def answer(self):
        """The exit code: 0 if all bounds hold."""
        if self.missed:
            print("\nMissed: " + "; ".join(self.missed))
            return 1
        print("\nAll bounds hold.")
        return 0

    @staticmethod
    def _text(value):
        if isinstance(value, int):
            return f"{value:,}".replace(",", " ")
        return f"{value:.3f}" if abs(value) < 1 else f"{value:.2f}" if abs(value) < 100 else f"{value:.0f}"
