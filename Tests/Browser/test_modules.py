# SPDX-License-Identifier: Apache-2.0
"""The page's modules by themselves, in the browser that runs them."""
import re
from datetime import datetime
from pathlib import Path

import pytest

ZONE = "Europe/Luxembourg"


@pytest.fixture
def call(visit):
    """Calls a function of a module: call("format", "number", 1.5, 2)."""
    page = visit(locale="de-LU", timezone_id="America/New_York").open()
    page.evaluate("async zone => (await import('/assets/format.js')).setZone(zone)", ZONE)
    script = "async ([module, name, values]) => (await import(`/assets/${module}.js`))[name](...values)"
    return lambda module, name, *values: page.evaluate(script, [module, name, list(values)])


def milliseconds(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() * 1000


@pytest.mark.parametrize("moment, start, hours", [
    ("2026-11-22T12:00:00Z", "2026-11-21T23:00:00Z", 24),
    ("2026-11-21T23:00:00Z", "2026-11-21T23:00:00Z", 24),
    ("2026-10-25T12:00:00Z", "2026-10-24T22:00:00Z", 25),
    ("2026-10-24T22:30:00Z", "2026-10-24T22:00:00Z", 25),
    ("2026-03-29T12:00:00Z", "2026-03-28T23:00:00Z", 23),
    ("2026-03-29T00:30:00Z", "2026-03-28T23:00:00Z", 23),
    ("2026-07-01T21:59:59Z", "2026-06-30T22:00:00Z", 24),
])
def test_days_are_those_of_the_house_not_of_the_browser(call, moment, start, hours):
    begin = call("format", "dayStart", milliseconds(moment))
    assert begin == milliseconds(start)
    assert call("format", "addDays", begin, 1) - begin == hours * 3_600_000
    assert call("format", "addDays", call("format", "addDays", begin, 1), -1) == begin


def test_numbers_are_written_as_in_the_country(call):
    assert call("format", "quantity", 24120.637, "kWh", 3) == "24.120,637\u202fkWh"
    assert call("format", "quantity", None, "kWh") == "–", "what is not known is never 0"
    assert call("format", "number", 0, 2) == "0,00"
    assert call("format", "bytes", 48_300_000) == "48\u202fMB"
    assert call("format", "span", 93_784_000) == "1\u202fd 2\u202fh"
    assert call("format", "span", 0) == "0\u202fs"


def test_a_hole_in_the_quarter_hours_is_a_gap(visit):
    quarter = 900_000
    page = visit().open()
    gaps = page.evaluate("""async quarter => {
        const { gapsOf } = await import('/assets/daycurve.js');
        const point = (index, value) => ({ time: index * quarter, end: (index + 1) * quarter, value });
        return gapsOf([point(0, 1), point(1, 2), point(2, null), point(5, 0)], 0, ({ value }) => value !== null);
    }""", quarter)
    assert gaps[0] == {"from": 2 * quarter, "to": 5 * quarter, "first": False}
    assert gaps[1]["from"] == 6 * quarter and len(gaps) == 2, "and from the last one to now"


@pytest.mark.parametrize("value, rounded", [(0, 1), (0.07, 0.08), (1, 1), (1.2, 1.5), (7.3, 8), (9, 10), (12.4, 15)])
def test_scales_end_at_round_numbers(call, value, rounded):
    assert call("plot", "roundUp", value) == pytest.approx(rounded)


def test_luxembourgish_has_its_own_days_and_months(visit):
    page = visit(locale="lb-LU").open()
    said = page.evaluate("""async time => {
        const { moment, setZone } = await import('/assets/format.js');
        setZone('Europe/Luxembourg');
        return ['weekday', 'monthYear', 'short'].map((form) => moment(time, form));
    }""", milliseconds("2026-03-24T23:30:00Z"))
    assert said[0] == "Mëttwoch, 25. Mäerz" and said[1] == "Mäerz 2026"
    assert said[2].startswith("25. Mäe.")


@pytest.mark.parametrize("count, said", [(1, "1 Telegramm verpasst"), (2, "2 Telegramme verpasst")])
def test_one_thing_is_spoken_of_as_one(call, count, said):
    assert call("texts", "counted", "card.missed", count, {"count": count}) == said


def test_what_is_known_of_one_quarter_hour_only_is_drawn(visit):
    page = visit().open()
    paths = page.evaluate("""async () => {
        const { area, line } = await import('/assets/plot.js');
        const space = { x: (time) => time, y: (value) => 100 - value };
        const one = [{ time: 500, value: 40 }];
        return [area(one, ({ value }) => value, 'in')(space)[0][1], line(one, ({ value }) => value, 'in')(space)[0]]
            .map((path) => path.getAttribute('d'));
    }""")
    assert paths == ["M495.0 60.00L505.0 60.00"] * 2


def test_the_clock_and_the_texts_behind_hex_digits_are_spelt_out(visit):
    page = visit().open()
    said = page.evaluate("""async () => {
        const { telegram } = await import('/assets/telegram.js');
        const line = (obis, value) => ({ obis, values: [value], name: null, meaning: null, unit: null, value: null });
        const nodes = telegram({
            received: '2026-11-22T21:30:04Z', time: '2026-11-22T21:30:04Z', header: '/Lux5', authentication: 'verified',
            crc: 'valid', frame_counter: 1,
            lines: [line('0-0:1.0.0', '261122223004W'), line('0-0:42.0.0', '53414731303330'), line('0-0:96.1.1', 'zz')],
        });
        return [...nodes.at(-1).querySelectorAll('tbody tr')].map((row) => row.children[2].textContent);
    }""")
    assert re.search(r"22 Nov 2026.*22:30:04 \(winter time\)", said[0])
    assert said[1:] == ["SAG1030", ""]


def test_what_a_module_uses_of_format_it_imports():
    assets = Path(__file__).parents[2] / "Sources/Web/Assets"
    modules = {path.name: path.read_text() for path in assets.glob("*.js")}
    names = re.findall(r"export (?:async )?function (\w+)", modules.pop("format.js"))
    unknown = [
        (module, name) for module, text in modules.items() for name in names
        if re.search(rf"(?<![.\w]){name}\(", text)
        and not re.search(rf"(?:function|const|let) {name}\b|^import [^;]*\b{name}\b", text, re.M)
    ]
    assert unknown == []
