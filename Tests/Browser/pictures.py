# SPDX-License-Identifier: Apache-2.0
"""Takes the pictures of docs/images anew: a simulated street with two days of history, read by the real gateway.

    PROGRAMS=.build/debug .build-browser/bin/python Tests/Browser/pictures.py docs/images

Takes about seven minutes and needs a processor for itself; Debian's pngquant makes the files small. The street tells 46 hours of its past at 600 times the pace. Quiet meters leave hatched
stretches, as in life: orders silence some of them on the way.
"""
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

from conftest import PROGRAMS, Visit, open_browser
from house import House, wait_until

HOURS = 46
NAMES = {
    "flat-1": "Flat 1, ground floor", "flat-2": "Flat 2, first floor", "flat-3": "Flat 3, first floor left",
    "flat-4": "Shop", "flat-5": "Cellar and lift", "rainwater": "Rainwater tank",
}
PICTURES = ["overview", "health", "meter", "phone", "trouble"]
POWER = {"flat-1": "7kW", "flat-2": "3kW", "flat-3": "7kW", "flat-4": "12kW"}


def is_present(house):
    """Whether the clocks of all meters show the present, and the broker has all that they said."""
    try:
        now = datetime.now(timezone.utc)
        latest = [house.get(f"api/v1/meters/flat-{number}/latest") for number in range(1, 6)]
        ages = [now - datetime.fromisoformat(one["time"]) for one in latest]
        return max(ages) < timedelta(seconds=30) and house.get("api/v1/gateway")["backlog"] < 10
    except OSError:
        # As long as a day is told in minutes the gateway may have no time for us.
        return False


def hush(house, meter, seconds):
    house.order(f"silence {meter} on")
    time.sleep(seconds)
    house.order(f"silence {meter} off")


def settled(visit, view, **size):
    page = visit.open(view)
    if size:
        page.set_viewport_size(size)
    visit.settle()
    page.wait_for_timeout(2_500)
    # A gateway that is short of time says so, and the page asks again.
    page.wait_for_selector("main .note:has(q)", state="detached", timeout=120_000)
    visit.settle()
    page.wait_for_timeout(1_000)
    return page


def take(chromium, house, folder):
    wide = {"width": 1600, "height": 1000}
    light = Visit(chromium, house.url, viewport=wide)
    settled(light, "").screenshot(path=folder / "overview.png")
    settled(light, "#/health").screenshot(path=folder / "health.png", clip={"x": 0, "y": 0, "width": 1600, "height": 760})
    dark = Visit(chromium, house.url, viewport={"width": 1400, "height": 1000}, color_scheme="dark")
    settled(dark, "#/meter/flat-1").screenshot(path=folder / "meter.png")
    phone = Visit(chromium, house.url, viewport={"width": 390, "height": 844}, color_scheme="dark", device_scale_factor=1.5)
    settled(phone, "").screenshot(path=folder / "phone.png")
    house.order("unplug flat-2")
    house.broker.send_signal(signal.SIGKILL)
    house.broker.wait()
    trouble = Visit(chromium, house.url, viewport={"width": 1400, "height": 640}, color_scheme="dark")
    page = trouble.open()
    page.wait_for_selector(".troubles > * >> nth=1", timeout=20_000)
    page.wait_for_timeout(8_000)
    page.screenshot(path=folder / "trouble.png")
    for picture in PICTURES:
        subprocess.run(["pngquant", "--force", "--strip", "--ext", ".png", folder / f"{picture}.png"], check=True)


def main(folder):
    house = House(PROGRAMS, names=NAMES, reference_power=POWER, street=["--past", str(HOURS)])
    try:
        # At this pace a second is ten minutes.
        time.sleep(215)
        hush(house, "flat-1", 11)
        time.sleep(8)
        hush(house, "flat-3", 4)
        wait_until(lambda: is_present(house), "the present", 600)
        # The history takes in what was stored once a minute.
        time.sleep(75)
        with open_browser() as chromium:
            take(chromium, house, folder)
    finally:
        house.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
