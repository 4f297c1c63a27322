# SPDX-License-Identifier: Apache-2.0
"""A gateway that has no connection left for a part of the page."""
import pytest


@pytest.mark.parametrize("part", ["app.js", "words.js", "texts.json"])
def test_a_page_of_which_a_part_is_refused_says_so_and_asks_again(visit, part):
    one = visit(color_scheme="dark")
    page = one.page
    is_busy = [True]

    def answer(route):
        if not is_busy:
            return route.fallback()
        return route.fulfill(status=503, json={"status": 503, "detail": "There are too many connections."})

    page.route(f"**/assets/{part}", answer)
    page.goto(one.url)
    said = page.wait_for_selector("p[role=status]")
    for words in ("asks again", "fragt erneut", "réessaie", "freet nach eng Kéier"):
        assert words in said.inner_text()
    assert page.query_selector("main") is None
    is_busy.clear()
    page.wait_for_selector(".card")
    assert page.query_selector("text=fragt erneut") is None
    assert any("503" in said for said in one.complaints)
    one.complaints.clear()
