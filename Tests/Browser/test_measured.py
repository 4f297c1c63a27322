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
