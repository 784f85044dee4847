"""Help for every country, a private page whose answers end with it, and pages that leave no mark at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from fake_house import ORIGIN, Clock, make_client

from evenstep.program.countries import countries
from evenstep.program.emergency import emergency_numbers
from evenstep.program.helplines import all_lines
from evenstep.program.safety import QUESTIONS, SWITCHES, Switches, switches_of
from evenstep.web.house import House
from evenstep.web.models import Settings, Space
from evenstep.web.vault.opened import Opened

Post = Callable[..., Any]
CLEAR = dict.fromkeys(QUESTIONS, "no")
SPACES = Space._meta.db_table
NOT_CLEAR = ("yes", "unsure", "unsaid", "", "anything")
OUTSIDE = ("/help", "/help/limits", "/help/own-ways", "/now", "/now/before", "/now/pause")


def text_of(response: Any) -> str:
    """A page without its form secret, which is new each time."""
    text: str = response.content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)


def text_secret(client: Client) -> str:
    """The form secret on the help page."""
    text: str = client.get("/help").content.decode()
    return text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]


def everything_stored() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        stored = {}
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- our own table names
            stored[table] = sorted(cursor.fetchall(), key=repr)
        return stored


@pytest.fixture
def used(inside: Client, space: Space) -> Client:
    """Ada's notes after ordinary use: the settings row is there, and the space was opened."""
    assert inside.get(f"/n/{space.key}/today").status_code == 200
    return inside


def switched(space: Space) -> Switches:
    return switches_of(Space.objects.get(pk=space.pk))


def switch_all_on(space: Space) -> None:
    Space.objects.filter(pk=space.pk).update(joint_on=True, reaching_on=True, loop_on=True, stopped=False)


@pytest.mark.parametrize("path", OUTSIDE)
def test_care_is_there_without_a_store_and_one_tap_from_leaving(ada: Client, path: str) -> None:
    response = ada.get(path)
    text = response.content.decode()
    assert response.status_code == 200
    assert re.search(r"<title>Notes: (help|limits|now)</title>", text)
    assert "Leave now" in text
    assert text.count('class="primary"') <= 1


@pytest.mark.parametrize("path", OUTSIDE)
def test_a_stranger_sees_none_of_it(stranger: Client, path: str) -> None:
    assert stranger.get(path).content == b"This page is closed.\n"


def test_visiting_leaves_no_mark(used: Client, post: Post, space: Space) -> None:
    before = everything_stored()
    for path in (*OUTSIDE, f"/n/{space.key}/own", f"/n/{space.key}/still"):
        assert used.get(path).status_code == 200
    for country in ("GB", "", "XX"):
        post(used, "/help", {"country": country})
    post(used, f"/n/{space.key}/own", CLEAR)
    post(used, f"/n/{space.key}/own", {**CLEAR, "afraid": "yes"})
    assert everything_stored() == before


def test_the_emergency_number_comes_first_then_lines_with_their_day(ada: Client, post: Post) -> None:
    text = text_of(post(ada, "/help", {"country": "GB"}))
    order = [text.index(word) for word in ("Call <b>999</b>", "Press 55", "0808 2000 247", "Your country")]
    assert order == sorted(order)
    assert "Checked on 23 November 2026, in saved copies of its pages." in text
    assert "may have changed" not in text
    assert '<option value="GB" selected>' in text
    assert 'href="tel:' not in text and "http" not in text.partition("<main")[2]


def test_after_more_than_a_year_the_page_says_that_lines_may_have_changed(house: House, clock: Clock) -> None:
    """The clock travels: a year and some days after the lines were checked, a new visit opens the page."""
    clock.later(days=370)
    client = make_client(house)
    client.get(f"/open/{house.launch.issue()}")
    secret = text_secret(client)
    text = text_of(client.post("/help", {"csrfmiddlewaretoken": secret, "country": "GB"}, HTTP_ORIGIN=ORIGIN))
    assert text.index("Call <b>999</b>") < text.index("may have changed") < text.index("0808 2000 247")


@pytest.mark.parametrize("country", ["KE", "AQ", "JP"])
def test_a_country_without_lines_still_gets_a_number_a_note_and_the_directories(
    ada: Client, post: Post, country: str
) -> None:
    text = text_of(post(ada, "/help", {"country": country}))
    numbers = emergency_numbers(country)
    assert f"<b>{numbers[0]}</b>" in text if numbers else "the country you are in" in text
    assert "112" in text
    assert "findahelpline.com" in text and "befrienders.org" in text
    assert "A wrong number is worse than none" in text


def test_every_line_of_the_file_is_shown_whole(ada: Client, post: Post) -> None:
    for country in sorted({line.country for line in all_lines()}):
        text = text_of(post(ada, "/help", {"country": country}))
        assert countries()[country].replace("&", "&amp;") in text
        for line in (line for line in all_lines() if line.country == country):
            assert line.phone in text
            assert line.sms in text and line.tty in text


def test_a_country_is_never_part_of_an_address(ada: Client, post: Post) -> None:
    response = post(ada, "/help", {"country": "US"})
    assert response.status_code == 200
    assert "Location" not in response.headers
    assert ada.get("/help", {"country": "US"}).content.decode().count("1-800-799-7233") == 0


@pytest.mark.parametrize(("country", "words"), [("", "Choose a country."), ("XX", "Choose one from the list.")])
def test_no_country_is_no_harm(ada: Client, post: Post, country: str, words: str) -> None:
    response = post(ada, "/help", {"country": country})
    assert response.status_code == 422
    assert words in text_of(response)
    assert "findahelpline.com" in text_of(response)


def test_the_country_of_the_settings_is_used_while_the_notes_are_open(inside: Client, space: Space) -> None:
    assert "Call <b>" not in text_of(inside.get("/help"))
    Settings.objects.update_or_create(pk=1, defaults={"country": "IE"})
    assert "1800 341 900" in text_of(inside.get("/help"))
    assert "116 123" in text_of(inside.get(f"/n/{space.key}/still"))
    assert "0800 2000" not in text_of(inside.get("/help/own-ways"))


def test_the_private_page_begins_with_being_alone_and_says_nothing_is_kept(inside: Client, space: Space) -> None:
    text = text_of(inside.get(f"/n/{space.key}/own")).partition("<main")[2]
    said = re.sub(r"<[^>]+>", " ", text).split()
    assert " ".join(said).partition(">")[2].strip().startswith("Are you alone with this screen?")
    assert text.index("not kept") < text.index("<form")
    assert text.count("<legend") == 6
    assert "checked" not in text


def test_a_clear_no_turns_nothing_on_until_it_is_chosen(used: Client, post: Post, space: Space) -> None:
    before = everything_stored()
    text = text_of(post(used, f"/n/{space.key}/own", CLEAR))
    assert "Three things you may switch on" in text
    assert len(re.findall(r'value="on"[^>]*checked', text)) == 0
    assert everything_stored() == before
    post(used, f"/n/{space.key}/own", {**CLEAR, "step": "switches", "loop": "on"})
    assert switched(space) == Switches(loop=True)


def test_only_the_switches_differ_in_all_that_is_stored(used: Client, post: Post, space: Space) -> None:
    before = everything_stored()
    post(used, f"/n/{space.key}/own", {**CLEAR, "step": "switches", **dict.fromkeys(SWITCHES, "on")})
    after = everything_stored()
    assert switched(space) == Switches(joint=True, reaching=True, loop=True)
    assert {table for table in before if before[table] != after[table]} == {SPACES}
    [was], [now] = before[SPACES], after[SPACES]
    changed = [(old, new) for old, new in zip(was, now, strict=True) if old != new]
    assert changed == [(False, True)] * 3


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_other_answer_looks_and_does_the_same(used: Client, post: Post, space: Space, question: str) -> None:
    later = (f"/n/{space.key}/own", f"/n/{space.key}/still", f"/n/{space.key}/today", f"/n/{space.key}/change")
    seen = set()
    for answer in NOT_CLEAR:
        switch_all_on(space)
        said = text_of(post(used, f"/n/{space.key}/own", {**CLEAR, question: answer}))
        assert switched(space) == Switches()
        assert "Thank you for saying so" in said
        assert "This answer is not kept." in said
        seen.add((said, repr(everything_stored()[SPACES]), *(text_of(used.get(path)) for path in later)))
    assert len(seen) == 1


def test_never_having_answered_and_any_other_answer_look_the_same_later(
    inside: Client, post: Post, space: Space
) -> None:
    later = (f"/n/{space.key}/own", f"/n/{space.key}/today", f"/n/{space.key}/change", "/spaces")
    fresh = [text_of(inside.get(path)) for path in later]
    post(inside, f"/n/{space.key}/own", {**CLEAR, "hurt": "yes"})
    assert [text_of(inside.get(path)) for path in later] == fresh


def test_switches_without_a_clear_no_stay_off_whatever_is_sent(inside: Client, post: Post, space: Space) -> None:
    on = dict.fromkeys(SWITCHES, "on")
    for sent in ({}, {**CLEAR, "made_to": "yes"}, dict.fromkeys(QUESTIONS[1:], "no")):
        text = text_of(post(inside, f"/n/{space.key}/own", {**sent, "step": "switches", **on}))
        assert "Thank you for saying so" in text
        assert switched(space) == Switches()


def test_when_the_store_has_just_locked_the_answers_are_not_held_back(
    inside: Client, post: Post, space: Space, house: House
) -> None:
    visit = house.visits.find(inside.cookies[house.cookie].value)
    assert visit is not None
    post(inside, "/lock")
    response = post(inside, f"/n/{space.key}/own", {**CLEAR, "afraid": "yes"})
    assert response.headers["Location"] == "/"
    assert visit.unsent is None
    post(inside, f"/n/{space.key}/change", {"other": "Bo"})
    assert visit.unsent is not None  # other forms are held, so the test above means something


def test_asked_to_stop_turns_all_off_and_only_its_own_page_undoes_it(inside: Client, post: Post, space: Space) -> None:
    switch_all_on(space)
    path = f"/n/{space.key}/still"
    assert "Turn it on" in text_of(inside.get(path))
    assert post(inside, path, {"turn": "on"}).headers["Location"] == path
    assert switched(space) == Switches(stopped=True)
    on = text_of(inside.get(path))
    assert "It is on in this space" in on and "Turn it off" in on and "Turn it on" not in on
    text = text_of(post(inside, f"/n/{space.key}/own", {**CLEAR, "step": "switches", **dict.fromkeys(SWITCHES, "on")}))
    assert "It is set" in text
    assert switched(space) == Switches(stopped=True)
    assert "nothing to switch on here" in text_of(post(inside, f"/n/{space.key}/own", CLEAR))
    post(inside, path, {"turn": "sideways"})
    assert switched(space) == Switches(stopped=True)
    post(inside, path, {"turn": "off"})
    assert switched(space) == Switches()


def test_asked_to_stop_gives_ten_minutes_someone_to_call_and_a_step_of_ones_own(inside: Client, space: Space) -> None:
    text = text_of(inside.get(f"/n/{space.key}/still"))
    for words in ("Ten minutes, when the urge is strong", "Someone to call", "One step for your own life"):
        assert words in text
    assert "/help/own-ways" in text
    assert "/now/before" not in text


@pytest.mark.parametrize("place", ["own", "still"])
def test_without_the_store_or_with_another_key_there_is_no_such_page(
    ada: Client, inside: Client, space: Space, place: str, house: House
) -> None:
    assert inside.get(f"/n/000000000000/{place}").status_code == 404
    visit = house.visits.find(inside.cookies[house.cookie].value)
    assert visit is not None
    visit.opened = None
    assert inside.get(f"/n/{space.key}/{place}").headers["Location"] == "/"


def test_a_form_without_its_secret_changes_nothing(inside: Client, space: Space) -> None:
    switch_all_on(space)
    for path in (f"/n/{space.key}/own", f"/n/{space.key}/still"):
        assert inside.post(path, {"turn": "on"}, HTTP_ORIGIN=ORIGIN).status_code == 403
    assert switched(space) == Switches(joint=True, reaching=True, loop=True)


def test_no_answer_reaches_a_file(inside: Client, post: Post, space: Space, opened: Opened) -> None:
    """The answers are ordinary words, so a telling one is sent where an answer belongs."""
    telling = "canary-9f31c"
    post(inside, f"/n/{space.key}/own", {**CLEAR, "afraid": telling, telling: "yes"})
    assert telling not in repr(everything_stored())
    files = [file for file in Path(opened.path).parent.rglob("*") if file.is_file()]
    assert files
    assert not [file for file in files if telling.encode() in file.read_bytes()]
