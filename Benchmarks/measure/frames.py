# SPDX-License-Identifier: Apache-2.0
"""The frame path: times against the floor in C, instructions, allocations, hostile bytes."""

import os
import re
import shutil
import statistics
import subprocess
import tempfile

# Callgrind and the allocation counter take the difference of two runs, so that only what each frame costs is left.
FEW, MANY = 500, 1500


def output(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def table(text):
    return {name: float(figure) for name, figure in (line.split() for line in text.splitlines())}


def interleaved(rounds, **commands):
    """Runs all commands in turn, several times; for each command and case the median."""
    seen = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            seen[name].append(table(output(*command)))
    return {name: {case: statistics.median(run[case] for run in runs) for case in runs[0]} for name, runs in seen.items()}


def measure(report, programs, rounds):
    report.heading("Frame path: one telegram with all 55 objects of the Luxembourg list")
    bench, folder = programs / "frame-bench", tempfile.mkdtemp()
    frames = os.path.join(folder, "frames.bin")
    with open(frames, "wb") as file:
        subprocess.run([bench, "frames"], check=True, stdout=file)
    key = output(bench, "key").strip()

    times = interleaved(rounds, ours=[bench, "time"], floor=[programs / "floor_frames", frames, key])
    for case, name, goal, bound in [
        ("open", "seal alone", "", None), ("crc", "checksum alone", "", None), ("parse", "lines alone", "", None),
        ("all", "frame path against the floor in C", "P1", 1.5),
    ]:
        ours, floor = times["ours"][case], times["floor"][case]
        report.figure(goal, name, ours / floor, "x", bound, f"{ours:.0f} ns, floor {floor:.0f} ns")
    instructions(report, bench, folder)
    allocations(report, bench, programs / "count_allocations.so", folder)
    hostile(report, bench, rounds)
    shutil.rmtree(folder)


def instructions(report, bench, folder):
    if not shutil.which("valgrind"):
        report.skipped("P2", "valgrind is missing; scripts/setup --bench installs it")
        return
    stripped = os.path.join(folder, "frame-bench")
    # Valgrind cannot read the debug information of newer Swift compilers.
    subprocess.run(["strip", "-o", stripped, bench], check=True)

    def collected(times):
        said = subprocess.run(
            ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", stripped, "run", "all", str(times)],
            check=True, capture_output=True, text=True).stderr
        return int(re.search(r"Collected : (\d+)", said).group(1))

    report.figure("P2", "instructions a frame", round((collected(MANY) - collected(FEW)) / (MANY - FEW)), "", 40_000)


def allocations(report, bench, counter, folder):
    path = os.path.join(folder, "allocations")

    def counted(times):
        output(bench, "run", "all", str(times), env=dict(os.environ, LD_PRELOAD=str(counter), ALLOCATIONS=path))
        with open(path) as file:
            return int(file.read())

    few, many = counted(FEW), counted(MANY)
    report.figure("P3", "allocations a frame", (many - few) / (MANY - FEW), "", 0, f"{few} at start-up and in sealing")


def hostile(report, bench, rounds):
    report.heading("Hostile bytes between good frames, CPU a byte against good frames alone")
    times = interleaved(rounds, ours=[bench, "hostile"])["ours"]
    good = times["good"]
    for case, name, bound in [
        ("garbage", "random bytes", 1.2), ("cut", "cut frames", 1.2), ("wrong-tag", "wrong tags", 1.2),
        ("mixed", "all three", 1.2), ("false-starts", "false starts of 16 KiB, the worst there is", None),
    ]:
        report.figure("P18", name, times[case] / good, "x", bound, f"{times[case]:.2f} ns, good {good:.2f} ns")
