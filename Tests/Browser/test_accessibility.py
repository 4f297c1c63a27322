# SPDX-License-Identifier: Apache-2.0
"""axe-core finds nothing serious in any view, light or dark."""
import pytest
from axe_playwright_python.sync_playwright import Axe

from conftest import PROGRAMS, VIEWS, Visit, still
from house import House


def findings(page):
    """Serious and critical findings, each with the place."""
    response = Axe().run(page).response
    return [
        f"{found['impact']}: {found['id']}: {node['html'][:120]}"
        for found in response["violations"] if found["impact"] in ("serious", "critical") for node in found["nodes"]
    ]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_no_serious_finding(visit, view, scheme, width):
    one = visit(color_scheme=scheme, viewport={"width": width, "height": 900})
    page = one.open(VIEWS[view])
    one.settle()
    assert findings(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_finding_without_a_connection(browser, scheme):
    house = House(PROGRAMS, meters=1, sensors=1)
    try:
        house.wait_until_live()
        one = Visit(browser, house.url, color_scheme=scheme)
        page = one.open()
        house.stop(house.gateway)
        page.wait_for_selector(".banner")
        assert findings(page) == []
        one.context.close()
    finally:
        house.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_finding_in_the_form_for_the_token(browser, scheme):
    house = House(PROGRAMS, meters=1, sensors=0, http=f"  token: {'0123456789abcdef' * 2}\n")
    try:
        one = Visit(browser, house.url, color_scheme=scheme)
        one.page.goto(house.url)
        one.page.wait_for_selector("#token")
        assert findings(one.page) == []
        one.context.close()
    finally:
        house.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_finding_in_trouble(visit, house, scheme):
    one = visit(color_scheme=scheme)
    page = one.open()
    house.order("silence flat-4 on")
    house.order("unplug flat-4")
    try:
        page.wait_for_selector("[data-id=flat-4].offline")
        assert findings(page) == []
        page.goto(house.url + "#/meter/flat-4")
        page.wait_for_selector(".trouble")
        one.settle()
        assert findings(page) == []
    finally:
        house.order("silence flat-4 off")
        house.order("replug flat-4")
    page.goto(house.url + "#/")
    page.wait_for_selector("[data-id=flat-4].online", timeout=20_000)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_finding_after_too_many_wrong_tokens(visit, scheme):
    one = visit(color_scheme=scheme)
    barred = {"status": 429, "detail": "There were too many wrong tokens; wait 60 s."}
    one.page.route("**/api/v1/overview", lambda route: route.fulfill(status=429, headers={"Retry-After": "60"}, json=barred))
    one.page.goto(one.url)
    one.page.wait_for_selector("#token:disabled")
    assert findings(one.page) == []
    one.complaints[:] = [said for said in one.complaints if "429" not in said]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_no_serious_finding_in_many_troubles(visit, scheme, width):
    page = still(visit(color_scheme=scheme, viewport={"width": width, "height": 900}))
    page.evaluate("""async () => {
        const { house, take } = await import('/assets/house.js');
        const codes = ['port_lost', 'port_lost', 'auth_failed', 'port_denied', 'no_valid_frame'];
        for (const [index, id] of [...house.meters.keys()].entries()) {
            take('meter', { ...house.meters.get(id), state: 'offline', available: false, code: codes[index] });
        }
        take('sensor', { ...house.sensors.get('rainwater'), readings: {} });
        take('totals', { ...house.totals, meters: 0 });
    }""")
    assert page.locator(".trouble").count() == 5
    assert findings(page) == []
