# SPDX-License-Identifier: Apache-2.0
"""Sentences that can be followed, and that are true."""
import re

import pytest

from conftest import still
from test_texts import TABLE

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


@pytest.mark.parametrize("state, said", [("ok", True), ("disk_full", False), ("in_use", False)])
def test_none_is_missing_only_while_telegrams_are_stored(visit, state, said):
    page = still(visit())
    told = page.evaluate("""async (state) => {
        const { find, house, take } = await import('/assets/house.js');
        const { record } = await import('/assets/record.js');
        take('gateway', { ...house.gateway, store: { ...house.gateway.store, state } });
        const nodes = record({ state: 'online', code: 'ok', stored: 4, missed: 0 }, find('flat-1'));
        return nodes.filter(Boolean).map((node) => node.textContent).join(' ');
    }""", state)
    assert "4 telegrams are stored." in told
    assert ("None is missing." in told) == said


def test_a_french_sign_of_two_parts_stands_apart_and_does_not_break_off():
    for key, (_, _, french, _) in TABLE["texts"].items():
        assert not re.search("[ \u00a0][:;?!](?!\\S)", french), key
        # Code and addresses keep theirs: `authentication: crc`.
        bare = re.sub(r"\w+_\w+: \w+|auth\w*: \w+", "", french)
        assert not re.search("(?<!\u202f)[:;?!](?!\\S)", bare), key


def test_what_is_joined_by_a_colon_is_joined_as_the_language_does(visit):
    page = still(visit(locale="fr-LU"))
    said = page.evaluate("""async () => {
        const { house, take } = await import('/assets/house.js');
        const { asTable } = await import('/assets/figure.js');
        const { record } = await import('/assets/record.js');
        const { broker } = house.gateway;
        take('gateway', { ...house.gateway, broker: { ...broker, connected: false, fault_code: 'unreachable' } });
        const nodes = record({ state: 'online', code: 'ok', tag_errors: 3 }, house.meters.get('flat-1'));
        return [document.querySelector('.trouble strong').textContent, asTable('Puissance').textContent,
                nodes.filter(Boolean).map((node) => node.textContent).join(' ')];
    }""")
    assert said[0].startswith("Broker\u202f: ")
    assert said[1].endswith("\u202f: Puissance")
    assert "\u202f: 3" in said[2]
