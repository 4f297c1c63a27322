# SPDX-License-Identifier: Apache-2.0
"""A gateway that has no connection left for a part of the page."""
import http.client
import socket
from contextlib import contextmanager

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


@pytest.mark.parametrize("view", ["", "#/health"])
def test_a_page_that_is_refused_itself_says_so_in_the_readers_language_and_asks_again(visit, house, view):
    one = visit(locale="de-LU")
    with no_connection_left(house.port):
        assert one.page.goto(one.url + view).status == 503
        assert one.page.inner_text("h1") == "Das Gateway ist beschäftigt"
        assert one.page.get_attribute("html", "lang") == "de"
    one.page.wait_for_selector("main .panel", timeout=20_000)
    assert one.page.url == one.url
    expect_refusal(one)


def test_a_reader_whose_page_was_refused_is_afterwards_where_he_was(visit, house):
    one = visit()
    page = one.open("#/health")
    page.wait_for_selector(".matrix")
    # The browser still has connections of its own, so it is told by us what another one is told.
    with no_connection_left(house.port):
        told = http.client.HTTPConnection("127.0.0.1", house.port, timeout=5)
        told.request("GET", "/", headers={"Accept": "text/html"})
        answer = told.getresponse()
        refusal = {"status": answer.status, "headers": dict(answer.getheaders()), "body": answer.read()}
        told.close()
    page.route(one.url, lambda route: route.fulfill(**refusal), times=1)
    page.reload()
    assert page.inner_text("h1") == "The gateway is busy"
    page.wait_for_selector(".matrix", timeout=20_000)
    assert page.url == one.url + "#/health"
    expect_refusal(one)


@contextmanager
def no_connection_left(port):
    """Takes every connection that one address may have."""
    held = []
    try:
        while len(held) < 64 and is_served(port, held):
            pass
        yield
    finally:
        for client in held:
            client.close()


def is_served(port, held):
    """Opens another connection, which stays; whether its first request was answered."""
    client = socket.create_connection(("127.0.0.1", port), timeout=5)
    held.append(client)
    client.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
    return client.recv(4096).startswith(b"HTTP/1.1 200 ")


def expect_refusal(one):
    """Expects complaints of the refusal, and of nothing else."""
    assert one.complaints and all("503" in said for said in one.complaints)
    one.complaints.clear()
