"""Other sites in the same browser: rebinding, links, forms, frames and fetches get nothing."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from visitor import Open

from evenstep.web.serve import Running

REFUSAL = "This page is closed."
ATTACK = """<!doctype html><title>other</title>
<a id="link" href="{base}/look">look</a>
<form id="form" method="post" action="{base}/leave"><button>leave</button></form>
<iframe id="frame" src="{base}/look"></iframe>
<img id="img" src="{base}/s/icon.svg">
"""


class Stranger(http.server.BaseHTTPRequestHandler):
    """Another program on this computer that serves pages, and remembers the cookies it was sent."""

    page = b""
    cookies: list[str] = []  # noqa: RUF012

    def do_GET(self) -> None:
        Stranger.cookies.append(self.headers.get("Cookie", ""))
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(Stranger.page)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def stranger(running: Running) -> Iterator[str]:
    Stranger.page = ATTACK.format(base=f"http://127.0.0.1:{running.house.port}").encode()
    Stranger.cookies.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stranger) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def test_a_rebound_name_gets_nothing(other_chromium: Callable[[list[str]], Browser], running: Running) -> None:
    browser = other_chromium(["--host-resolver-rules=MAP evil.test 127.0.0.1"])
    page = browser.new_page()
    for path in ("/", "/look", "/s/shell.css", "/open/x", "/favicon.ico", "/nothing"):
        answer = page.goto(f"http://evil.test:{running.house.port}{path}")
        assert answer is not None
        assert answer.status == 403
        assert page.locator("body").inner_text().strip() == REFUSAL
    token_path = running.address().partition(str(running.house.port))[2]
    answer = page.goto(f"http://evil.test:{running.house.port}{token_path}")
    assert answer is not None
    assert answer.status == 403
    assert page.context.cookies() == []
    assert page.evaluate("() => fetch('/look').then(r => 'read', e => 'blocked')") == "blocked"


def visit_stranger(page: Page, stranger: str) -> None:
    page.goto(stranger)
    page.wait_for_load_state()


def test_another_port_is_another_site(visit: Open, stranger: str) -> None:
    visitor = visit()
    page = visitor.page
    visit_stranger(page, stranger)
    frame = page.frame(url="**/look") or page.frames[-1]
    assert "Mira" not in frame.content()
    assert page.evaluate("document.getElementById('img').naturalWidth") == 0
    assert page.evaluate(f"fetch('{visitor.base}/look').then(r => 'read', e => 'blocked')") == "blocked"
    page.locator("#link").click()
    assert page.locator("body").inner_text().strip() == REFUSAL
    visit_stranger(page, stranger)
    page.locator("#form button").click()
    assert page.locator("body").inner_text().strip() == REFUSAL
    visitor.go("/")
    assert page.title() == "Notes: start"  # the visit is still there: the stranger could not end it


def test_the_cookie_alone_shows_no_content_to_who_stole_it(visit: Open, stranger: str, export: dict[str, Any]) -> None:
    """Cookies go to every port of this computer. With it one gets the empty first page, not the pattern."""
    visitor = visit()
    page = visitor.page
    page.get_by_role("link", name="Look at one export, and keep nothing").click()
    page.locator("#files").set_input_files(export)
    page.get_by_role("button", name="Read it").click()
    page.wait_for_url("**/ask")
    visit_stranger(page, stranger)
    stolen = Stranger.cookies[0]
    request = page.context.browser.new_context().request  # type: ignore[union-attr]
    for path in ("/", "/add", "/help"):
        text = request.get(visitor.base + path, headers={"Cookie": stolen, "Sec-Fetch-Site": "same-origin"}).text()
        assert "Jon" not in text
        assert "/r/" not in text


def test_a_link_from_a_page_elsewhere_is_refused(visit: Open) -> None:
    visitor = visit()
    page = visitor.page
    link = f'<a href="{visitor.base}/look">x</a>'
    page.route("http://elsewhere.test/", lambda route: route.fulfill(body=link, content_type="text/html"))
    page.goto("http://elsewhere.test/")
    page.get_by_text("x").click()
    page.wait_for_load_state()
    assert "Mira" not in page.content()
