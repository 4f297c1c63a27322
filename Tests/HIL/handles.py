#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The GPIO and serial handles on real drivers, by the probe. usage: handles.py PROBE...

Each PROBE is a path in the guest, NAME-VERSION: the same program linked with that libgpiod.
"""
import contextlib
import sys
import threading

from machine import CHIP, Machine
from report import Report, wait

AS_USER = "/usr/bin/setpriv --reuid 1000 --regid 1000 --groups 20"
report = Report()


class Running:
    """A probe in the guest; its input ends when this is closed."""

    def __init__(self, machine, command):
        self.connection = machine._ask(f"exec {command}", 30)
        self.output = self.connection.makefile("r", newline="\n", errors="replace")
        self.first = self.read()

    def read(self):
        return self.output.readline().rstrip("\n")

    def tell(self, word):
        self.connection.sendall(word.encode() + b"\n")
        return self.read()

    def end(self):
        """Lets the probe end by itself: what it said last."""
        self.connection.sendall(b"end\n")
        return self.read()

    def close(self):
        self.output.close()
        self.connection.close()


@contextlib.contextmanager
def events_of(machine, line):
    """A list that grows by the events of one line."""
    events = []
    stream = machine.gpio_events()

    def collect():
        with contextlib.suppress(OSError, ValueError):
            for number, event in stream:
                if number == line:
                    events.append(event)

    threading.Thread(target=collect, daemon=True).start()
    yield events
    # A chip that goes away while its lines are watched hangs in Linux 6.1.
    machine.run("killall gpionotify awk")


def lines(machine, probe, version):
    def refused(command, user=""):
        return machine.run(f"{user} {probe} {command}")[1].strip()

    say = lambda sentence: f"{version}: {sentence}"
    for chip in (CHIP, "gpiochip0", "/dev/gpiochip0"):
        for line in ("17", "GPIO17"):
            running = Running(machine, f"{probe} hold {chip} {line} release")
            report.expect(say(f"{line} of {chip} is held and asserted"),
                          running.first == "ready" and machine.gpio_level(17) == 1, running.first)
            running.end()
            running.close()
    running = Running(machine, f"{AS_USER} {probe} hold {CHIP} 17 release")
    report.expect(say("a member of the chip's group may hold a line"), running.first == "ready", running.first)
    report.expect(say("the line follows"), running.tell("0") == "set 0" and machine.gpio_level(17) == 0)
    report.expect(say("and follows again"), running.tell("1") == "set 1" and machine.gpio_level(17) == 1)
    found = refused(f"hold {CHIP} 17 release")
    report.expect(say("G2 a held line is busy, and by whom is known"),
                  found.startswith("gpio_busy") and "'hil-probe'" in found, found)
    running.close()
    report.expect(say("the line is free when its holder's input ends"),
                  wait(lambda: machine.gpio_level(17) == 0, 5) is not None)

    found = refused("hold no-such-chip 17 release")
    report.expect(say("G1 a chip that is not there is missing"), found.startswith("gpio_missing: there is no"), found)
    found = refused(f"hold {CHIP} 58 release")
    report.expect(say("G1 a line past the end is missing"), found.endswith("its lines are 0 to 57"), found)
    found = refused(f"hold {CHIP} GPIO99 release")
    report.expect(say("G1 a line name that is not there is missing"), found.startswith("gpio_missing"), found)
    user = "/usr/bin/setpriv --reuid 1000 --regid 1000 --clear-groups"
    for chip in (CHIP, "/dev/gpiochip0"):
        found = refused(f"hold {chip} 17 release", user)
        report.expect(say(f"G3 {chip} is denied to others"), found.startswith("gpio_denied"), found)

    with events_of(machine, 18) as events:
        for level, last in (("release", "in"), ("off", "0"), ("keep", "1")):
            running = Running(machine, f"{probe} hold {CHIP} 18 {level}")
            running.end()
            running.close()
            done = wait(lambda: "released" in events, 5)
            driven = [event for event in events if event not in ("requested", "reconfigured", "released")]
            # The two streams are merged: what counts is the last thing that the program itself did.
            if level == "keep":
                driven = [event for event in driven if event not in ("in", "out")]
            report.expect(say(f"G7 on exit the line is left as told: {level}"),
                          done is not None and driven[-1:] == [last], " ".join(events))
            events.clear()
        running = Running(machine, f"{probe} hold {CHIP} 18 off")
        wait(lambda: "1" in events, 5)
        machine.check(f"kill -9 $(pidof {probe.rsplit('/', 1)[1]})")
        report.expect(say("G8 after kill -9 the kernel takes the line back"),
                      wait(lambda: "released" in events, 5) is not None, " ".join(events))
        running.close()


def ports(machine, probe):
    running = Running(machine, f"{AS_USER} {probe} open /dev/ttyS4 9600 7E1")
    report.expect("a 16550 takes 9600 7E1", running.first == "ready", running.first)
    mode = machine.check("stty -F /dev/ttyS4 -a")
    wanted = ("speed 9600 baud", "parenb", "-parodd", "cs7", "-hupcl", "-cstopb", "clocal", "inpck",
              "-ixon", "-icrnl", "-icanon", "-echo", "-isig", "-opost")
    report.expect("S11 it is set up as told, without hang-up at close", all(word in mode for word in wanted),
                  " ".join(word for word in wanted if word not in mode))
    status, found = machine.run(f"{AS_USER} cat /dev/ttyS4")
    report.expect("S7 TIOCEXCL keeps other users out", status != 0 and "busy" in found, found.strip())
    found = machine.run(f"{AS_USER} {probe} open /dev/ttyS4 9600 8N1")[1].strip()
    report.expect("S6 a second probe is told who holds the port", found.startswith("port_busy") and "pid" in found, found)
    machine.qmp("chardev-send-break", id="uart0")
    report.expect("S9 a break is counted", wait(lambda: "brk:1" in machine.check("grep '^4:' /proc/tty/driver/serial"), 5))
    last = running.end()
    report.expect("S9 and the probe reads the counters", last.endswith("breaks 1"), last)
    running.close()
    found = machine.run(f"/usr/bin/setpriv --reuid 1000 --regid 1000 --clear-groups {probe} open /dev/ttyS4 9600 8N1")[1].strip()
    report.expect("S5 a port is denied to others, with the group to join",
                  found.startswith("port_denied") and "'dialout'" in found, found)
    found = machine.run(f"{probe} open /dev/ttyS4 921600 8N1")[1].strip()
    report.expect("S10 a speed that the chip cannot do is refused",
                  found.startswith("termios_refused") and "baud" in found, found)
    found = machine.run(f"{probe} open /dev/ttyS30 9600 8N1")[1].strip()
    report.expect("a port without hardware is an error", found.startswith("port_"), found)

    by_id = "/dev/serial/by-id/usb-METER0"
    running = Running(machine, f"{probe} open {by_id} 921600 8N1")
    report.expect("an FTDI adapter takes 921600", running.first == "ready", running.first)
    machine.unplug("usb0")
    machine.plug("usb0")
    link = f"readlink {by_id}"
    report.expect("S3 while its dead descriptor is held, an adapter comes back under another number",
                  wait(lambda: machine.run(link)[1].strip() == "../../ttyUSB1") is not None, machine.run(link)[1].strip())
    running.close()
    again = Running(machine, f"{probe} open {by_id} 115200 8N1")
    report.expect("S3 and its link leads to it", again.first == "ready", again.first)
    again.close()


def street(machine, probe, version, rounds):
    pairs = [(f"/dev/ttyS{4 + index}", 20 + index) for index in range(5)]
    wires = [machine.serial(f"uart{index}") for index in range(5)]
    running = Running(machine, f"{probe} serve {CHIP} " + " ".join(f"{path} {line}" for path, line in pairs))
    held = [machine.gpio_level(line) for _, line in pairs]
    report.expect(f"{version}: five lines are asserted at once", running.first == "ready" and held == [1] * 5, running.first)
    sent = [bytes(range(256)) * (index + 1) for index in range(5)]
    for wire, data in zip(wires, sent):
        wire.sendall(data)
    # QEMU hands the bytes over as the driver takes them; its counters tell when.
    arrived = lambda: all(f"rx:{rounds * len(data)} " in machine.check(f"grep '^{4 + index}:' /proc/tty/driver/serial")
                          for index, data in enumerate(sent))
    wait(arrived, 10)
    found = running.end()
    report.expect(f"{version}: each port got the bytes of its own wire",
                  found == " ".join(str(len(data)) for data in sent), found)
    report.expect(f"{version}: and all lines are released", [machine.gpio_level(line) for _, line in pairs] == [0] * 5)
    running.close()
    for wire in wires:
        wire.close()


def renumbered(machine, probe, version):
    """The chip comes back under another number, since its dead line was still held."""
    running = Running(machine, f"{probe} hold {CHIP} 19 release")
    machine.check("(echo 0 > /sys/kernel/config/gpio-sim/chip0/live) > /dev/null 2>&1 &")
    gone = wait(lambda: machine.run("grep -q 0 /sys/kernel/config/gpio-sim/chip0/live")[0] == 0, 5)
    found = running.tell("0")
    report.expect(f"{version}: G9 a chip that goes away loses its lines",
                  gone is not None and found.startswith("gpio_missing: line 19"), found)
    running.close()
    machine.check("echo 1 > /sys/kernel/config/gpio-sim/chip0/live; sleep 0.5; mdev -s")
    running = Running(machine, f"{probe} hold {CHIP} 19 release")
    report.expect(f"{version}: G9 and can be had again when it is back", running.first == "ready", running.first)
    running.close()


def main():
    with Machine(uarts=5, usb=1) as machine:
        print(f"booted in {machine.boot_seconds:.1f} s", flush=True)
        for rounds, probe in enumerate(sys.argv[1:], 1):
            version = probe.rsplit("-", 1)[1]
            lines(machine, probe, version)
            street(machine, probe, version, rounds)
        ports(machine, sys.argv[1])
        for probe in sys.argv[1:]:
            renumbered(machine, probe, probe.rsplit("-", 1)[1])
    report.end()


if __name__ == "__main__":
    main()
