# SPDX-License-Identifier: Apache-2.0
"""Tables and axes on a phone."""
import pytest

from conftest import VIEWS

PHONE = {"width": 360, "height": 740}
OVERLAPS = """plots => plots.map((plot) => {
    const labels = [...plot.querySelectorAll('.axis span')].map((label) => label.getBoundingClientRect());
    return labels.slice(1).some((label, index) => label.left < labels[index].right + 2);
})"""
BESIDE = """plots => plots.flatMap((plot) => {
    const centre = ({ left, right }) => (left + right) / 2;
    const bars = [...plot.querySelectorAll('.bar')].map((bar) => centre(bar.getBoundingClientRect()));
    const last = [...plot.querySelectorAll('.axis span')].at(-1);
    return [Math.min(...bars.map((bar) => Math.abs(bar - centre(last.getBoundingClientRect()))))];
})"""


@pytest.mark.parametrize("locale", ["en-GB", "de-LU"])
@pytest.mark.parametrize("view", ["overview", "meter", "sensor"])
def test_an_opened_table_scrolls_by_itself_and_not_the_page(visit, known, view, locale):
    one = visit(viewport=PHONE, locale=locale)
    page = one.open(VIEWS[view])
    one.settle()
    for summary in page.locator("details.as-table summary").all():
        summary.click()
    opened = page.locator("details.as-table[open] table")
    opened.last.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_time_in_a_tables_first_column_is_not_broken(visit, known):
    one = visit(viewport=PHONE)
    page = one.open("#/meter/flat-1")
    one.settle()
    page.locator("details.as-table", has_text="Power in kW").locator("summary").click()
    page.wait_for_selector("details.as-table[open] tbody th")
    broken = page.eval_on_selector_all("details.as-table[open] tbody th", """cells => cells.filter((cell) => {
        const words = document.createRange();
        words.selectNodeContents(cell);
        const lines = new Set([...words.getClientRects()].map(({ top }) => Math.round(top)));
        return lines.size !== 1 + cell.querySelectorAll('br').length;
    }).map((cell) => cell.innerText)""")
    assert broken == []


BARS = """async ({ kind, count }) => {
    const { energyBars } = await import('/assets/energybars.js');
    const { addDays, dayStart, monthStart } = await import('/assets/format.js');
    const first = dayStart(Date.parse('2026-10-30T12:00:00Z'));
    const rows = Array.from({ length: count }, (_, index) => ({
        time: kind === 'days' ? addDays(first, index) : monthStart(2025, 11 + index),
        quality: 'complete', isWhole: true, unseen: [], energy_import_kwh: 1, energy_export_kwh: null,
    }));
    const panel = document.querySelector('.total').parentNode;
    panel.replaceChildren(...energyBars({ kind, rows }).flat().filter(Boolean));
}"""


@pytest.mark.parametrize("locale", ["en-GB", "de-LU", "fr-LU", "lb"])
@pytest.mark.parametrize("kind, count", [("days", 31), ("days", 29), ("months", 13), ("months", 8)])
def test_each_label_below_bars_stands_under_its_bar_and_clear_of_the_next(visit, locale, kind, count):
    page = visit(viewport=PHONE, locale=locale).open()
    page.evaluate(BARS, {"kind": kind, "count": count})
    plots = page.locator(".panel .tall .plot")
    assert plots.evaluate_all(OVERLAPS) == [False]
    assert plots.evaluate_all(BESIDE)[0] < 1
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
