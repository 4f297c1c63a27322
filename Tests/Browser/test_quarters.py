# SPDX-License-Identifier: Apache-2.0
"""Quarter-hours against the power class: what is known in part proves "above", never "within"."""
import pytest

# `energies`: runs of (count, kWh or null, whether they are whole, kW said meanwhile); the day's rest is missing.
QUARTERS = """async ({ energies, limit }) => {
    const { quarters } = await import('/assets/quarters.js');
    const { dayStart } = await import('/assets/format.js');
    const day = dayStart(Date.parse('2024-11-20T12:00:00Z'));
    const all = energies.flatMap(([count, energy, isWhole, power = null]) =>
        Array.from({ length: count }, () => ({ energy, isWhole, power })));
    const points = Array.from({ length: 96 }, (_, index) => {
        const { energy = null, isWhole = false, power = null } = all[index] ?? {};
        return {
            time: day + index * 900000, end: day + (index + 1) * 900000, isWhole,
            quality: energy === null && power === null ? 'missing' : isWhole ? 'complete' : 'partial',
            of: (name) => ({ energy_import_kwh: energy, power_import_kw: power })[name] ?? null,
        };
    });
    const box = document.createElement('div');
    box.append(...quarters({ points }, day, limit).flat().filter(Boolean));
    document.querySelector('main').append(box);
    const details = box.querySelector('details');
    details.open = true;
    await new Promise((resolve) => details.addEventListener('toggle', resolve));
    return {
        said: box.querySelector('p').textContent, plot: box.querySelector('.plot').textContent,
        key: box.querySelector('.key').textContent, pale: box.querySelectorAll('.bar.partial').length,
        solid: box.querySelectorAll('.bar.in:not(.partial)').length, over: box.querySelectorAll('.bar.over').length,
        rows: [...details.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent)),
    };
}"""


@pytest.fixture
def judge(visit):
    """Draws a day out of runs of quarter-hours; thin spaces become plain ones."""
    page = visit().open()

    def draw(*energies, limit=3):
        told = page.evaluate(QUARTERS, {"energies": energies, "limit": limit})
        told.update({name: text.replace("\u202f", " ") for name, text in told.items() if isinstance(text, str)})
        told["rows"] = [[cell.replace("\u202f", " ") for cell in row] for row in told["rows"]]
        return told

    return draw


@pytest.mark.parametrize("known, said", [
    (0, "Nothing is known of this day’s quarter-hours."),
    (5, "Within 3 kW in the 5 of 96 quarter-hours that are known."),
    (96, "Always within 3 kW."),
])
def test_a_day_is_within_the_class_only_as_far_as_it_is_known(judge, known, said):
    told = judge((known, 0.25, True))
    assert said in told["said"]
    assert ("4 kW" in told["plot"]) == (known > 0), "no scale beside nothing"


def test_a_quarter_hour_that_a_silence_crosses_is_not_known_to_be_within(judge):
    told = judge((88, 0.25, True), (2, 0.021, False))
    assert "Within 3 kW in the 88 of 96 quarter-hours that are known." in told["said"]
    assert told["solid"] == 88 and told["pale"] == 2 and "at least" in told["key"]
    assert told["rows"][87][1:] == ["0.250", "1.000", "–"]
    assert told["rows"][88][1:] == ["≥ 0.021", "≥ 0.084", "–"]


def test_a_quarter_hour_that_is_known_in_part_can_prove_that_the_class_was_passed(judge):
    told = judge((95, 0.25, True), (1, 1.0, False))
    assert "Above 3 kW in 1 quarter-hour, by ≥ 0.25 kWh." in told["said"]
    assert "Highest: ≥ 4.00 kW" in told["said"]
    assert told["over"] == 1 and told["rows"][95][3] == "≥ 1.000 kW"


def test_of_a_day_without_a_whole_quarter_hour_nobody_knows_whether_it_was_within(judge):
    assert "Whether the day stayed within 3 kW is not known." in judge((1, 0.038, False))["said"]


def test_without_a_register_a_mean_of_a_part_is_no_bound(judge):
    told = judge((1, None, False, 4.0))
    assert "Nothing is known" in told["said"] and told["pale"] == told["solid"] == 0


def test_a_day_without_a_silence_has_no_pale_bars_in_its_key(judge):
    assert "at least" not in judge((96, 0.25, True))["key"]
