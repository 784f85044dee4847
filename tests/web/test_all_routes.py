"""Every route of the URL table by every method: one door, one refusal, nothing changed by looking, no foreign keys.

The routes come from the table itself: one that is added later is in all of these tests.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import pytest
from django.test import Client
from every_route import CANARIES, ROUTES, STORED, Facts, Route, argument, changed, dump, fill, within_a_space
from fake_house import HOST, HOSTS, ORIGIN, PORT

from evenstep.web.headers import HEADERS, REFUSAL
from evenstep.web.house import House
from evenstep.web.middleware import INSIDE
from evenstep.web.models import Settings
from evenstep.web.vault import keep
from evenstep.web.vault.opened import Opened, using

METHODS: Final = ("get", "head", "post", "put", "delete", "options", "patch")
SITES: Final = (None, "same-site", "cross-site", "none", "", "nonsense", "same-origin, cross-site", "\x00", "é")
ORIGINS: Final = (
    "null",
    "http://evil.test",
    f"https://{HOST}",
    f"http://127.0.0.1:{PORT + 1}",
    f"{ORIGIN}/",
    "",
    "\x00",
)
NAVIGATES: Final = {"HTTP_SEC_FETCH_MODE": "navigate", "HTTP_SEC_FETCH_DEST": "document"}
FRAME: Final = {"HTTP_SEC_FETCH_MODE": "navigate", "HTTP_SEC_FETCH_DEST": "iframe"}
FETCH: Final = {"HTTP_SEC_FETCH_MODE": "no-cors", "HTTP_SEC_FETCH_DEST": "image"}


def foreign() -> list[dict[str, str]]:
    """Header sets that no page of ours and no address bar sends: other origins and sites, frames, malformed words."""
    sets = [{"HTTP_ORIGIN": origin, "HTTP_SEC_FETCH_SITE": "same-origin"} for origin in ORIGINS]
    sets += [{"HTTP_ORIGIN": origin, "HTTP_SEC_FETCH_SITE": "cross-site", **NAVIGATES} for origin in ORIGINS]
    for site in SITES[1:]:
        sets += [{"HTTP_SEC_FETCH_SITE": site, **FRAME}, {"HTTP_SEC_FETCH_SITE": site, **FETCH}]
        if site != "none":
            sets += [{"HTTP_SEC_FETCH_SITE": site, **NAVIGATES}]
    return sets


@pytest.fixture
def facts(inside: Client, house: House, opened: Opened, store: Opened) -> Facts:
    """Ada inside, her store open and full."""
    visit = house.visits.find(inside.cookies[house.cookie].value)
    assert visit is not None
    Settings.objects.create(pk=1)
    visit.adult = True
    return fill(house, visit, opened.person)


@pytest.fixture
def secret(ada: Client) -> Callable[[], str]:
    """A form's own secret, as a page of ours has it."""

    def read() -> str:
        page = ada.get("/add").content.decode()  # the quickest page that has a form
        return page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]

    return read


def check_headers(response: Any) -> None:
    for name, value in HEADERS.items():
        assert response.headers.get(name) == value, name
    assert not {"Server", "X-Powered-By"} & set(response.headers)
    assert not [name for name in response.headers if name.lower().startswith("access-control")]


def check_refused(response: Any, route: Route, method: str) -> None:
    body = b"" if method == "head" else REFUSAL.encode()
    assert (response.status_code, response.content) == (403, body), (str(route), method)
    assert response.headers["Content-Length"] == str(len(REFUSAL)) or method == "head"
    assert not response.cookies
    check_headers(response)


def words_of(response: Any) -> str:
    return f"{response.content.decode(errors='replace')} {dict(response.headers)}"


def test_the_table_is_walked() -> None:
    assert {"welcome", "today", "moments", "messages", "leave", "asset"} <= {route.name for route in ROUTES}
    assert len({route.name for route in ROUTES}) == len(ROUTES)
    assert len(foreign()) >= 35


def again(facts: Facts, opened: Opened, *, changing: bool = True) -> Facts:
    """The same facts, or fresh ones when the last form took some of them away; and the store unlocked."""
    facts.visit.unlock(opened)
    facts.visit.adult = True
    if not changing:
        return facts
    kept = (
        facts.moment,
        facts.answers,
        facts.brought,
        facts.tried,
        facts.written,
        facts.limit,
        facts.slip,
        facts.sitting,
    )
    there = [type(each).objects.filter(pk=each.pk).exists() for each in kept]
    return facts if all(there) else fill(facts.house, facts.visit, facts.person)


@pytest.mark.parametrize("method", METHODS)
def test_every_answer_inside_carries_the_headers_and_none_is_a_fault(
    facts: Facts, inside: Client, opened: Opened, secret: Callable[[], str], method: str
) -> None:
    key = secret()
    for route in (route for route in ROUTES if route.name != "leave"):
        for headers in ({}, {"HTTP_X_CSRFTOKEN": key}):
            facts = again(facts, opened, changing=method == "post")
            path, cookies = route.path(facts), inside.cookies.copy()
            response = getattr(inside, method)(path, HTTP_ORIGIN=ORIGIN, **headers)
            inside.cookies = cookies
            check_headers(response)
            assert response.status_code < 500, path
    assert method == "post" or again(facts, opened) is facts, f"{method} took something away"
    check_headers(getattr(inside, method)("/leave", HTTP_ORIGIN=ORIGIN))


@pytest.mark.parametrize("method", METHODS)
def test_without_a_visit_one_refusal_but_for_the_way_in_the_way_out_and_the_style(
    facts: Facts, stranger: Client, method: str
) -> None:
    allowed = {("open", "get"), ("leave", "post"), ("asset", "get"), ("asset", "head")}
    for route in ROUTES:
        response = getattr(stranger, method)(route.path(facts), HTTP_ORIGIN=ORIGIN)
        stranger.cookies.clear()
        if (route.name, method) in allowed:
            assert response.status_code == 200
            check_headers(response)
            assert not [word for word in CANARIES if word in words_of(response)]
        else:
            check_refused(response, route, method)


@pytest.mark.parametrize("method", METHODS)
def test_locked_nothing_of_the_store_is_said_and_its_places_lead_to_the_lock(
    facts: Facts, inside: Client, secret: Callable[[], str], method: str
) -> None:
    for route in (route for route in ROUTES if route.name != "leave"):
        path = route.path(facts)
        facts.visit.lock_up()  # unlocking a store without a passphrase is a route as well
        key, cookies = secret(), inside.cookies.copy()  # the secret is another one after another store was open
        response = getattr(inside, method)(path, HTTP_ORIGIN=ORIGIN, HTTP_X_CSRFTOKEN=key)
        inside.cookies = cookies
        assert not [word for word in CANARIES if word in words_of(response)], route
        assert response.status_code < 500, route
        check_headers(response)
        if within_a_space(route) or path.startswith(INSIDE):
            answer = (response.status_code, response.headers.get("Location"), response.content)
            assert answer == (302, "/", b""), route


@pytest.mark.parametrize("host", HOSTS)
def test_a_foreign_host_is_refused_on_every_route_by_every_method(
    facts: Facts, inside: Client, host: str | None
) -> None:
    headers = {} if host is None else {"HTTP_HOST": host}
    if host is None:
        inside.defaults.pop("HTTP_HOST")
    for route in ROUTES:
        path = route.path(facts)
        for method in METHODS:
            check_refused(getattr(inside, method)(path, HTTP_ORIGIN=ORIGIN, **headers), route, method)


@pytest.mark.parametrize("method", METHODS)
def test_other_sites_frames_and_malformed_headers_are_refused_on_every_route(
    facts: Facts, inside: Client, method: str
) -> None:
    for route in ROUTES:
        path = route.path(facts)
        for headers in foreign():
            # our own redirect file counts as another site for the browser: there the token is what opens
            on_top = headers.get("HTTP_SEC_FETCH_DEST") == "document"
            if (route.name, method) == ("open", "get") and on_top and "HTTP_ORIGIN" not in headers:
                continue
            check_refused(getattr(inside, method)(path, **headers), route, method)


def test_from_the_address_bar_one_may_look_and_change_nothing(facts: Facts, inside: Client) -> None:
    for route in ROUTES:
        path = route.path(facts)
        for method in METHODS[2:]:
            response = getattr(inside, method)(path, HTTP_SEC_FETCH_SITE="none", **NAVIGATES)
            check_refused(response, route, method)


@pytest.mark.parametrize("secret", [None, "", "x" * 64, "é\x00"])
def test_without_the_forms_secret_nothing_is_changed(facts: Facts, inside: Client, secret: str | None) -> None:
    """But leaving, which must never fail: the door has seen that our own page asks."""
    before, held = dump(), facts.visit.opened
    for route in (route for route in ROUTES if route.name != "leave"):
        path = route.path(facts)
        data = {} if secret is None else {"csrfmiddlewaretoken": secret}
        check_refused(inside.post(path, data, HTTP_ORIGIN=ORIGIN), route, "post")
        for method in ("put", "delete", "patch"):
            check_refused(getattr(inside, method)(path, HTTP_ORIGIN=ORIGIN), route, method)
        assert facts.visit.opened is held
    assert dump() == before


# What a GET may change, and why.
MARKS: Final = {
    # so that the next visit begins in this space; and one new suggestion a week
    "today": {("notes_space", "last_used"), ("notes_offered", "*")},
    "steps": {("notes_offered", "*")},
    "messages": {("notes_look", "*")},  # the looking budget counts days on which the pattern was opened
    "loop": {("notes_look", "*")},
}


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_changes_nothing_in_the_store(facts: Facts, inside: Client, method: str) -> None:
    for route in ROUTES:
        facts.space.looks.all().delete()
        path, cookies = route.path(facts), inside.cookies.copy()
        before, held = dump(), facts.visit.opened
        getattr(inside, method)(path)
        inside.cookies = cookies
        assert changed(before, dump()) <= MARKS.get(route.name, set()), route
        assert facts.visit.opened is held


def takes_its_own_form(page: str, path: str) -> bool:
    """Whether a page has a form that is sent to the page's own address."""
    forms = re.findall(r'<form[^>]*method="post"[^>]*?(?:action="([^"]*)")?[^>]*>', page)
    return "" in forms or path in forms


def test_what_takes_a_form_shows_it_and_what_shows_none_takes_none(
    facts: Facts, inside: Client, opened: Opened, secret: Callable[[], str]
) -> None:
    key = secret()
    for route in (route for route in ROUTES if route.name not in ("open", "leave")):
        facts = again(facts, opened)
        path = route.path(facts)
        sent = {"HTTP_ORIGIN": ORIGIN, "HTTP_X_CSRFTOKEN": key}
        for method in ("put", "delete", "patch"):
            assert getattr(inside, method)(path, **sent).status_code == 405, route
        shown = inside.get(path)
        if shown.status_code == 405:
            assert shown.headers["Allow"] == "POST", route
            assert "cannot be used that way" in shown.content.decode()
        elif shown.status_code == 200 and not takes_its_own_form(shown.content.decode(), path):
            refused = inside.post(path, {}, **sent)
            assert refused.status_code == 405, route
            assert "cannot be used that way" in refused.content.decode()


@pytest.mark.parametrize("whose", ["another space", "another person"])
def test_keys_of_another_space_or_another_person_are_not_there(
    facts: Facts, house: House, inside: Client, secret: Callable[[], str], whose: str
) -> None:
    theirs = _in_another_space(facts) if whose == "another space" else _of_another_person(facts)
    key, before = secret(), dump()
    for route in (route for route in ROUTES if within_a_space(route)):
        own = {take: argument(route, take)(facts) for take in route.takes}
        named = set(route.takes) & set(STORED)
        for take in named:
            other = argument(route, take)(theirs)
            if other == own[take] or (named == {"key"} and whose == "another space"):
                continue  # answers are numbered in each store from 1; the other space of one's own is one's own
            path = route.with_values(own | {take: other})
            for response in (inside.get(path), inside.post(path, HTTP_ORIGIN=ORIGIN, HTTP_X_CSRFTOKEN=key)):
                assert response.status_code in (404, 405), path
                assert "CanaryElsewhere" not in response.content.decode().replace("<bdi>CanaryElsewhere</bdi>", "")
    assert changed(before, dump()) == set()


def _in_another_space(facts: Facts) -> Facts:
    return fill(facts.house, facts.visit, facts.person, other="CanaryElsewhere")


def _of_another_person(facts: Facts) -> Facts:
    other = keep.create(facts.house.folder, "Other notes", None, facts.house.now())
    with using(other):
        return fill(facts.house, facts.visit, other.person, other="CanaryElsewhere")
