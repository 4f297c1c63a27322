# SPDX-License-Identifier: Apache-2.0
"""The page claims nothing that it does not know, and says what it knows once and plainly."""
import re

import pytest

from conftest import PROGRAMS, ROOT, Visit, still
from house import House


def test_a_sensor_that_gets_no_echo_says_so(visit, house):
    page = visit().open()
    page.wait_for_selector("[data-id=rainwater].online .figure")
    house.order("no-target rainwater on")
    try:
        card = page.wait_for_selector("[data-id=rainwater].degraded")
        assert "no value" in card.inner_text() and "without a value" in card.inner_text()
        assert "–" not in card.query_selector(".values").inner_text()
        assert card.query_selector("svg.tank.unknown").get_attribute("aria-label") == "no value"
        told = page.wait_for_selector(".trouble:has-text('tank')").inner_text()
        assert "answers without a value" in told and "gets no echo" in told
    finally:
        house.order("no-target rainwater off")
    page.wait_for_selector("[data-id=rainwater].online", timeout=20_000)


def test_since_when_a_sensor_says_no_value_is_told_where_the_gateway_knows_it(visit):
    page = visit().open()
    said = page.evaluate("""async () => {
        const { lacksValue, mood, sinceWhen } = await import('/assets/words.js');
        const sensor = { kind: 'sensor', state: 'online', code: 'ok', available: true, received: '2026-11-28T10:00:00Z',
                         since: '2026-11-01T00:00:00Z', readings: {}, no_value_since: '2026-11-28T09:00:00Z' };
        const meter = { ...sensor, kind: 'meter', no_value_since: undefined };
        const unsaid = { ...sensor, no_value_since: undefined };
        return [mood(sensor), sinceWhen(sensor), mood(meter), sinceWhen(meter), mood(unsaid), sinceWhen(unsaid)];
    }""")
    assert said == ["degraded", "2026-11-28T09:00:00Z", "online", "2026-11-01T00:00:00Z", "degraded", None]


@pytest.mark.parametrize("state, available, mood", [
    ("online", True, "online"), ("online", False, "offline"), ("degraded", True, "degraded"),
    ("degraded", False, "offline"), ("offline", False, "offline"), ("disabled", False, "disabled"),
])
def test_amber_is_only_what_still_brings_values(visit, state, available, mood):
    page = visit().open()
    assert page.evaluate("""async ([state, available]) => {
        const { mood } = await import('/assets/words.js');
        return mood({ kind: 'meter', code: 'tag_mismatch', state, available, readings: {} });
    }""", [state, available]) == mood


TROUBLED = """async ({ count, code, hint }) => {
    const { house, take } = await import('/assets/house.js');
    const ids = [...house.meters.keys()].slice(0, count);
    for (const id of ids) {
        take('meter', { ...house.meters.get(id), state: 'offline', available: false, code, hint });
    }
    return [...document.querySelectorAll('.trouble')].map((one) => one.innerText);
}"""


def test_equal_causes_are_told_once_with_all_names(visit):
    page = still(visit())
    told = page.evaluate(TROUBLED, {"count": 4, "code": "port_missing", "hint": ""})
    assert len(told) == 1
    assert told[0].startswith("4 meters: the port is not there")
    assert all(f"Virtual flat {number}" in told[0] for number in (1, 2, 4))
    assert told[0].count("Plug the adapter in") == 1
    assert page.title().startswith("⚠ 4 ·"), "the title counts meters"
    card = page.locator("[data-id=flat-1] .hint")
    assert card.inner_text() == "the port is not there", "the advice stands above"


def test_on_a_phone_values_are_seen_below_many_troubles(visit):
    page = still(visit(viewport={"width": 360, "height": 740}))
    page.evaluate("""async () => {
        const { house, take } = await import('/assets/house.js');
        const codes = ['port_lost', 'silent', 'auth_failed', 'port_denied', 'no_valid_frame'];
        for (const [index, id] of [...house.meters.keys()].entries()) {
            take('meter', { ...house.meters.get(id), state: 'offline', available: false, code: codes[index] });
        }
    }""")
    assert page.locator(".trouble").count() == 5
    assert page.locator(".total").bounding_box()["y"] < 740
    page.locator(".trouble summary").first.click()
    assert "Plug the adapter in again" in page.locator(".trouble").first.inner_text()


@pytest.mark.parametrize("hint, shown", [
    ("The port is open but the meter says nothing: check the cable.", False),
    ("/dev/ttyUSB0 is held by process 4711 (minicom).", True),
    ("The meter sends sealed frames and no key is configured; add key_file.", True),
])
def test_the_gateways_english_is_quoted_only_if_it_says_more(visit, hint, shown):
    page = still(visit(locale="de-DE"))
    said = page.evaluate("""async (hint) => {
        const { detail } = await import('/assets/words.js');
        return detail({ kind: 'meter', state: 'offline', code: 'silent', hint })?.textContent ?? '';
    }""", hint)
    assert (hint in said) == shown


def test_each_sentence_that_is_not_quoted_is_one_of_the_gateways(visit):
    source = "".join(path.read_text() for path in (ROOT / "Sources/MeterChannel").rglob("*.swift"))
    page = visit().open()
    starts = page.evaluate("import('/assets/words.js').then(({ repeated }) => repeated)")
    assert len(starts) > 5 and [start for start in starts if f'"{start}' not in source] == []


def test_a_sum_of_some_meters_says_of_how_many(visit):
    page = still(visit(locale="fr-FR"))
    page.evaluate("import('/assets/house.js').then(({ house, take }) => take('totals', { ...house.totals, meters: 1 }))")
    chip = page.locator(".total .big .chip.degraded")
    assert chip.inner_text() == "seulement 1 compteur sur 5"
    page.evaluate("import('/assets/house.js').then(({ house, take }) => take('totals', { ...house.totals, meters: 5 }))")
    assert chip.count() == 0
    assert "5 compteurs sur 5 dans les sommes" in page.locator(".total").inner_text()


@pytest.mark.parametrize("start, end, said", [
    ("2024-11-28T00:00:00+01:00", "2025-11-27T00:00:00+01:00", "28 Nov 2024, 00:00 – 27 Nov 2025, 00:00"),
    ("2025-03-01T23:15:24+01:00", "2025-03-01T23:15:25+01:00", "1 Mar 2025, 23:15:24 – 23:15:25"),
])
def test_a_silence_says_its_year_and_its_seconds(visit, start, end, said):
    page = visit().open()
    assert page.evaluate("""async ([from, to]) => {
        const { setZone } = await import('/assets/format.js');
        const { silenceTimes } = await import('/assets/silences.js');
        setZone('Europe/Luxembourg');
        return silenceTimes({ from: Date.parse(from), to: Date.parse(to) });
    }""", [start, end]) == said


def test_a_silence_of_this_year_needs_no_year(visit):
    page = visit().open()
    said = page.evaluate("""async () => {
        const { dayStart, now } = await import('/assets/format.js');
        const { silenceTimes } = await import('/assets/silences.js');
        const from = dayStart(now()) + 600000;
        return silenceTimes({ from, to: from + 1200000 });
    }""")
    assert re.fullmatch(r"\d+ \w+, 00:10 – 00:30", said)


def test_a_longer_stretch_is_named_by_its_ends_and_has_no_day_before(visit):
    page = visit().open("#/meter/flat-1")
    page.wait_for_selector(".great canvas")
    assert re.fullmatch(r"\w+,? \d+ \w+", page.inner_text(".day-name"))
    assert "the day before" in page.locator(".key", has_text="to the grid").first.inner_text()
    page.get_by_role("button", name="7 days").click()
    page.wait_for_function("() => !document.querySelector('.great ~ div .key')?.textContent.includes('the day before')")
    assert re.fullmatch(r"\d+ \w+( \d{4})? – \d+ \w+ \d{4}", page.inner_text(".day-name"))
    page.get_by_role("button", name="Year", exact=True).click()
    page.wait_for_function("() => /\\d{4} – .*\\d{4}/.test(document.querySelector('.day-name').textContent)")
    page.get_by_role("button", name="Earlier", exact=True).click()
    page.wait_for_selector("button[aria-label=Later]:enabled")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("stretch", ["7 days", "31 days", "Year"])
def test_dates_below_the_chart_do_not_run_into_what_stands_there(visit, width, stretch):
    page = visit(viewport={"width": width, "height": 900}).open("#/meter/flat-1")
    page.wait_for_selector(".great canvas")
    page.get_by_role("button", name=stretch, exact=True).click()
    page.wait_for_function("() => document.querySelector('.day-name').textContent.includes('–')")
    page.wait_for_selector(".busy", state="detached")
    page.wait_for_selector(".dygraph-axis-label-x")
    boxes = page.eval_on_selector_all(".dygraph-axis-label-x", """labels => labels.map((label) => {
        const words = document.createRange();
        words.selectNodeContents(label);
        const { left, right, bottom } = words.getBoundingClientRect();
        return [left, right, bottom];
    })""")
    below = page.locator(".great + div").bounding_box()["y"]
    assert len(boxes) >= 2 and max(bottom for _, _, bottom in boxes) <= below + 1
    boxes.sort()
    assert all(one[1] <= other[0] for one, other in zip(boxes, boxes[1:])), boxes


def test_a_malformed_address_names_no_meter(visit):
    page = visit().open("#/meter/%E0%A4%A")
    assert page.inner_text("main h1") == "There is no such meter"
    page.click("main a")
    page.wait_for_selector(".card")


def test_a_gateway_open_to_all_is_told_in_red(visit):
    page = still(visit())
    page.evaluate("import('/assets/house.js').then(({ house, take }) => take('gateway', { ...house.gateway, access: 'open' }))")
    page.evaluate("import('/assets/house.js').then(({ nudge }) => nudge('link'))")
    banner = page.wait_for_selector(".banner.open")
    colour, trouble = banner.evaluate("""banner => {
        const probe = Object.assign(document.createElement('p'), { className: 'banner' });
        banner.parentNode.append(probe);
        return [banner, probe].map((one) => getComputedStyle(one).backgroundColor);
    }""")
    assert colour == trouble


def test_the_first_thing_that_a_meter_did_was_not_to_come_back(visit):
    page = visit().open()
    said = page.evaluate("""async () => {
        const { events } = await import('/assets/events.js');
        const event = (event) => ({ event, time: '2026-11-28T10:00:00Z', facts: {} });
        const list = ['meter_online', 'meter_offline', 'meter_online'].map(event);
        return [...events({ events: list }).children].map((one) => one.lastChild.textContent);
    }""")
    assert said == ["Back in order.", "No values any more.", "In order."]


def test_after_five_wrong_tokens_the_page_counts_down(browser):
    house = House(PROGRAMS, meters=1, sensors=0, http=f"  token: {'0123456789abcdef' * 2}\n")
    try:
        one = Visit(browser, house.url)
        page = one.page
        page.goto(house.url)
        for number in range(6):
            page.wait_for_selector("#token:enabled")
            page.fill("#token", f"{number}" * 32)
            with page.expect_response("**/api/v1/overview"):
                page.keyboard.press("Enter")
            page.wait_for_selector("[role=alert]")
        page.wait_for_selector("#token:disabled")
        said = page.inner_text("main")
        assert "too many wrong tokens" in said and re.search(r"Try again in (1\u202fmin|\d\d?\u202fs)\.", said)
        assert "does not answer" not in page.inner_text("body") and page.query_selector(".banner") is None
        assert page.query_selector(".link.barred") is not None
        one.context.close()
    finally:
        house.close()


def test_the_form_opens_again_after_the_wait(visit):
    one = visit()
    answers = [(401, {}), (401, {}), (429, {"Retry-After": "1"})]

    def answer(route):
        status, headers = answers.pop(0)
        route.fulfill(status=status, headers=headers, json={"status": status, "detail": "no"})

    one.page.route("**/api/v1/overview", answer)
    one.page.goto(one.url)
    for _ in range(2):
        one.page.wait_for_selector("#token:enabled")
        one.page.fill("#token", "f" * 32)
        with one.page.expect_response("**/api/v1/overview"):
            one.page.keyboard.press("Enter")
        one.page.wait_for_selector("[role=alert]")
    one.page.wait_for_selector("#token:disabled")
    one.page.wait_for_selector("#token:enabled")
    assert answers == [], "a token that was judged wrong is not tried again"
    one.complaints[:] = [said for said in one.complaints if not re.search("401|429", said)]


def test_a_barred_page_asks_by_itself_with_a_token_that_nobody_judged(visit):
    one = visit()
    page = one.page
    asked = []

    def answer(route):
        asked.append(route.request.url)
        if len(asked) == 1:
            return route.fulfill(status=429, headers={"Retry-After": "1"}, json={"status": 429, "detail": "wait"})
        return route.fallback()

    page.route("**/api/v1/overview", answer)
    page.goto(one.url)
    page.wait_for_selector(".card")
    assert len(asked) == 2
    one.complaints[:] = [said for said in one.complaints if "429" not in said]


def test_a_wrong_token_is_told_above_the_button_in_colour(browser):
    house = House(PROGRAMS, meters=1, sensors=0, http=f"  token: {'0123456789abcdef' * 2}\n")
    try:
        one = Visit(browser, house.url)
        one.page.goto(house.url)
        one.page.fill("#token", "f" * 32)
        one.page.keyboard.press("Enter")
        alert = one.page.wait_for_selector("[role=alert]")
        assert alert.inner_text() == "This token was not accepted."
        assert alert.bounding_box()["y"] < one.page.locator("button.primary").bounding_box()["y"]
        colours = one.page.evaluate("['[role=alert]', '#token-why'].map((one) => getComputedStyle(document.querySelector(one)).color)")
        assert colours[0] != colours[1]
        assert one.page.get_attribute("#token", "aria-invalid") == "true"
        one.context.close()
    finally:
        house.close()
