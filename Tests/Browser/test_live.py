# SPDX-License-Identifier: Apache-2.0
"""The page follows the house by itself."""
import time

from house import HARMFUL, House
from conftest import PROGRAMS, Visit

POWER = "[data-id=flat-1] .big .figure"
WAIT = "text => document.querySelector('%s')?.textContent !== text"


def test_live_values_change_without_a_reload(visit):
    page = visit().open()
    page.evaluate("window.sameVisit = true")
    first = page.text_content(POWER)
    page.wait_for_function(WAIT % POWER, arg=first)
    assert page.evaluate("window.sameVisit")


def test_an_unplugged_meter_is_in_trouble_within_two_seconds_with_its_hint(visit, house):
    page = visit().open()
    assert page.query_selector(".trouble") is None
    start = time.monotonic()
    house.order("unplug flat-2")
    page.wait_for_selector("[data-id=flat-2].offline", timeout=5000)
    passed = time.monotonic() - start
    trouble = page.wait_for_selector(".trouble.offline")
    assert "cable or adapter was unplugged" in trouble.inner_text()
    assert "Plug the adapter in again" in trouble.inner_text()
    assert trouble.query_selector("svg.icon") is not None, "told by a drawing too, not by colour alone"
    assert "trouble" in page.text_content("[data-id=flat-2] .chip")
    page.wait_for_function("() => document.querySelector('[aria-live=polite].unseen').textContent.includes('unplugged')")
    house.order("replug flat-2")
    page.wait_for_selector("[data-id=flat-2].online", timeout=20_000)
    print(f"unplugged to shown: {passed:.2f} s")
    assert passed < 2


def test_a_script_in_a_name_stays_text(visit, house):
    one = visit()
    page = one.open()
    assert page.text_content("[data-id=flat-3] h3") == HARMFUL
    for view in ("#/meter/flat-3", "#/health"):
        page.goto(house.url + view)
        page.wait_for_function("name => document.querySelector('main').textContent.includes(name)", arg=HARMFUL)
    assert page.evaluate("window.harmed") is None
    assert page.query_selector("main script, main img") is None


def test_a_lost_gateway_is_told_and_found_again(browser):
    house = House(PROGRAMS, meters=1, sensors=0)
    try:
        house.wait_until_live()
        one = Visit(browser, house.url)
        page = one.open()
        value = page.text_content(POWER)
        house.stop(house.gateway)
        banner = page.wait_for_selector(".banner")
        assert "No connection to the gateway since" in banner.inner_text()
        assert page.get_attribute("main", "class") == "stale"
        assert page.text_content(POWER) != "–" and value != "–", "the last values stay"
        house.start_gateway()
        page.wait_for_selector(".banner", state="detached", timeout=20_000)
        page.wait_for_selector("[data-id=flat-1].online", timeout=20_000)
        one.context.close()
    finally:
        house.close()


def test_a_broker_that_went_away_is_told_with_what_waits(browser):
    house = House(PROGRAMS, meters=1, sensors=0)
    try:
        house.wait_until_live()
        one = Visit(browser, house.url)
        page = one.open()
        house.stop(house.broker)
        told = page.wait_for_selector(".trouble.degraded", timeout=20_000)
        assert "Broker" in told.inner_text() and "Nothing is lost" in told.inner_text()
        house.start_broker()
        page.wait_for_selector(".trouble", state="detached", timeout=30_000)
        one.context.close()
        one.check()
    finally:
        house.close()


def test_mail_that_does_not_go_out_is_told_in_the_gateways_panel(visit):
    page = visit().open()
    said = page.evaluate("""async () => {
        const { house, take } = await import('/assets/house.js');
        const mail = { pending: 2, sent: 0, dropped: 1, last_error: 'msmtp ended with 69', failed_at: house.gateway.now };
        take('gateway', { ...house.gateway, mail });
        return document.querySelector('.about').textContent;
    }""")
    assert "not delivered" in said and "waiting: 2" in said and "given up: 1" in said and "msmtp ended with 69" in said


def test_a_failure_is_told_in_the_readers_language(browser, house):
    one = Visit(browser, house.url, locale="de-DE")
    sentence = "The answer takes too long; ask for less time or a coarser resolution."
    one.page.route("**/events?*", lambda route: route.fulfill(status=503, json={"status": 503, "detail": sentence}))
    page = one.open("#/meter/flat-1")
    page.wait_for_selector("text=Das Gateway ist beschäftigt")
    assert sentence not in page.inner_text("main")
    one.context.close()


def test_a_finger_is_told_what_fingers_do(visit):
    page = visit(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True).open("#/meter/flat-1")
    page.wait_for_selector(".power-words:has-text('Pinch to zoom')")
