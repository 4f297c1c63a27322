# SPDX-License-Identifier: Apache-2.0
"""Counts and prints what was expected and what was found."""
import sys
import time


class Report:
    def __init__(self):
        self.passed = self.failed = 0

    def expect(self, sentence, truth, found=""):
        self.passed, self.failed = self.passed + bool(truth), self.failed + (not truth)
        note = f" ({found})" if found != "" else ""
        print(f"{'ok  ' if truth else 'FAIL'} {sentence}{note}", flush=True)

    def end(self):
        print(f"{self.passed} passed, {self.failed} failed")
        sys.exit(1 if self.failed or not self.passed else 0)


def wait(condition, seconds=20):
    """Waits until a condition holds: how long that took, or None."""
    started = time.monotonic()
    while time.monotonic() - started < seconds:
        if condition():
            return time.monotonic() - started
        time.sleep(0.05)
    return None
