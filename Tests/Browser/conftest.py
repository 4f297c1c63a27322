# SPDX-License-Identifier: Apache-2.0
"""A browser, and houses for it to look at."""
import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from house import HARMFUL, House, wait_until

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = os.environ.get("PROGRAMS", ".build/debug")
VIEWS = {"overview": "", "meter": "#/meter/flat-1", "sensor": "#/meter/rainwater", "health": "#/health"}


@contextmanager
def open_browser():
    """Debian's Chromium, without a window."""
    path = shutil.which("chromium")
    assert path, "chromium is missing: apt-get install chromium"
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=sandbox)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def browser():
    """The one browser of all tests."""
    with open_browser() as chromium:
        yield chromium


@pytest.fixture(scope="session")
def house():
    """Five meters and a tank; the third meter has a harmful name."""
    built = House(PROGRAMS, names={"flat-3": HARMFUL}, reference_power={"flat-1": "3kW", "flat-2": "7kW"})
    built.wait_until_live()
    yield built
    built.close()


@pytest.fixture
def known(house):
    """Waits until the history has the first minute; the day so far is read once a minute."""
    wait_until(lambda: house.get("api/v1/overview")["meters"][0]["today"], "the first minute of the history", 180)


class Visit:
    """A page, and what it complained of and asked for."""

    def __init__(self, browser, url, **options):
        options = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB", "color_scheme": "light", **options}
        self.context = browser.new_context(**options)
        self.context.set_default_timeout(10_000)
        self.page = self.context.new_page()
        self.url = url
        self.complaints, self.requests = [], []
        self.page.on("console", lambda said: said.type in ("error", "warning") and self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("response", lambda answer: answer.status >= 400 and self.complaints.append(f"{answer.status} {answer.url}"))
        self.page.on("request", lambda request: self.requests.append(request.url))

    def open(self, view=""):
        """Shows a view and waits until it is there."""
        self.page.goto(self.url + view)
        self.page.wait_for_selector("main .panel")
        return self.page

    def settle(self):
        """Waits until nothing is being loaded any more."""
        self.page.wait_for_selector(".busy", state="detached")

    def check(self):
        """Expects no complaint and no request to anybody else."""
        host = urlsplit(self.url).netloc
        assert [url for url in self.requests if urlsplit(url).netloc != host and not url.startswith(("data:", "blob:"))] == []
        assert self.complaints == []


@pytest.fixture
def visit(browser, house):
    """Makes visits to the house; each must end without a complaint."""
    made = []

    def make(**options):
        made.append(Visit(browser, house.url, **options))
        return made[-1]

    yield make
    for one in made:
        one.context.close()
    for one in made:
        one.check()


def still(one, view=""):
    """Opens a view of a house that says nothing by itself after the first look."""
    one.page.add_init_script("""
        const ask = window.fetch;
        window.fetch = (url, options) => String(url).endsWith('/stream') ? new Promise(() => {}) : ask(url, options);
    """)
    return one.open(view)
