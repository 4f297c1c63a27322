# SPDX-License-Identifier: Apache-2.0
"""Broker, feeder and gateways as processes, and what the kernel knows of them."""

import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path


def broker_path():
    return shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin")


class Broker:
    """A mosquitto on a free port of this machine only."""

    def __enter__(self):
        self.folder = tempfile.mkdtemp()
        for _ in range(20):
            self.port = random.randint(20000, 29999)
            path = Path(self.folder, "mosquitto.conf")
            path.write_text(f"listener {self.port} 127.0.0.1\nallow_anonymous true\nset_tcp_nodelay true\n")
            self.process = subprocess.Popen(
                [broker_path(), "-c", path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if self._is_up():
                return self
        raise SystemExit("bench: no broker could be started")

    def _is_up(self):
        for _ in range(100):
            if self.process.poll() is not None:
                return False
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return True
            time.sleep(0.02)
        return False

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder)


class Feeder:
    """Meters on pseudo-terminals, and a subscriber that takes the time."""

    def __init__(self, programs, telegram, meters, broker):
        self.process = subprocess.Popen(
            [programs / "feed", telegram, str(meters), str(broker.port)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        self.ports = []
        while (line := self.process.stdout.readline().split()) != ["ready"]:
            if not line:
                raise SystemExit("bench: the feeder did not start")
            self.ports.append(line[1:])

    def __enter__(self):
        return self

    def order(self, text):
        self.process.stdin.write(text + "\n")

    def answer(self):
        word, *figures = self.process.stdout.readline().split()
        return [float(figure) for figure in figures]

    def ask(self, text):
        self.order(text)
        return self.answer()

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()


class Gateway:
    """A gateway under test; `start` returns as soon as it is forked."""

    def __init__(self, kind, programs, feeder, broker):
        self.folder = tempfile.mkdtemp()
        if kind == "floor":
            path = Path(self.folder, "ports")
            path.write_text("".join(" ".join(port) + "\n" for port in feeder.ports))
            self.command = [programs / "floor_gateway", path, str(broker.port), "0"]
        else:
            self.command = [programs / "meter-gateway", "run", "--log-level", "error", "--config", self._configuration(feeder, broker)]

    def _configuration(self, feeder, broker):
        lines = ["version: 1", f"gateway: {{state_dir: {self.folder}/state}}",
                 f"mqtt: {{url: 'mqtt://127.0.0.1:{broker.port}', client_id: bench}}", "meters:"]
        for identifier, device, key in feeder.ports:
            path = Path(self.folder, identifier + ".key")
            path.touch(mode=0o600)
            path.write_text(key + "\n")
            lines.append(f"  - {{id: {identifier}, port: {device}, key_file: {path}}}")
        path = Path(self.folder, "meters.yaml")
        path.write_text("\n".join(lines) + "\n")
        return path

    def __enter__(self):
        self.log = open(os.path.join(self.folder, "log"), "w+")
        self.started = time.monotonic_ns()
        self.process = subprocess.Popen(self.command, stdout=self.log, stderr=self.log)
        return self

    def __exit__(self, *_):
        ended = self.process.poll()
        if ended is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait()
        self.log.seek(0)
        said = self.log.read()
        self.log.close()
        shutil.rmtree(self.folder)
        if ended is not None:
            raise SystemExit(f"bench: {self.command[0]} ended by itself ({ended}): {said}")

    def cpu_ns(self):
        """Time on a processor, all threads, those that have ended too: clock_getcpuclockid(3)."""
        return time.clock_gettime_ns(~self.process.pid << 3 | 2)

    def sleeps(self):
        """How often each thread went to sleep by itself, and so was woken."""
        tasks = Path("/proc", str(self.process.pid), "task").iterdir()
        return {task.name: self._field(task / "status", "voluntary_ctxt_switches:") for task in tasks}

    def wakeups_since(self, before):
        return sum(now - before.get(thread, 0) for thread, now in self.sleeps().items())

    def resident_kib(self):
        return self._field(Path("/proc", str(self.process.pid), "status"), "VmRSS:")

    @staticmethod
    def _field(path, name):
        for line in path.read_text().splitlines():
            if line.startswith(name):
                return int(line.split()[1])
        return 0
