# SPDX-License-Identifier: Apache-2.0
"""Languages, light and dark, narrow and wide, the keyboard."""
import pytest

from conftest import VIEWS

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
