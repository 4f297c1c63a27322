# SPDX-License-Identifier: Apache-2.0
"""No figure and no digit that nobody measured."""
import pytest

LEVELS = """async ({ bars, values, quality }) => {
    const { energyBars, gainAndUse, otherBars } = await import('/assets/energybars.js');
    const rows = values.map(([up, down], time) => ({
        time, quality, isWhole: true, unseen: [], energy_import_kwh: up, energy_export_kwh: down, gas_m3: up,
        'volume_l gain': up, 'volume_l use': down,
    }));
    const data = { kind: 'days', names: ['gas_m3'], rows };
    const nodes = { energy: () => energyBars(data), tank: () => gainAndUse(data, 'volume_l'), gas: () => otherBars(data, {}) };
    const box = document.createElement('div');
    box.append(...[nodes[bars]()].flat().filter(Boolean));
    return [...box.querySelectorAll('.level span')].map((level) => level.textContent);
}"""


@pytest.mark.parametrize("bars, values, quality, levels", [
    ("tank", [[0, 12], [0, 8]], "complete", ["15\u202fl"]),
    ("tank", [[0, 0], [0, 0]], "complete", []),
    ("gas", [[0, None], [None, None]], "complete", []),
    ("gas", [[0.004, None]], "complete", ["0.01\u202fm³"]),
    ("energy", [[2, 3]], "complete", ["2\u202fkWh", "3\u202fkWh"]),
    ("energy", [[0, 3]], "complete", ["3\u202fkWh"]),
    ("energy", [[None, None]], "missing", []),
])
def test_bars_of_nothing_have_no_scale(visit, bars, values, quality, levels):
    page = visit().open()
    assert page.evaluate(LEVELS, {"bars": bars, "values": values, "quality": quality}) == levels


PHASES = """async (tables) => {
    const { phaseTable } = await import('/assets/network.js');
    const digits = {};
    return tables.map(([volts, amps]) => {
        const readings = Object.fromEntries([1, 2, 3].flatMap((phase) => [
            [`voltage_l${phase}_v`, volts[phase - 1]], [`current_l${phase}_a`, amps[phase - 1]],
        ]));
        return [...phaseTable(readings, digits).querySelectorAll('tbody tr')]
            .map((row) => [row.children[1].textContent, row.children[2].textContent]);
    });
}"""


def test_a_current_has_the_digits_that_the_meter_sent(visit):
    page = visit().open()
    whole, tenths, again = page.evaluate(PHASES, [
        [[230, 231, 229], [2, 0, 11]], [[230, 231, 229], [2.3, 0, 11]], [[230, 231, 229], [2, 0, 11]],
    ])
    assert whole == [["230.0\u202fV", "2\u202fA"], ["231.0\u202fV", "0\u202fA"], ["229.0\u202fV", "11\u202fA"]]
    assert [amps for _, amps in tenths] == ["2.3\u202fA", "0.0\u202fA", "11.0\u202fA"]
    assert again == [["230.0\u202fV", "2.0\u202fA"], ["231.0\u202fV", "0.0\u202fA"], ["229.0\u202fV", "11.0\u202fA"]], \
        "a zero at the end was measured, if this meter sent digits there before"
