# SPDX-License-Identifier: Apache-2.0
"""The page follows the configuration: what is gone leaves it, what is new stands in its place."""
import pytest

from conftest import still

# Tells the page an overview in which the meters are those of `ids`, in that order; unknown ones are made.
OVERVIEW = """async (ids) => {
    const { house, take } = await import('/assets/house.js');
    window.known ??= new Map(house.meters);
    const made = (id) => ({ ...window.known.values().next().value, id, name: `New ${id}`, today: null });
    const meters = ids.map((id) => window.known.get(id) ?? made(id));
    const gateway = { ...house.gateway, meters_total: ids.length };
    take('overview', { gateway, meters, sensors: [...house.sensors.values()], totals: { ...house.totals, meters: ids.length } });
}"""
CARDS = "cards => cards.map((card) => card.dataset.id)"


def test_the_overview_drops_who_is_gone_and_puts_who_is_new_in_its_place(visit):
    page = still(visit())
    page.evaluate(OVERVIEW, ["flat-1", "attic", "flat-3", "flat-4", "flat-5"])
    assert page.eval_on_selector_all(".card", CARDS) == ["flat-1", "attic", "flat-3", "flat-4", "flat-5", "rainwater"]
    page.evaluate(OVERVIEW, ["flat-5", "attic", "flat-1"])
    assert page.eval_on_selector_all(".card", CARDS) == ["flat-5", "attic", "flat-1", "rainwater"]
    assert "3 of 3 meters" in page.inner_text(".total")


def test_news_of_a_meter_that_is_gone_do_not_bring_it_back(visit):
    page = still(visit())
    page.evaluate(OVERVIEW, ["flat-1", "flat-2"])
    page.evaluate("""import('/assets/house.js').then(({ take }) => {
        take('meter', window.known.get('flat-5'));
        take('health', { id: 'flat-5', telegrams: 1 });
    })""")
    assert page.eval_on_selector_all(".card", CARDS) == ["flat-1", "flat-2", "rainwater"]
    assert page.evaluate("import('/assets/house.js').then(({ house }) => house.health.has('flat-5'))") is False


def test_the_health_page_has_a_column_for_each_meter_that_there_is(visit):
    one = visit()
    page = still(one, "#/health")
    page.route("**/meters/attic/health", lambda route: route.fulfill(json={"telegrams": 4711}))
    page.evaluate(OVERVIEW, ["flat-1", "attic", "flat-3"])
    page.wait_for_selector(".matrix td:has-text('4,711')")
    names = page.eval_on_selector_all(".matrix thead a", "all => all.map((one) => one.getAttribute('href').split('/').at(-1))")
    assert names == ["flat-1", "attic", "flat-3", "rainwater"]


@pytest.mark.parametrize("locale, said", [
    ("en-GB", "There is no such meter any more"), ("de-LU", "Diesen Zähler gibt es nicht mehr"),
    ("fr-LU", "Ce compteur n’existe plus"), ("lb", "Dësen Zieler gëtt et net méi"),
])
def test_the_page_of_a_meter_that_is_gone_says_so(visit, locale, said):
    page = still(visit(locale=locale), "#/meter/flat-2")
    page.focus(".head a")
    page.evaluate(OVERVIEW, ["flat-1", "flat-3"])
    assert page.inner_text("main h1") == said
    assert page.locator("main .panel").count() == 1, "none of its figures stay"
    assert page.evaluate("document.activeElement.id") == "main"
    page.evaluate(OVERVIEW, ["flat-1", "flat-2", "flat-3"])
    assert page.inner_text(".head h1") == "Virtual flat 2"


def test_who_reads_another_meters_page_is_not_disturbed(visit):
    page = still(visit(), "#/meter/flat-1")
    page.evaluate("document.querySelector('.head').marked = true")
    page.evaluate(OVERVIEW, ["flat-1", "flat-3"])
    assert page.evaluate("document.querySelector('.head').marked")


def test_a_meter_with_another_name_has_it_on_its_page_and_in_the_windows_title(visit):
    page = still(visit(), "#/meter/flat-1")
    page.evaluate(OVERVIEW, ["flat-1"])
    page.evaluate("window.known.set('flat-1', { ...window.known.get('flat-1'), name: 'Ground floor' })")
    page.evaluate(OVERVIEW, ["flat-1"])
    assert page.inner_text(".head h1") == "Ground floor"
    assert "Ground floor" in page.title()


# The same with one of the meters a sensor now, which has said nothing yet.
TURNED = """async (id) => {
    const { house, take } = await import('/assets/house.js');
    window.before ??= { gateway: house.gateway, meters: [...house.meters.values()], sensors: [...house.sensors.values()], totals: house.totals };
    const tank = [...house.sensors.values()][0];
    const turned = { ...tank, id, name: 'Cistern', state: 'offline', code: 'starting', available: false,
        received: null, readings: {}, today: null };
    const meters = [...house.meters.values()].filter((meter) => meter.id !== id);
    take('overview', { gateway: house.gateway, meters, sensors: [turned, ...house.sensors.values()], totals: house.totals });
}"""


def test_a_meter_that_becomes_a_sensor_has_a_sensors_card(visit):
    page = still(visit())
    assert page.eval_on_selector_all(".card", CARDS)[-2:] == ["flat-5", "rainwater"]
    assert "kW" in page.inner_text("[data-id=flat-5]")
    # The ids are the same ones, in the same order.
    page.evaluate(TURNED, "flat-5")
    assert page.eval_on_selector_all(".card", CARDS)[-2:] == ["flat-5", "rainwater"]
    card = page.inner_text("[data-id=flat-5]")
    assert "Cistern" in card and "kW" not in card
    page.evaluate("""async () => {
        const { house, take } = await import('/assets/house.js');
        take('sensor', { ...house.sensors.get('rainwater'), id: 'flat-5', name: 'Cistern' });
    }""")
    assert page.inner_text("[data-id=flat-5] .big") == page.inner_text("[data-id=rainwater] .big")
    page.evaluate("import('/assets/house.js').then(({ take }) => take('overview', window.before))")
    assert page.eval_on_selector_all(".card", CARDS)[-2:] == ["flat-5", "rainwater"]
    assert "kW" in page.inner_text("[data-id=flat-5]")


def test_nothing_of_the_meter_is_told_of_the_sensor_in_its_place(visit):
    page = still(visit(), "#/health")
    page.wait_for_function("""async () => {
        const { house } = await import('/assets/house.js');
        return house.health.get('flat-5')?.telegrams > 0;
    }""")
    page.route("**/meters/flat-5/health", lambda route: route.fulfill(json={"telegrams": 4711}))
    page.evaluate(TURNED, "flat-5")
    page.wait_for_selector(".matrix td:has-text('4,711')")
