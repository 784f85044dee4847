"""The door: who is refused, that all refusals are the same bytes, and what every answer carries."""

from __future__ import annotations

import pytest
from django.test import Client
from fake_house import HOST, HOSTS, ORIGIN, PORT, make_client

from evenstep.web.house import House
from evenstep.web.middleware import HEADERS

ROUTES = (
    "/",
    "/add",
    "/help",
    "/look",
    "/leave",
    "/r/abc",
    "/r/abc/ask",
    "/s/shell.css",
    "/open/abc",
    "/nothing",
    "/favicon.ico",
)
REFUSAL = b"This page is closed.\n"


def check_refused(response: object) -> None:
    assert response.status_code == 403  # type: ignore[attr-defined]
    assert response.content == REFUSAL  # type: ignore[attr-defined]
    assert not response.cookies  # type: ignore[attr-defined]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("route", ROUTES)
def test_a_host_that_is_not_exactly_ours_is_refused_on_every_route(ada: Client, route: str, host: str | None) -> None:
    headers = {} if host is None else {"HTTP_HOST": host}
    if host is None:
        ada.defaults.pop("HTTP_HOST")
    check_refused(ada.get(route, **headers))
    check_refused(ada.post(route, HTTP_ORIGIN=ORIGIN, **headers))


def test_both_spellings_of_loopback_are_ours(ada: Client) -> None:
    assert ada.get("/").status_code == 200
    assert ada.get("/", HTTP_HOST=f"[::1]:{PORT}").status_code == 200


@pytest.mark.parametrize("name", ["X_FORWARDED_FOR", "X_FORWARDED_HOST", "X_FORWARDED_PROTO", "FORWARDED"])
def test_a_forwarded_request_is_refused(ada: Client, name: str) -> None:
    check_refused(ada.get("/", **{f"HTTP_{name}": "127.0.0.1"}))


@pytest.mark.parametrize("target", [f"http://{HOST}/", "http://evil.test/", "//evil.test/", "*", "\\evil", ""])
def test_a_target_that_is_not_a_plain_path_is_refused(ada: Client, target: str) -> None:
    check_refused(ada.get("/", REQUEST_URI=target))


FOREIGN = (
    {"HTTP_SEC_FETCH_SITE": "cross-site"},
    {"HTTP_SEC_FETCH_SITE": "same-site"},
    {"HTTP_SEC_FETCH_SITE": "nonsense"},
    {"HTTP_SEC_FETCH_SITE": ""},
    {"HTTP_SEC_FETCH_SITE": "same-origin, cross-site"},
    {"HTTP_SEC_FETCH_SITE": "none", "HTTP_SEC_FETCH_MODE": "cors", "HTTP_SEC_FETCH_DEST": "empty"},
    {"HTTP_SEC_FETCH_SITE": "none", "HTTP_SEC_FETCH_MODE": "navigate", "HTTP_SEC_FETCH_DEST": "iframe"},
    {"HTTP_ORIGIN": "null"},
    {"HTTP_ORIGIN": "http://evil.test"},
    {"HTTP_ORIGIN": f"https://{HOST}"},
    {"HTTP_ORIGIN": f"http://127.0.0.1:{PORT + 1}"},
    {"HTTP_ORIGIN": f"{ORIGIN}/"},
    {"HTTP_ORIGIN": f"{ORIGIN}.evil.test"},
    {"HTTP_ORIGIN": ""},
    {"HTTP_ORIGIN": "\x00"},
)


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize("route", [route for route in ROUTES if not route.startswith("/open/")])
def test_another_site_is_refused_for_get_and_post(ada: Client, route: str, headers: dict[str, str]) -> None:
    check_refused(ada.get(route, **headers))
    check_refused(ada.post(route, **headers))


def test_the_address_bar_may_come_in_but_not_post(ada: Client) -> None:
    bar = {"HTTP_SEC_FETCH_SITE": "none", "HTTP_SEC_FETCH_MODE": "navigate", "HTTP_SEC_FETCH_DEST": "document"}
    assert ada.get("/", **bar).status_code == 200
    check_refused(ada.post("/leave", **bar))


def test_an_old_browser_without_fetch_headers_needs_an_exact_origin_to_post(ada: Client) -> None:
    ada.defaults.pop("HTTP_SEC_FETCH_SITE")
    assert ada.get("/").status_code == 200
    check_refused(ada.post("/leave"))
    assert ada.post("/leave", HTTP_ORIGIN=ORIGIN).status_code == 200


@pytest.mark.parametrize("route", [route for route in ROUTES if route != "/s/shell.css"])
def test_without_a_visit_every_route_is_refused(stranger: Client, route: str) -> None:
    check_refused(stranger.get(route))


def test_styles_are_given_to_our_own_pages_only(house: House) -> None:
    assert make_client(house).get("/s/shell.css").status_code == 200
    check_refused(make_client(house, HTTP_SEC_FETCH_SITE="none").get("/s/shell.css"))


def test_a_made_up_cookie_opens_nothing(stranger: Client, house: House) -> None:
    stranger.cookies[house.cookie] = "guessed"
    check_refused(stranger.get("/"))


def test_a_form_without_its_secret_is_refused(ada: Client) -> None:
    check_refused(ada.post("/add", HTTP_ORIGIN=ORIGIN))
    check_refused(ada.post("/add", {"csrfmiddlewaretoken": "x" * 64}, HTTP_ORIGIN=ORIGIN))


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "options", "head", "patch", "trace"])
def test_every_answer_carries_the_headers_and_none_is_a_fault(ada: Client, route: str, method: str) -> None:
    response = getattr(ada, method)(route, HTTP_ORIGIN=ORIGIN)
    assert response.status_code < 500
    for name, value in HEADERS.items():
        assert response.headers[name] == value
    assert "no-store" in response.headers["Cache-Control"]
    assert "Server" not in response.headers
    assert not [name for name in response.headers if name.lower().startswith("access-control")]


def test_refusals_carry_the_headers_too(stranger: Client) -> None:
    response = stranger.get("/")
    assert all(response.headers[name] == value for name, value in HEADERS.items())


def test_the_policy_allows_nothing_inline_and_nobody_else() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "*" not in policy


def test_a_wrong_method_gets_a_page_with_words(ada: Client) -> None:
    response = ada.post("/help", HTTP_ORIGIN=ORIGIN)
    assert response.status_code in (403, 405)
    response = ada.put("/leave", HTTP_ORIGIN=ORIGIN)
    assert response.status_code == 405
    assert b"cannot be used that way" in response.content
    assert response.headers["Allow"] == "POST"
