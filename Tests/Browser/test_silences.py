# SPDX-License-Identifier: Apache-2.0
"""What passed while nobody looked: a silence has an amount, and a day with an unseen part is the least that it can be."""
import json
import re
from datetime import datetime, timedelta, timezone

import pytest


def stamp(time):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.fixture
def silent(visit):
    """A visit to a meter that had two silences before now: one with an amount, one in which it was exchanged."""

    def open_page(**options):
        one = visit(**options)
        end = datetime.now(timezone.utc) - timedelta(minutes=5)
        gaps = [
            {"from": stamp(end - timedelta(minutes=40)), "to": stamp(end), "amounts": {}},
            {"from": stamp(end - timedelta(hours=30)), "to": stamp(end - timedelta(hours=1)),
             "amounts": {"energy_import_kwh": 14.277, "energy_export_kwh": 0}},
        ]
        one.page.route("**/gaps?*", lambda route: route.fulfill(json={"gaps": gaps}))
        page = one.open("#/meter/flat-1")
        one.settle()
        page.wait_for_selector(".great canvas")
        return page

    return open_page


def test_what_a_silence_took_is_said_below_the_chart_in_its_label_and_in_its_table(silent):
    page = silent()
    # Both silences are in the week, whatever time of day it is.
    page.get_by_role("button", name="7 days").click()
    page.wait_for_function("() => document.querySelector('p.silences')?.textContent.includes('14.277')")
    page.wait_for_selector(".busy", state="detached")
    said = page.locator("p.silences").inner_text()
    assert "14.277\u202fkWh" in said and "amount unknown" in said
    assert "14.277" in page.locator(".great").get_attribute("aria-label")
    page.locator("details.as-table", has_text="Power in kW").locator("summary").click()
    # The table is made when it is opened.
    page.wait_for_selector("details.as-table[open] tbody tr")
    rows = page.locator("details.as-table[open] tbody tr").all_inner_texts()
    assert any("14.277" in row for row in rows) and any("amount unknown" in row for row in rows)


def test_pointing_into_a_silence_tells_what_passed(silent):
    page = silent()
    page.get_by_role("button", name="7 days").click()
    page.wait_for_function("() => document.querySelector('p.silences')?.textContent.includes('14.277')")
    page.wait_for_selector(".busy", state="detached")
    box = page.locator(".great").bounding_box()
    # Seven days end at midnight tonight: a silence of 29 hours is more than half a day wide at its middle.
    middle = datetime.now(timezone.utc) - timedelta(hours=16)
    share = page.evaluate(
        """async time => {
            const { addDays, dayStart, now } = await import('/assets/format.js');
            const from = addDays(dayStart(now()), -6);
            return (time - from) / (addDays(dayStart(now()), 1) - from);
        }""", middle.timestamp() * 1000)
    page.mouse.move(box["x"] + 40 + (box["width"] - 40) * share - 3, box["y"] + 100)
    page.mouse.move(box["x"] + 40 + (box["width"] - 40) * share, box["y"] + 100)
    assert "14.277" in page.locator(".power-words").inner_text()


def test_a_single_minute_without_a_telegram_is_not_hatched(visit):
    page = visit().open()
    spans = page.evaluate("""async () => {
        const { hatched } = await import('/assets/silences.js');
        const minute = 60_000;
        const point = (index, quality) => ({ time: index * minute, end: (index + 1) * minute, quality });
        const points = Array.from({ length: 60 }, (_, index) => point(index, index === 30 ? 'missing' : 'complete'));
        return [hatched([], points, 0, 60 * minute), hatched([], points.slice(0, 40), 0, 60 * minute)];
    }""")
    assert spans[0] == []
    assert [(one["from"], one["to"]) for one in spans[1]] == [(2_400_000, 3_600_000)], "and since the last one it is"


def test_an_energy_of_which_a_part_is_unseen_is_the_least(visit, known):
    """The street was first read today, so that nobody knows what passed since midnight."""
    one = visit()
    page = one.open()
    assert not one.page.evaluate("fetch('/api/v1/overview').then(a => a.json()).then(o => o.totals.energy_today_is_whole)")
    page.wait_for_function("() => [...document.querySelectorAll('[data-id=flat-1] .pair')].some(p => p.textContent.includes('≥'))")
    assert "at least" in page.locator("[data-id=flat-1] .pair .in").text_content()


def test_a_meter_page_names_the_meters_of_the_place(visit, known):
    one = visit()
    page = one.open("#/meter/flat-1")
    one.settle()
    panel = page.locator("section", has_text="Meters in this place").last
    assert re.search(r"SAG\d+ since .*No exchange since\.", panel.inner_text())
    page.route("**/epochs", lambda route: route.fulfill(body=json.dumps({"epochs": [
        {"number": 2, "equipment": "SAG2", "from": "2026-11-22T08:00:00Z", "to": "2026-11-22T09:00:00Z", "is_closed": False,
         "opening": {"energy_import_kwh": 1.5}, "closing": {"energy_import_kwh": 9.123}},
        {"number": 1, "equipment": "…54A3", "from": "2025-11-22T08:00:00Z", "to": "2026-11-22T07:59:50Z", "is_closed": True,
         "opening": {"energy_import_kwh": 0}, "closing": {"energy_import_kwh": 24140.78}},
    ]}), content_type="application/json"))
    page.reload()
    page.wait_for_selector("text=…54A3")
    rows = page.locator("section", has_text="Meters in this place").last.locator("tbody tr").all_inner_texts()
    assert "SAG2" in rows[0] and "in place" in rows[0] and "24,140.780" in rows[1]
