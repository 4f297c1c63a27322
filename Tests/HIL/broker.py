# SPDX-License-Identifier: Apache-2.0
"""A broker on this host's loopback and everything that is published to it."""
import json
import pathlib
import shutil
import subprocess
import tempfile
import threading

PORT = 1883  # alone on this loopback: scripts/hil runs the tests in a network of their own


class Broker:
    def __enter__(self):
        self.messages = []  # (topic, payload), in the order of their arrival
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="hil-broker-"))
        settings = self.folder / "mosquitto.conf"
        settings.write_text(f"listener {PORT} 127.0.0.1\nallow_anonymous true\n")
        self.server = subprocess.Popen(
            ["mosquitto", "-c", settings], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.reader = subprocess.Popen(
            ["mosquitto_sub", "-h", "127.0.0.1", "-p", str(PORT), "-t", "meters/#", "-F", "%t %p",
             "-q", "1", "-E"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._subscribe()
        return self

    def _subscribe(self):
        """Starts the reader once the broker listens; -E above only tells when that is."""
        while self.reader.wait() != 0:
            if self.server.poll() is not None:
                raise RuntimeError("mosquitto ended")
            self.reader = subprocess.Popen(
                self.reader.args, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        command = [word for word in self.reader.args if word != "-E"]
        self.reader = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        threading.Thread(target=self._collect, daemon=True).start()

    def _collect(self):
        for line in self.reader.stdout:
            topic, _, payload = line.rstrip("\n").partition(" ")
            self.messages.append((topic, payload))

    def __exit__(self, *_):
        for process in (self.reader, self.server):
            process.kill()
            process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def on(self, topic):
        """The messages of a topic, oldest first."""
        return [json.loads(payload) for found, payload in list(self.messages) if found == topic]

    def last(self, topic):
        return (self.on(topic) or [{}])[-1]
