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
