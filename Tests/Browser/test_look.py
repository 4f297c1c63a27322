# SPDX-License-Identifier: Apache-2.0
"""Languages, light and dark, narrow and wide, the keyboard."""
import re

import pytest

from conftest import VIEWS, still

TITLES = {"en-GB": "Overview", "de-LU": "Übersicht", "fr-LU": "Aperçu", "lb": "Iwwersiicht", "pt-PT": "Overview"}


@pytest.mark.parametrize("locale, title", TITLES.items())
def test_the_browsers_language_is_taken(visit, locale, title):
    page = visit(locale=locale).open()
    assert page.text_content("nav a") == title


def test_the_language_can_be_chosen_and_stays(visit):
    page = visit().open()
    page.select_option(".tools select", "fr")
    page.wait_for_selector("nav a:has-text('Aperçu')")
    assert page.get_attribute("html", "lang") == "fr"
    assert "," in page.text_content("[data-id=flat-1] .big .figure"), "numbers as in the language's country"
    page.reload()
    page.wait_for_selector("nav a:has-text('Aperçu')")


def test_light_and_dark_follow_the_system_and_the_switch(visit):
    page = visit(color_scheme="dark").open()
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    assert page.get_attribute("html", "data-theme") == "dark"
    page.emulate_media(color_scheme="light")
    page.wait_for_selector("html[data-theme=light]")
    assert page.evaluate(ground) != dark
    page.click(".theme")
    page.click(".theme")
    page.wait_for_selector("html[data-theme=dark]")
    assert page.evaluate(ground) == dark
    page.reload()
    page.wait_for_selector("html[data-theme=dark]")


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("locale", ["en-GB", "de-LU", "fr-LU", "lb"])
def test_nothing_makes_the_page_scroll_sideways(visit, view, locale):
    one = visit(viewport={"width": 360, "height": 800}, locale=locale)
    page = one.open(VIEWS[view])
    one.settle()
    for width in (360, 480, 768, 1024, 1600):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_five_meters_and_a_tank_fit_on_one_screen(visit):
    page = visit(viewport={"width": 1600, "height": 1000}).open()
    page.wait_for_selector("[data-id=rainwater] .tank")
    bottoms = page.eval_on_selector_all(".card", "cards => cards.map(card => card.getBoundingClientRect().bottom)")
    assert len(bottoms) == 6
    assert max(bottoms) <= 1000


def test_the_keyboard_reaches_everything(visit):
    page = visit().open()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.focus("[data-id=flat-1] h3 a")
    page.keyboard.press("Enter")
    page.wait_for_selector(".head h1")
    assert page.evaluate("document.activeElement.id") == "main"
    page.wait_for_selector(".great canvas")
    for name in ("Zoom in", "Zoom out", "Move to earlier", "Show all", "The day before"):
        page.focus(f"button[aria-label='{name}']")
        page.keyboard.press("Enter")
    page.wait_for_selector("details.as-table summary")
    page.focus("details.as-table summary")
    page.keyboard.press("Enter")
    page.wait_for_selector("details[open] table")


def test_the_meters_page_tells_all_of_its_meter(visit, known):
    one = visit()
    page = one.open("#/meter/flat-1")
    one.settle()
    page.wait_for_selector(".great canvas")
    text = page.inner_text("main")
    for words in ("Power", "Quarter-hours and power class", "Voltage", "Current", "Energy", "Gas meter", "Water meter",
                  "Health record", "telegrams are stored", "seal of the last telegram proved right", "Last telegram",
                  "1-0:1.8.0", "Energy taken, in all", "Events"):
        assert words in text, words
    with page.expect_download() as download:
        page.click("button:has-text('CSV')")
    assert download.value.suggested_filename == "flat-1.csv"
    assert "energy_import_kwh" in download.value.path().read_text().splitlines()[0]


def test_the_health_page_has_all_meters_by_all_counters(visit, house):
    page = visit().open("#/health")
    page.wait_for_function("() => [...document.querySelectorAll('.matrix tr')].some(row => /^Stored/.test(row.innerText) && /[1-9]/.test(row.innerText))")
    assert len(page.query_selector_all(".matrix thead th")) == 7
    assert len(page.query_selector_all(".matrix tbody tr")) >= 25
    assert len(page.query_selector_all(".matrix .spark .plot")) == 5


WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


@pytest.mark.parametrize("view", VIEWS)
def test_a_long_word_as_a_name_stays_on_a_phone(visit, view):
    one = visit(viewport={"width": 360, "height": 800})

    def rename(route):
        overview = route.fetch().json()
        for record in overview["meters"] + overview["sensors"]:
            record["name"] = WORD
        route.fulfill(json=overview)

    one.page.route("**/api/v1/overview", rename)
    page = still(one, VIEWS[view])
    assert WORD in page.inner_text("main")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    if view == "health":
        columns = page.eval_on_selector_all(".matrix thead th", "cells => cells.map(cell => cell.offsetWidth)")
        assert max(columns) <= 240


@pytest.mark.parametrize("locale", ["en-GB", "de-LU", "fr-LU", "lb"])
def test_the_head_of_the_page_is_one_row_on_a_phone(visit, locale):
    page = visit(viewport={"width": 360, "height": 800}, locale=locale).open()
    assert page.locator(".top").bounding_box()["height"] < 60


def test_a_phone_shows_what_each_code_of_the_telegram_says(visit):
    one = visit(viewport={"width": 360, "height": 800})
    page = one.open("#/meter/flat-1")
    one.settle()
    page.wait_for_selector(".lines td")
    ends = page.eval_on_selector_all(".lines td, .tight td", "cells => cells.map(cell => cell.getBoundingClientRect().right)")
    assert len(ends) > 60 and max(ends) <= 350


def test_hours_line_up_in_all_cards(visit, known):
    page = visit(viewport={"width": 1280, "height": 900}).open()
    page.wait_for_selector(".card .field")
    widths = page.eval_on_selector_all(".card.online .field", "fields => fields.map(field => Math.round(field.getBoundingClientRect().width))")
    assert len(widths) == 6 and len(set(widths)) == 1


def test_nothing_has_no_scale(visit):
    page = visit().open()
    said = page.evaluate("""async () => {
        const { levelCurve, powerCurve } = await import('/assets/daycurve.js');
        const { phaseTable } = await import('/assets/network.js');
        const nodes = [powerCurve([], undefined, 'a'), levelCurve([], 'volume_l', null, undefined, 'b')];
        return [...nodes.map((node) => node.querySelector('.field').innerText || node.querySelector('.field').textContent),
                phaseTable({}).textContent];
    }""")
    assert said == ["No curve yet", "No curve yet", "nothing yet"]


def test_each_pair_of_arrows_looks_and_stands_apart(visit):
    page = visit().open("#/meter/flat-1")
    drawings = page.evaluate("""() => ['The day before', 'Move to earlier'].map((name) =>
        document.querySelector(`[aria-label='${name}'] path`).getAttribute('d'))""")
    assert drawings[0] != drawings[1]
    names = page.eval_on_selector_all("[aria-label='Detail of the chart'] button", "all => all.map(one => one.ariaLabel)")
    assert names == ["Move to earlier", "Move to later", "Zoom in", "Zoom out", "Show all"]


def test_the_buildings_and_a_tanks_curve_are_there_as_tables(visit, known):
    page = visit().open()
    page.locator(".total details summary").click()
    page.wait_for_selector(".total details[open] tbody tr")
    page = visit().open("#/meter/rainwater")
    assert page.locator("section:has(h2:text-is('Today')) details.as-table").count() == 1
    said = page.evaluate("""async () => {
        const { levelTable } = await import('/assets/daycurve.js');
        const details = levelTable([{ time: Date.now(), volume_l: 1098.4 }], 'volume_l', 'Today');
        document.querySelector('main').append(details);
        details.open = true;
        await new Promise((resolve) => details.addEventListener('toggle', resolve));
        return details.querySelector('tbody tr').innerText;
    }""")
    assert re.fullmatch(r"\d\d:\d\d\s+1,098", said)
