# SPDX-License-Identifier: Apache-2.0
"""What the page weighs and how soon it is there."""
from conftest import VIEWS

GOAL = 250_000

WEIGHT = """() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  .filter(entry => !entry.name.includes('/api/')).map(entry => [new URL(entry.name).pathname, entry.transferSize, entry.decodedBodySize])"""


def test_all_of_the_page_weighs_less_than_250_kB(visit):
    one = visit()
    page = one.open(VIEWS["meter"])
    page.wait_for_selector(".great canvas")
    files = {path: (sent, unpacked) for path, sent, unpacked in page.evaluate(WEIGHT)}
    assert "/assets/dygraph.min.js" in files and "/assets/texts.json" in files
    sent = sum(size for size, _ in files.values())
    print(f"weight with dygraphs: {sent} bytes sent, {sum(size for _, size in files.values())} unpacked, {len(files)} files")
    assert 0 < sent < GOAL


def test_the_first_look_takes_one_round_trip_for_data(visit):
    one = visit()
    page = one.open()
    page.wait_for_selector(".card .plot")
    data = [url for url in one.requests if "/api/" in url]
    assert data[0].endswith("/api/v1/overview")
    assert all(url.endswith("/api/v1/stream") for url in data[1:])
    paint = page.evaluate("""() => new Promise(resolve => new PerformanceObserver((list, observer) => {
        observer.disconnect();
        resolve(list.getEntries().at(-1).startTime);
    }).observe({ type: 'largest-contentful-paint', buffered: true }))""")
    first = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    print(f"first paint {first:.0f} ms, largest {paint:.0f} ms")
    assert paint < 3000
