# SPDX-License-Identifier: Apache-2.0
"""Measures the programs in a folder and says whether what must hold does; scripts/bench builds them."""

import argparse
import os
import resource
import sys
from pathlib import Path

import frames
import gateways
from process import broker_path
from report import Report


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench")
    parser.add_argument("programs", type=Path)
    parser.add_argument("--quick", action="store_true", help="fewer rounds: under a minute")
    parser.add_argument("--all", action="store_true", help="also what is measured without a bound")
    parser.add_argument("--frames", action="store_true", help="the frame path alone")
    options = parser.parse_args()

    # Five hundred meters are a thousand descriptors in the feeder.
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    load, cores = os.getloadavg()[0], os.cpu_count()
    print(f"{cores} cores, load {load:.1f}", end="")
    print("; times are rough on a busy machine, counts are not" if load > cores / 2 else "")

    report = Report()
    frames.measure(report, options.programs, 7 if options.quick else 15)
    if options.frames:
        pass
    elif broker_path():
        gateways.measure(report, options.programs, options.all, options.quick)
    else:
        report.skipped("P12", "mosquitto is missing; scripts/setup installs it")
    return report.answer()


if __name__ == "__main__":
    sys.exit(main())
