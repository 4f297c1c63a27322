# SPDX-License-Identifier: Apache-2.0
"""A simulated street, a real broker and a real gateway with its page, each a process of its own."""
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

LIMIT = 45.0

# A name that would do harm if it ever became markup.
HARMFUL = "<script>window.harmed=1</script><img src=x onerror=window.harmed=2>"


def wait_until(is_met, what, limit=LIMIT):
    """Asks again and again; for conditions outside the browser."""
    end = time.monotonic() + limit
    while True:
        answer = is_met()
        if answer:
            return answer
        if time.monotonic() > end:
            raise AssertionError(f"not within {limit} s: {what}")
        time.sleep(0.05)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port):
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


class House:
    """What a test sees of it: `url`, orders to the street, and the gateway to stop and start."""

    def __init__(self, programs, meters=5, sensors=1, http="", names=None, reference_power=None, street=()):
        self.programs = Path(programs)
        # A short path: the simulator's control socket has at most 108 bytes.
        self.folder = Path(tempfile.mkdtemp(prefix="page-", dir="/tmp"))
        self.street = self.folder / "street"
        self.processes = []
        self.broker_port, self.port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        try:
            self.start_broker()
            self.start("street", [
                self.programs / "meter-simulator", "street", "--dir", self.street, "--meters", str(meters),
                "--sensors", str(sensors), "--interval", "1s", "--broker", f"mqtt://127.0.0.1:{self.broker_port}", *street,
            ])
            wait_until(lambda: "The street is open" in self.log("street"), "the street")
            self.configure(http, names or {}, reference_power or {})
            self.start_gateway()
        except BaseException:
            self.close()
            raise

    def configure(self, http, names, reference_power):
        path = self.street / "meters.yaml"
        text = path.read_text()
        for meter, name in names.items():
            text = re.sub(rf"(- id: {meter}\n    name: ).*", lambda found: found[1] + json.dumps(name), text)
        for meter, power in reference_power.items():
            text = re.sub(rf"(- id: {meter}\n)", rf"\1    reference_power: {power}\n", text)
        path.write_text(text + f"\nhttp:\n  listen: 127.0.0.1:{self.port}\n{http}")
        path.chmod(0o600)

    def start(self, name, command):
        log = open(self.folder / f"{name}.log", "ab")
        process = subprocess.Popen([str(part) for part in command], stdout=log, stderr=subprocess.STDOUT, env=os.environ)
        log.close()
        self.processes.append(process)
        return process

    def start_broker(self):
        settings = self.folder / "mosquitto.conf"
        settings.write_text(f"listener {self.broker_port} 127.0.0.1\nallow_anonymous true\n")
        broker = shutil.which("mosquitto", path=os.environ["PATH"] + ":/usr/sbin")
        self.broker = self.start("broker", [broker, "-c", settings])
        wait_until(lambda: answers(self.broker_port), "the broker")

    def start_gateway(self):
        self.gateway = self.start("gateway", [self.programs / "meter-gateway", "run", "--config", self.street / "meters.yaml"])
        try:
            wait_until(lambda: self.gateway.poll() is not None or self.healthy(), "the gateway")
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.log('gateway')[-2000:]}") from None
        assert self.gateway.poll() is None, self.log("gateway")[-2000:]

    def healthy(self):
        try:
            with urllib.request.urlopen(self.url + "healthz", timeout=1) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def stop(self, process):
        process.send_signal(signal.SIGTERM)
        process.wait(LIMIT)

    def log(self, name):
        path = self.folder / f"{name}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def order(self, command):
        """Gives the street an order that must succeed."""
        done = subprocess.run(
            [self.programs / "meter-simulator", "control", self.street, *command.split()],
            capture_output=True, text=True, timeout=LIMIT, check=False)
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"

    def get(self, path, token=None):
        request = urllib.request.Request(self.url + path.lstrip("/"))
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        with urllib.request.urlopen(request, timeout=5) as answer:
            return json.load(answer)

    def is_live(self):
        """Whether every meter and sensor has spoken."""
        overview = self.get("api/v1/overview")
        self.states = {one["id"]: (one["state"], one["code"]) for one in overview["meters"] + overview["sensors"]}
        return all(state == "online" for state, _ in self.states.values())

    def wait_until_live(self):
        try:
            wait_until(self.is_live, "every meter and sensor online")
        except AssertionError as error:
            raise AssertionError(f"{error}: {self.states}") from None

    def close(self):
        for process in reversed(self.processes):
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(5)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait(5)
        shutil.rmtree(self.folder, ignore_errors=True)
