# SPDX-License-Identifier: Apache-2.0
"""Where the reader is, is kept: the day and the range that were chosen."""
import pytest


def settled(page, name):
    page.wait_for_function("text => document.querySelector('.day-name')?.textContent.includes(text)", arg=name)
    page.wait_for_selector(".busy", state="detached")
    page.wait_for_selector(".great canvas")


def yesterday(page):
    return page.evaluate("""async () => {
        const { addDays, dateParts, dayStart, now } = await import('/assets/format.js');
        const { year, month, day } = dateParts(addDays(dayStart(now()), -1));
        return [year, month, day].map((part) => String(part).padStart(2, '0')).join('-');
    }""")


def test_another_language_keeps_the_day(visit):
    one = visit()
    page = one.open("#/meter/flat-1")
    page.click("[aria-label='The day before']")
    date = yesterday(page)
    settled(page, str(int(date[-2:])))
    page.select_option(".tools select", "de")
    page.wait_for_selector("nav a:has-text('Übersicht')")
    settled(page, f"{int(date[-2:])}. ")
    assert page.is_enabled("[aria-label='Ein Tag weiter']")
    assert page.evaluate("location.hash") == f"#/meter/flat-1/{date}"


def test_another_language_keeps_the_range(visit):
    one = visit()
    page = one.open("#/meter/flat-1")
    page.get_by_role("button", name="7 days").click()
    page.get_by_role("button", name="Earlier", exact=True).click()
    settled(page, "–")
    page.select_option(".tools select", "fr")
    page.wait_for_selector("nav a:has-text('Aperçu')")
    settled(page, "–")
    assert page.get_by_role("button", name="7 jours").get_attribute("aria-pressed") == "true"
    assert page.is_enabled("[aria-label='Plus tard']")


def test_the_address_names_day_and_range_and_can_be_opened_again(visit):
    one = visit()
    page = one.open("#/meter/flat-1")
    page.get_by_role("button", name="31 days").click()
    settled(page, "–")
    assert page.evaluate("location.hash") == "#/meter/flat-1/today/month", "a page on a wall stays with today"
    steps = page.evaluate("history.length")
    page.reload()
    settled(page, "–")
    assert page.get_by_role("button", name="31 days").get_attribute("aria-pressed") == "true"
    page.get_by_role("button", name="Day", exact=True).click()
    page.wait_for_function("() => location.hash === '#/meter/flat-1'")
    assert page.evaluate("history.length") == steps, "leafing leaves no trail to go back through"


@pytest.mark.parametrize("place", ["2026-13-45", "9999-01-01", "nonsense/century", "2024-02-30/week/more"])
def test_an_address_of_no_day_is_todays(visit, place):
    page = visit().open(f"#/meter/flat-1/{place}")
    page.wait_for_selector(".great canvas")
    expected = page.evaluate("""async () => {
        const { dayStart, moment, now } = await import('/assets/format.js');
        return moment(dayStart(now()), 'date');
    }""")
    shown = page.inner_text(".day-name")
    assert str(int(expected.split()[0])) in shown


@pytest.mark.parametrize("kind", ["overview", "meter"])
def test_a_meters_page_in_the_past_stays_there_when_news_come(visit, kind):
    one = visit()
    page = one.open("#/meter/flat-1")
    page.click("[aria-label='The day before']")
    date = yesterday(page)
    settled(page, str(int(date[-2:])))
    said = page.inner_text(".day-name")
    page.evaluate("""async (kind) => {
        const { house, take } = await import('/assets/house.js');
        const { gateway, totals } = house;
        const meters = [...house.meters.values()];
        take(kind, kind === 'meter' ? meters[0] : { gateway, totals, meters, sensors: [...house.sensors.values()] });
    }""", kind)
    assert page.inner_text(".day-name") == said


@pytest.mark.parametrize("leaf, moves", [(False, True), (True, False)])
def test_a_page_that_shows_today_goes_on_to_the_next_day_at_midnight(visit, leaf, moves):
    one = visit()
    page = one.open("#/meter/flat-1")
    if leaf:
        page.click("[aria-label='The day before']")
        settled(page, str(int(yesterday(page)[-2:])))
    settled(page, "")
    before = page.inner_text(".day-name")
    page.evaluate("""async () => {
        const { house, take } = await import('/assets/house.js');
        const { totals } = house;
        const [meters, sensors] = [house.meters, house.sensors].map((known) => [...known.values()]);
        const now = new Date(Date.parse(house.gateway.now) + 86400000).toISOString();
        take('overview', { gateway: { ...house.gateway, now }, totals, meters, sensors });
    }""")
    assert (page.inner_text(".day-name") != before) == moves
