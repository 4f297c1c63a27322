# SPDX-License-Identifier: Apache-2.0
"""An open page while somebody edits meters.yaml: no reload of the page, no wait."""
import re

from conftest import PROGRAMS, Visit
from house import House, wait_until

CARDS = "[...document.querySelectorAll('.card')].map((card) => card.dataset.id).join()"


def shows(page, cards):
    wait_until(lambda: page.evaluate(CARDS) == cards, cards)


def test_an_open_page_follows_the_file(browser):
    house = House(PROGRAMS, meters=3, sensors=0)
    path = house.street / "meters.yaml"
    whole = path.read_text()
    begin, end = whole.index("  - id: flat-2\n"), whole.index("  - id: flat-3\n")
    try:
        house.wait_until_live()
        overview, own = Visit(browser, house.url), Visit(browser, house.url)
        page, its = overview.open(), own.open("#/meter/flat-2")
        shows(page, "flat-1,flat-2,flat-3")
        path.write_text(whole[:begin] + whole[end:])
        shows(page, "flat-1,flat-3")
        its.wait_for_selector("main h1:has-text('There is no such meter any more')")
        path.write_text(whole.replace("- id: flat-2\n", "- id: attic\n"))
        shows(page, "flat-1,attic,flat-3")
        path.write_text(whole)
        shows(page, "flat-1,flat-2,flat-3")
        its.wait_for_selector(".head h1:has-text('Virtual flat 2')")
        # The meter becomes a sensor, whose port says nothing that one understands.
        port = re.search("port: .*\n", whole[begin:end])[0]
        sensor = f"sensors:\n  - id: flat-2\n    name: Cistern\n    {port}    format: mb7060\n"
        path.write_text(whole[:begin] + whole[end:] + sensor)
        shows(page, "flat-1,flat-3,flat-2")
        page.wait_for_selector("[data-id=flat-2] h3:has-text('Cistern')")
        assert "kW" not in page.inner_text("[data-id=flat-2]")
        its.wait_for_selector(".head h1:has-text('Cistern')")
        path.write_text(whole)
        shows(page, "flat-1,flat-2,flat-3")
        page.wait_for_selector("[data-id=flat-2]:has-text('kW')")
        its.wait_for_selector(".head h1:has-text('Virtual flat 2')")
        overview.check()
        own.check()
    finally:
        house.close()
