# SPDX-License-Identifier: Apache-2.0
"""Whole gateways: bytes on a pseudo-terminal to a message at another client of the broker."""

import statistics
import subprocess
import tempfile
import time
from collections import defaultdict
from contextlib import contextmanager

from process import Broker, Feeder, Gateway

KINDS = ["floor", "ours"]


class Bench:
    def __init__(self, report, programs, telegram):
        self.report, self.programs, self.telegram = report, programs, telegram

    @contextmanager
    def running(self, kind, meters=1):
        """A gateway that has published each meter at least once."""
        with Broker() as broker, Feeder(self.programs, self.telegram, meters, broker) as feeder:
            feeder.order("warm")
            with Gateway(kind, self.programs, feeder, broker) as gateway:
                first = feeder.answer()[0]
                if not first:
                    raise SystemExit(f"bench: {kind} published nothing within a minute")
                gateway.first_ms = (first - gateway.started) / 1e6
                yield feeder, gateway

    def medians(self, rounds, figures):
        """Runs `figures(kind)`, which gives a dictionary, in turn; the medians of each kind."""
        seen = {kind: defaultdict(list) for kind in KINDS}
        for _ in range(rounds):
            for kind in KINDS:
                for name, value in figures(kind).items():
                    seen[kind][name].append(value)
        return [{name: statistics.median(values) for name, values in seen[kind].items()} for kind in KINDS]

    # ---- What must hold

    def start_up(self, rounds):
        def figures(kind):
            with self.running(kind) as (_, gateway):
                return {"ms": gateway.first_ms, "cpu": gateway.cpu_ns() / 1e6}

        floor, ours = self.medians(rounds, figures)
        self.report.figure("P12", "start to first telegram published", ours["ms"], " ms", 50.0,
                           f"{ours['cpu']:.1f} ms of CPU, floor {floor['ms']:.1f} ms")

    def idle(self, seconds):
        with self.running("ours") as (_, gateway):
            time.sleep(5)
            cpu, sleeps, begin = gateway.cpu_ns(), gateway.sleeps(), time.monotonic()
            time.sleep(seconds)
            lasted = time.monotonic() - begin
            cpu, wakeups = gateway.cpu_ns() - cpu, gateway.wakeups_since(sleeps)
        self.report.figure("P13", "idle: wake-ups a second", wakeups / lasted, "", 1.0)
        self.report.figure("P13", "idle: share of a core", cpu / lasted / 1e7, " %", 0.02)

    # ---- What is measured

    def one_meter(self, goal, what, order, rounds):
        def figures(kind):
            with self.running(kind) as (feeder, gateway):
                cpu, sleeps = gateway.cpu_ns(), gateway.sleeps()
                sent, lost, p50, _, p99, _ = feeder.ask(order)
                return {"p50": p50, "p99": p99, "lost": lost, "cpu": (gateway.cpu_ns() - cpu) / sent / 1e3,
                        "wakeups": gateway.wakeups_since(sleeps) / sent}

        floor, ours = self.medians(rounds, figures)
        for name, text, unit in [("p50", "p50", "us"), ("cpu", "CPU a frame", "us"), ("wakeups", "wake-ups a frame", "")]:
            self.report.figure(goal, f"{what}: {text}", ours[name] / floor[name], "x", None,
                               f"{ours[name]:.1f} {unit}, floor {floor[name]:.1f} {unit}")
        self.report.figure(goal, f"{what}: p99", ours["p99"], " us", None, f"floor {floor['p99']:.0f} us")
        self.report.figure(goal, f"{what}: frames lost", ours["lost"], "", 0)

    def growth(self, counts):
        for meters in counts:
            for kind in KINDS:
                with self.running(kind, meters) as (feeder, gateway):
                    cpu, begin = gateway.cpu_ns(), time.monotonic()
                    sent, lost, p50, _, p99, _ = feeder.ask("all 10 1000")
                    cpu, lasted = gateway.cpu_ns() - cpu, time.monotonic() - begin
                    self.report.figure(
                        "P9", f"{meters} meters, {kind}: CPU a frame", cpu / sent / 1e3, " us", None,
                        f"p50 {p50:.0f} us, p99 {p99:.0f} us, {lost:.0f} lost, {cpu / lasted / 1e7:.2f} % of a core, "
                        f"RSS {gateway.resident_kib()} KiB")

    def flood(self, seconds):
        def figures(kind):
            with self.running(kind) as (feeder, gateway):
                before, cpu = gateway.resident_kib(), gateway.cpu_ns()
                sent, lost, lasted = feeder.ask(f"flood {seconds}")
                return {"rate": sent / lasted * 1e9, "cpu": (gateway.cpu_ns() - cpu) / sent / 1e3, "sent": sent,
                        "lost": lost, "before": before, "after": gateway.resident_kib()}

        floor, ours = self.medians(1, figures)
        self.report.figure("P10", "flood: CPU a frame", ours["cpu"] / floor["cpu"], "x", None,
                           f"{ours['cpu']:.1f} us, floor {floor['cpu']:.1f} us")
        self.report.figure("P10", "flood: frames a second", ours["rate"], "", None, f"floor {floor['rate']:.0f}")
        self.report.figure("P10", "flood: frames lost", ours["lost"], "", None, f"of {ours['sent']:.0f}")
        self.report.figure("P11", "resident memory", ours["before"] / 1024, " MiB", None, f"floor {floor['before'] / 1024:.1f} MiB")
        self.report.figure("P11", f"growth over {ours['sent']:.0f} frames", (ours["after"] - ours["before"]) / 1024, " MiB")


def measure(report, programs, everything, quick):
    report.heading("Whole gateway, against a small one in C that does nothing else")
    with tempfile.NamedTemporaryFile() as telegram:
        telegram.write(subprocess.run([programs / "frame-bench", "telegram"], check=True, capture_output=True).stdout)
        telegram.flush()
        bench = Bench(report, programs, telegram.name)
        bench.start_up(3 if quick else 9)
        bench.idle(10 if quick else 30)
        if not everything:
            return
        bench.one_meter("P6", "frame in one write", "one 100 200 0 0", 3)
        bench.one_meter("P8", "frame in pieces as from the wire", "one 50 250 64 5500", 3)
        bench.growth([1, 5, 50, 500])
        bench.flood(20)
