# SPDX-License-Identifier: Apache-2.0
"""Meters at the far ends of the machine's serial ports.

Each sends a sealed frame every period while its own request line is asserted, and nothing otherwise.
"""
import struct
import threading
import time

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

AUTHENTICATION_KEY = bytes.fromhex("00112233445566778899AABBCCDDEEFF")
BYTES_PER_SECOND = 11520  # 115200 8N1; QEMU's ports take bytes as fast as they are read


def crc16_arc(data):
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc


class Meter:
    def __init__(self, number):
        self.key = bytes([0x40 + number]) * 16
        # Maker, device type, function type 7 with the serial number.
        self.title = b"SAG" + bytes([0x67]) + struct.pack(">I", 0x7000_0000 + 1000 + number)
        self.identity = f"SAG1030700{1000 + number:06d}"
        self.counter = 100 * number

    def telegram(self):
        text = (f"/Lux5\\{self.identity}_D\r\n\r\n1-3:0.2.8(42)\r\n0-0:1.0.0(260115120000W)\r\n"
                f"0-0:42.0.0({self.identity.encode().hex().upper()})\r\n"
                f"1-0:1.8.0({self.counter:010.3f}*kWh)\r\n!").encode()
        return text + f"{crc16_arc(text):04X}\r\n".encode()

    def frame(self):
        """The next frame: DB 08 title 82 length 30 counter ciphertext tag (12 bytes)."""
        self.counter += 1
        counter = struct.pack(">I", self.counter)
        cipher = Cipher(algorithms.AES(self.key), modes.GCM(self.title + counter)).encryptor()
        cipher.authenticate_additional_data(b"\x30" + AUTHENTICATION_KEY)
        sealed = cipher.update(self.telegram()) + cipher.finalize()
        body = b"\x30" + counter + sealed + cipher.tag[:12]
        return b"\xdb\x08" + self.title + b"\x82" + struct.pack(">H", len(body)) + body


class Street:
    """Meters on ports, each with its request line: {"uart0": 17, "uart1": 27}."""

    def __init__(self, machine, lines, period=2.0):
        self.machine, self.lines, self.period = machine, lines, period
        self.meters = {port: Meter(number) for number, port in enumerate(lines, 1)}
        self.asserted = {port: threading.Event() for port in lines}
        self.sent = {port: 0 for port in lines}
        self.history = {line: [] for line in lines.values()}
        self.stopping = threading.Event()

    def __enter__(self):
        events = self.machine.gpio_events()
        threading.Thread(target=self._watch, args=(events,), daemon=True).start()
        for port in self.lines:
            threading.Thread(target=self._talk, args=(port,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.stopping.set()

    def _watch(self, events):
        ports = {line: port for port, line in self.lines.items()}
        try:
            for line, event in events:
                if line not in ports:
                    continue
                self.history[line].append(event)
                if event == "1":
                    self.asserted[ports[line]].set()
                elif event in ("0", "in", "released"):
                    self.asserted[ports[line]].clear()
        except (OSError, ValueError):
            pass  # the machine is gone

    def _talk(self, port):
        with self.machine.serial(port) as wire:
            while not self.stopping.is_set():
                if not self.asserted[port].wait(0.1):
                    continue
                self._send(wire, self.meters[port].frame())
                self.sent[port] += 1
                self.stopping.wait(self.period)

    @staticmethod
    def _send(wire, frame, size=64):
        try:
            for start in range(0, len(frame), size):
                wire.sendall(frame[start:start + size])
                time.sleep(size / BYTES_PER_SECOND)
        except OSError:
            pass  # the machine is gone
