# SPDX-License-Identifier: Apache-2.0
"""Who may see the page, and what it says about that."""
from conftest import PROGRAMS, Visit
from house import House

TOKEN = "0123456789abcdef0123456789abcdef"


def test_the_token_is_asked_for_once_and_kept(browser):
    house = House(PROGRAMS, meters=1, sensors=0, http=f"  token: {TOKEN}\n")
    try:
        one = Visit(browser, house.url)
        page = one.page
        page.goto(house.url)
        page.wait_for_selector(".link.locked")
        dot = "getComputedStyle(document.querySelector('.link .dot')).backgroundColor"
        locked = page.evaluate(dot)
        page.fill("#token", "f" * 32)
        page.keyboard.press("Enter")
        page.wait_for_selector("[role=alert]")
        page.fill("#token", TOKEN)
        page.keyboard.press("Enter")
        page.wait_for_selector(".card")
        page.wait_for_selector(".link:has-text('live')")
        assert page.evaluate(dot) != locked, "green is only what is connected"
        page.reload()
        page.wait_for_selector(".card")
        assert TOKEN not in page.content() and TOKEN not in page.url
        assert one.context.cookies() == []
        one.context.close()
        assert all("401" in complaint for complaint in one.complaints), one.complaints
    finally:
        house.close()


def test_an_open_gateway_says_so(browser):
    house = House(PROGRAMS, meters=1, sensors=0, http="  auth: none\n")
    try:
        one = Visit(browser, house.url)
        page = one.open()
        access = house.get("api/v1/gateway")["access"]
        assert (page.query_selector(".banner.open") is not None) == (access == "open")
        one.context.close()
        one.check()
    finally:
        house.close()


def test_a_page_too_many_asks_now_and_then(browser):
    house = House(PROGRAMS, meters=1, sensors=0, http="  streams: 1\n")
    try:
        one = Visit(browser, house.url)
        one.open().wait_for_selector(".link:has-text('live')")
        second = one.context.new_page()
        second.goto(house.url)
        second.wait_for_selector(".link:has-text('every 10 s')")
        assert second.query_selector(".banner") is None and second.query_selector(".card") is not None
        one.page.close()
        second.wait_for_selector(".link:has-text('live')", timeout=20_000)
        one.context.close()
        one.check()
    finally:
        house.close()


def test_the_policy_forbids_everything_foreign(visit, house):
    page = visit().page
    policy = page.goto(house.url).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy and "style-src 'self'" in policy
    assert "unsafe" not in policy
