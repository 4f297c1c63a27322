# SPDX-License-Identifier: Apache-2.0
"""An emulated PC with 16550 ports, FTDI adapters and a GPIO chip, and its far ends.

    with Machine(uarts=5) as machine:
        status, output = machine.run("gpiodetect")
        wire = machine.serial("uart0")        # the far end of /dev/ttyS4
        for line, event in machine.gpio_events(): ...

uart0 is /dev/ttyS4, uart1 /dev/ttyS5 and so on; usb0 is /dev/serial/by-id/usb-METER0. In the guest
the name "broker" is this host's loopback: run the tests with only that in reach (scripts/hil does).
"""
import base64
import contextlib
import ctypes
import json
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time

CACHE = pathlib.Path(__file__).resolve().parents[2] / ".hil-cache"
STATUS = re.compile(rb"\x1e(\d+)\n$")
CHIP = "pinctrl-bcm2711"
BOOT_SECONDS = 90


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def end_with_parent():
    PR_SET_PDEATHSIG = 1
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Machine:
    def __init__(self, uarts=5, usb=0):
        self.uarts, self.usb = uarts, usb
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="hil-"))
        self.agent = free_port()
        self.process = None
        self.monitor = None

    def __enter__(self):
        started = time.monotonic()
        with open(self.folder / "qemu.log", "w") as log:
            self.process = subprocess.Popen(
                self._command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, preexec_fn=end_with_parent)
        console = self.folder / "console.log"
        try:
            # The console tells when the agent listens. QEMU itself accepts connections long before,
            # and then takes seconds to try the guest again.
            while not (console.exists() and b"hil: ready" in console.read_bytes()):
                if self.process.poll() is not None:
                    raise RuntimeError("qemu: " + (self.folder / "qemu.log").read_text())
                if time.monotonic() - started > BOOT_SECONDS:
                    raise TimeoutError("no boot: " + console.read_text(errors="replace")[-2000:])
                time.sleep(0.05)
            self.check("true")
        except BaseException:
            self.__exit__()
            raise
        self.boot_seconds = time.monotonic() - started
        return self

    def __exit__(self, *_):
        if self.monitor:
            self.monitor.close()
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _command(self):
        folder = self.folder
        kernel = ("console=ttyS0 quiet loglevel=3 panic=-1 mitigations=off nokaslr "
                  f"8250.nr_uarts=32 hil.gpio={CHIP}:58")
        command = [
            "qemu-system-x86_64", "-M", "pc,usb=off,vmport=off", "-accel", "tcg,thread=multi",
            "-cpu", "qemu64", "-smp", "2", "-m", "768", "-nodefaults", "-no-user-config",
            "-display", "none", "-no-reboot", "-device", "virtio-rng-pci",
            "-kernel", f"{CACHE}/kernel/vmlinux", "-initrd", f"{CACHE}/initramfs.cpio",
            "-append", kernel,
            "-chardev", f"file,id=console,path={folder}/console.log", "-serial", "chardev:console",
            "-qmp", f"unix:{folder}/qmp.sock,server=on,wait=off",
            # The tests' own link reaches nothing; the other one reaches this host's loopback.
            "-netdev", "user,id=mgmt,net=10.0.3.0/24,restrict=on,"
            f"hostfwd=tcp:127.0.0.1:{self.agent}-10.0.3.15:7000",
            "-device", "virtio-net-pci,addr=0x1e,romfile=,netdev=mgmt,mac=52:54:00:00:03:15",
            "-netdev", "user,id=net0,net=10.0.2.0/24",
            "-device", "virtio-net-pci,addr=0x1f,romfile=,netdev=net0,id=nic0,mac=52:54:00:00:02:15",
        ]
        for index in range(self.uarts):
            command += self._far_end(f"uart{index}")
        # Cards of four ports, then one of two and one of one, in the order of their addresses.
        first = 0
        for address in range(0x10, 0x1e):
            left = self.uarts - first
            if left <= 0:
                break
            ports = 4 if left >= 4 else 2 if left >= 2 else 1
            model = "pci-serial" if ports == 1 else f"pci-serial-{ports}x"
            ends = [f"chardev{'' if ports == 1 else port + 1}=uart{first + port}" for port in range(ports)]
            command += ["-device", f"{model},addr={address:#x},{','.join(ends)}"]
            first += ports
        if self.usb:
            command += ["-device", "qemu-xhci,id=xhci,p2=15,p3=1"]
        for index in range(self.usb):
            adapter = ",".join(f"{key}={value}" for key, value in self._adapter(index).items())
            command += self._far_end(f"usb{index}") + ["-device", adapter.replace("driver=", "", 1)]
        return command

    def _far_end(self, name):
        return ["-chardev", f"socket,id={name},path={self.folder}/{name}.sock,server=on,wait=off"]

    @staticmethod
    def _adapter(index):
        return {"driver": "usb-serial", "id": f"usb{index}", "chardev": f"usb{index}",
                "serial": f"METER{index}", "always-plugged": "on", "bus": "xhci.0", "port": str(index + 1)}

    # Commands in the guest

    def _ask(self, command, timeout):
        connection = socket.create_connection(("127.0.0.1", self.agent), timeout=timeout)
        connection.sendall(base64.b64encode(command.encode()) + b"\n")
        return connection

    def run(self, command, timeout=60, data=None):
        """Runs a shell command: its exit status and its output."""
        if data is None:
            command = f"({command}\n) </dev/null"
        with self._ask(command, timeout) as connection:
            if data is not None:
                connection.sendall(data)
                connection.shutdown(socket.SHUT_WR)
            answer = b""
            # Ends at the status: a program left in the background may keep the connection open.
            while not STATUS.search(answer):
                part = connection.recv(65536)
                if not part:
                    raise RuntimeError(f"no exit status: {answer[-200:]!r}")
                answer += part
        output, _, status = answer.rpartition(b"\x1e")
        return int(status), output.decode(errors="replace")

    def check(self, command, **options):
        """Runs a shell command that must succeed: its output."""
        status, output = self.run(command, **options)
        if status:
            raise RuntimeError(f"{command}: exit {status}\n{output}")
        return output

    def write(self, path, text, mode=0o644):
        """Makes a file in the guest."""
        data = text.encode()
        self.check(f"head -c {len(data)} > {path} && chmod {mode:o} {path}", data=data)

    def lines(self, command):
        """Runs a command and gives its output line by line as it comes."""
        with self._ask(command, None) as connection, connection.makefile("rb") as output:
            for line in output:
                if line.startswith(b"\x1e"):
                    return
                yield line.decode(errors="replace").rstrip("\n")

    # Hardware

    def serial(self, name):
        """A socket to the far end of uartN or usbN; one at a time."""
        wire = socket.socket(socket.AF_UNIX)
        wire.connect(str(self.folder / f"{name}.sock"))
        return wire

    def gpio_events(self):
        """The events of all lines as (line, event); see guest/gpio-events. Begins when all is seen."""
        events = self.lines("exec /hil/gpio-events")
        if next(events, None) != "ready":
            raise RuntimeError("no GPIO events")
        return ((int(line), event) for line, event in (text.split(" ", 1) for text in events))

    def gpio_level(self, line):
        """The level of a line, seen from outside."""
        return int(self.check(f"cat /sys/devices/platform/gpio-sim.0/gpiochip*/sim_gpio{line}/value"))

    def unplug(self, name):
        self.qmp("device_del", id=name)

    def plug(self, name):
        for _ in range(100):
            with contextlib.suppress(RuntimeError):  # device_del ends when the guest has let go
                return self.qmp("device_add", **{**self._adapter(int(name[3:])), "always-plugged": True})
            time.sleep(0.1)
        raise TimeoutError(f"{name} cannot be plugged in again")

    def qmp(self, command, **arguments):
        if not self.monitor:
            connection = socket.socket(socket.AF_UNIX)
            connection.settimeout(20)
            connection.connect(str(self.folder / "qmp.sock"))
            self.monitor = connection.makefile("rwb")
            json.loads(self.monitor.readline())
            self.qmp("qmp_capabilities")
        self.monitor.write(json.dumps({"execute": command, "arguments": arguments}).encode() + b"\n")
        self.monitor.flush()
        while True:
            answer = json.loads(self.monitor.readline())
            if "error" in answer:
                raise RuntimeError(f"{command}: {answer['error']['desc']}")
            if "return" in answer:
                return answer["return"]
