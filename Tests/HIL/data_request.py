#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The gateway on five serial ports and five request lines. usage: data_request.py GATEWAY...

Each meter sends only while its own line is asserted, so what arrives at the broker proves that the
gateway asserts the right line for the right port. GATEWAY is a path in the guest, NAME-VERSION.
"""
import sys
import time

from broker import Broker
from machine import CHIP, Machine
from meters import Street
from report import Report, wait

FOLDER = "/tmp/gateway"
PERIOD = 2.0
LINES = {f"uart{index}": 20 + index for index in range(5)}
AS_USER = "/usr/bin/setpriv --reuid 1000 --regid 1000 --groups 20"
report = Report()


def configuration():
    text = (f"version: 1\ngateway:\n  state_dir: {FOLDER}/state\n  log_level: info\n"
            "mqtt:\n  url: mqtt://broker:1883\n  client_id: hil\nmeters:\n")
    for index, line in enumerate(LINES.values()):
        # The odd ones by name: both ways lead to the same line.
        request = f"line_name: GPIO{line}" if index % 2 else f"line: {line}"
        text += (f"  - id: flat-{index + 1}\n    port: /dev/ttyS{4 + index}\n"
                 f"    key_file: flat-{index + 1}.key\n"
                 f"    data_request: {{chip: {CHIP}, {request}, active_low: false, on_exit: release}}\n")
    return text


def prepare(machine, street):
    machine.check(f"rm -rf {FOLDER}; mkdir -p {FOLDER}/state")
    machine.write(f"{FOLDER}/meters.yaml", configuration())
    for index, meter in enumerate(street.meters.values()):
        machine.write(f"{FOLDER}/flat-{index + 1}.key", meter.key.hex() + "\n", mode=0o600)
    machine.check(f"chown -R 1000:1000 {FOLDER}")


def start(machine, gateway):
    return machine.check(
        f"cd {FOLDER}; {AS_USER} sh -c '{gateway} run --config meters.yaml > log 2>&1;"
        f" echo $? > status' > /dev/null 2>&1 &\n"
        f"until pidof {gateway.rsplit('/', 1)[1]}; do sleep 0.1; done").strip()


def levels(machine):
    return [machine.gpio_level(line) for line in LINES.values()]


def telegrams(broker):
    return [broker.on(f"meters/flat-{index + 1}/telegram") for index in range(len(LINES))]


def reads_five_meters(machine, gateway, version):
    with Broker() as broker, Street(machine, LINES, PERIOD) as street:
        prepare(machine, street)
        report.expect(f"{version}: no meter sends while no line is asserted",
                      levels(machine) == [0] * 5 and not any(street.sent.values()))
        process = start(machine, gateway)
        took = wait(lambda: all(len(found) >= 3 for found in telegrams(broker)), 60)
        found = [len(each) for each in telegrams(broker)]
        report.expect(f"{version}: five meters arrive at the broker", took is not None, f"{found} telegrams")
        if took is None:
            print(machine.run(f"cat {FOLDER}/log")[1][-4000:])
        report.expect(f"{version}: each through its own port",
                      [{each.get("identity") for each in found} for found in telegrams(broker)]
                      == [{meter.identity} for meter in street.meters.values()])
        report.expect(f"{version}: all of them verified",
                      {each.get("authentication") for found in telegrams(broker) for each in found} == {"verified"})
        report.expect(f"{version}: all five lines are asserted", levels(machine) == [1] * 5)
        health = [broker.last(f"meters/flat-{index + 1}/health") for index in range(5)]
        report.expect(f"{version}: health says so", [each.get("data_request") for each in health] == ["asserted"] * 5)

        machine.check(f"kill {process}")
        took = wait(lambda: machine.run(f"cat {FOLDER}/status")[1].strip() == "0", 10)
        report.expect(f"{version}: SIGTERM ends it with 0 within 5 s", took is not None and took <= 5,
                      f"{took or 0:.1f} s, {machine.run(f'cat {FOLDER}/status')[1].strip()}")
        report.expect(f"{version}: G7 and releases all lines", wait(
            lambda: levels(machine) == [0] * 5
            and all("released" in street.history[line] and "in" in street.history[line]
                    for line in LINES.values()), 5) is not None, street.history)
        sent = dict(street.sent)
        time.sleep(2 * PERIOD)
        # A frame that had begun when the line fell is still sent to its end.
        report.expect(f"{version}: after which no meter sends",
                      all(street.sent[port] <= sent[port] + 1 for port in LINES), f"{sent} {street.sent}")
        report.expect(f"{version}: the gateway says that it is offline",
                      broker.last("meters/gateway/state") == {"state": "offline"})

        for line in LINES.values():
            street.history[line].clear()
        process = start(machine, gateway)
        wait(lambda: levels(machine) == [1] * 5, 30)
        machine.check(f"kill -9 {process}")
        report.expect(f"{version}: G8 after kill -9 the kernel takes all lines back", wait(
            lambda: levels(machine) == [0] * 5
            and all("released" in street.history[line] for line in LINES.values()), 5) is not None)


def main():
    for gateway in sys.argv[1:]:
        # A fresh machine each: QEMU keeps bytes for a closed port, and a GPIO watcher for its chip.
        with Machine(uarts=len(LINES)) as machine:
            print(f"booted in {machine.boot_seconds:.1f} s", flush=True)
            reads_five_meters(machine, gateway, gateway.rsplit("-", 1)[1])
    report.end()


if __name__ == "__main__":
    main()
