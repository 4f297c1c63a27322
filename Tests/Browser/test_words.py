# SPDX-License-Identifier: Apache-2.0
"""Sentences that can be followed, and that are true."""
import pytest

from conftest import still

CODE = """async ({ code }) => {
    const { house, take } = await import('/assets/house.js');
    for (const id of ['flat-1', 'flat-2']) {
        take('meter', { ...house.meters.get(id), state: 'degraded', code, hint: '' });
    }
    return [...document.querySelectorAll('.trouble')].map((one) => one.innerText);
}"""


@pytest.mark.parametrize("locale", ["en-GB", "de-LU", "fr-LU", "lb"])
def test_an_order_to_give_names_the_meter_as_the_order_wants_it(visit, locale):
    page = still(visit(locale=locale))
    told = page.evaluate(CODE, {"code": "counter_regressed"})
    assert len(told) == 2, "each meter has an order of its own"
    for number, words in enumerate(told, 1):
        assert f"meter-gateway accept-counter flat-{number} --config meters.yaml" in words
    page.evaluate("location.hash = '#/meter/flat-1'")
    page.wait_for_selector(".head + div .trouble:has-text('accept-counter flat-1 --config')")


def test_the_record_of_a_meter_gives_the_same_order(visit):
    page = visit().open()
    said = page.evaluate("""async () => {
        const { find } = await import('/assets/house.js');
        const { record } = await import('/assets/record.js');
        const meter = { ...find('flat-1'), available: true };
        const nodes = record({ state: 'degraded', code: 'counter_regressed', hint: '' }, meter);
        return nodes.filter(Boolean).map((node) => node.textContent).join(' ');
    }""")
    assert "accept-counter flat-1 --config" in said
