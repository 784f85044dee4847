"""Coming in once, looking round, help, and leaving so that nothing is left."""

from __future__ import annotations

import dataclasses
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.test import Client
from fake_house import ORIGIN, Clock, make_client

from evenstep.web.house import House


def test_a_token_opens_the_door_once(house: House, stranger: Client) -> None:
    token = house.launch.issue()
    response = stranger.get(f"/open/{token}", HTTP_SEC_FETCH_SITE="cross-site")
    assert response.status_code == 200
    assert 'http-equiv="refresh" content="0;url=/"' in response.content.decode()
    assert stranger.get("/").status_code == 200
    again = make_client(house).get(f"/open/{token}")
    assert again.status_code == 403
    assert again.content == b"This page is closed.\n"


def test_the_cookie_is_closed_to_scripts_and_other_sites(house: House, stranger: Client) -> None:
    cookie = stranger.get(f"/open/{house.launch.issue()}").cookies[house.cookie]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["domain"] == ""
    assert cookie["max-age"] == ""
    assert str(house.port) in cookie.key


def test_the_cookies_name_is_new_at_each_start(house: House, stranger: Client) -> None:
    """Another server on this computer, or one that ran before, cannot have laid a cookie of that name."""
    names = {each.name: getattr(house, each.name) for each in dataclasses.fields(house) if each.name != "mark"}
    later = House(**names)
    assert later.port == house.port
    assert later.cookie != house.cookie
    visit = house.visits.enter()
    for name in (f"notes{house.port}", later.cookie):
        stranger.cookies[name] = visit.secret
    assert stranger.get("/").status_code == 403
    stranger.cookies[house.cookie] = visit.secret
    assert stranger.get("/").status_code == 200


def test_a_token_is_over_after_a_minute(house: House, stranger: Client, clock: Clock) -> None:
    token = house.launch.issue()
    clock.now_s += 60.1
    assert stranger.get(f"/open/{token}").status_code == 403


def test_only_a_plain_visit_may_use_a_token(house: House, stranger: Client) -> None:
    token = house.launch.issue()
    for headers in ({"HTTP_SEC_FETCH_MODE": "no-cors"}, {"HTTP_SEC_FETCH_DEST": "iframe"}, {"HTTP_ORIGIN": "http://x"}):
        assert stranger.get(f"/open/{token}", **headers).status_code == 403
    assert stranger.head(f"/open/{token}").status_code == 403
    assert stranger.get(f"/open/{token}").status_code == 200


def test_of_fifty_at_one_moment_one_comes_in(house: House) -> None:
    token = house.launch.issue()
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: make_client(house).get(f"/open/{token}").status_code, range(50)))
    assert sorted(answers) == [200] + [403] * 49


@pytest.mark.parametrize(
    ("path", "words", "title"),
    [
        ("/", "Something for right now", "Notes: start"),
        ("/help", "whether you are safe", "Notes: help"),
        ("/look", "Invented finding", "Notes: pattern"),
        ("/add", "Choose your export", "Notes: add"),
    ],
)
def test_the_pages_are_there(ada: Client, path: str, words: str, title: str) -> None:
    text = ada.get(path).content.decode()
    assert words in text
    assert f"<title>{title}</title>" in text
    assert "Leave now" in text
    assert text.count('class="primary"') <= 1


def test_the_invented_people_are_called_invented(ada: Client) -> None:
    assert "These two people are invented" in ada.get("/look").content.decode()


def test_leaving_forgets_and_shows_nothing(ada: Client, house: House) -> None:
    response = ada.post("/leave", HTTP_ORIGIN=ORIGIN)
    text = response.content.decode()
    assert response.status_code == 200
    assert "<title>Notes</title>" in text
    assert "evenstep" not in text
    assert response.cookies[house.cookie].value == ""
    assert response.headers["Clear-Site-Data"] == '"cache"'
    assert ada.get("/").status_code == 403


def test_the_old_cookie_is_worth_nothing_after_leaving(ada: Client, house: House) -> None:
    before = ada.cookies[house.cookie].value
    ada.post("/leave", HTTP_ORIGIN=ORIGIN)
    ada.cookies[house.cookie] = before
    assert ada.get("/").status_code == 403


def test_leaving_works_without_a_visit_and_without_a_form_secret(stranger: Client) -> None:
    assert stranger.post("/leave", HTTP_ORIGIN=ORIGIN).status_code == 200


def test_leaving_by_get_is_not_possible(ada: Client) -> None:
    assert ada.get("/leave").status_code == 405
    assert ada.get("/").status_code == 200


@pytest.mark.parametrize("path", ["/", "/add", "/help", "/look"])
def test_everything_a_page_names_is_there(ada: Client, path: str) -> None:
    named = set(re.findall(r'(?:href|src)="(/[^"#]*)"', ada.get(path).content.decode()))
    assert len(named) >= 6
    style = ada.get("/s/report.css").content.decode()
    named |= set(re.findall(r'url\("([^"]+)"\)', style))
    assert {target: ada.get(target).status_code for target in named} == dict.fromkeys(named, 200)


def test_while_the_invented_people_are_got_ready_a_page_says_so(house: House, ada: Client) -> None:
    ready = ada.get("/look").content.decode()
    assert "Invented finding" in ready and "refresh" not in ready
    busy = make_client(dataclasses.replace(house, preparing=lambda: True, sample=lambda: pytest.fail("it would wait")))
    busy.cookies = ada.cookies
    text = busy.get("/look").content.decode()
    assert '<meta http-equiv="refresh" content="3">' in text
    assert "The first time on this computer this takes about half a minute" in text
