"""A private page whose answers end with it, being asked to stop, and pages that leave no mark at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from fake_house import ORIGIN

from evenstep.program.safety import QUESTIONS, SWITCHES, Switches, switches_of
from evenstep.web.house import House
from evenstep.web.models import Space
from evenstep.web.vault.opened import Opened

Post = Callable[..., Any]
CLEAR = dict.fromkeys(QUESTIONS, "no")
SPACES = Space._meta.db_table
NOT_CLEAR = ("yes", "unsure", "unsaid", "", "anything")
OUTSIDE = ("/help", "/help/about", "/help/more", "/now", "/now/before", "/now/pause", "/now/minutes")


def text_of(response: Any) -> str:
    """A page without its form secret, which is new each time."""
    text: str = response.content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)


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
    assert re.search(r"<title>Notes: (help|now)</title>", text)
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
    assert "What you may switch on" in text
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
        assert "Thank you. Nothing you chose is kept." in said
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
        assert "Thank you. Nothing you chose is kept." in text
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
    post(inside, f"/n/{space.key}/own", {**CLEAR, "step": "switches", **dict.fromkeys(SWITCHES, "on")})
    assert switched(space) == Switches(stopped=True)
    assert "nothing to switch on here" in text_of(post(inside, f"/n/{space.key}/own", CLEAR))
    post(inside, path, {"turn": "sideways"})
    assert switched(space) == Switches(stopped=True)
    post(inside, path, {"turn": "off"})
    assert switched(space) == Switches()


def test_asked_to_stop_gives_ten_minutes_someone_to_call_and_a_step_of_ones_own(inside: Client, space: Space) -> None:
    text = text_of(inside.get(f"/n/{space.key}/still"))
    for words in ("Ten minutes: when the wish", "Someone to call", "One step for your own life"):
        assert words in text
    assert "/help/more" in text and "/now/minutes" in text
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


def test_after_the_private_page_a_new_space_goes_to_its_six_lines_and_later_to_today(
    inside: Client, post: Post, space: Space, house: House
) -> None:
    path, first, later = f"/n/{space.key}/own", f"/n/{space.key}/signs/glance", f"/n/{space.key}/today"
    chosen = {**CLEAR, "step": "switches"}
    assert post(inside, path, chosen).headers["Location"] == first
    assert f'href="{first}"' in text_of(post(inside, path, {}))
    space.answer_sets.create(form="glance.1", at=house.now(), local_day=house.now().date(), answers={})
    assert post(inside, path, chosen).headers["Location"] == later
    assert f'href="{first}"' not in text_of(post(inside, path, {}))


def test_the_notice_after_choosing_is_the_same_for_on_and_off_and_is_seen_once(
    used: Client, post: Post, space: Space
) -> None:
    seen = []
    for chosen in ({}, {"loop": "on"}):
        onward = post(used, f"/n/{space.key}/own", {**CLEAR, "step": "switches", **chosen}).headers["Location"]
        seen.append(text_of(used.get(onward)))
        assert "Kept: on or off, and nothing else." not in text_of(used.get(onward))
    assert seen[0] == seen[1]
    assert "Kept: on or off, and nothing else." in seen[0]


def test_an_answer_that_is_no_clear_no_opens_three_doors_then_the_lines(
    inside: Client, post: Post, space: Space
) -> None:
    text = text_of(post(inside, f"/n/{space.key}/own", {}))
    doors = ('href="#people"', f'href="/n/{space.key}/still"', 'href="/help/more"')
    order = [text.index(each) for each in (*doors, 'id="people"', "findahelpline.com")]
    assert order == sorted(order)
    assert "saying so" not in text


def test_the_private_page_asks_for_each_switch_and_lets_the_browser_keep_nothing(
    inside: Client, post: Post, space: Space
) -> None:
    text = text_of(inside.get(f"/n/{space.key}/own"))
    assert "whether three things may be switched on" in text
    assert 'autocomplete="off"' in text.partition("<main")[2].partition("<fieldset")[0]
    switches = text_of(post(inside, f"/n/{space.key}/own", CLEAR))
    assert switches.count("<legend") == 3
    assert [f'name="{switch}"' in switches for switch in SWITCHES] == [True] * 3


def test_at_work_the_lines_are_said_in_words_that_fit(inside: Client, space: Space) -> None:
    assert "into sex" in text_of(inside.get(f"/n/{space.key}/own"))
    Space.objects.filter(pk=space.pk).update(kind="work")
    text = text_of(inside.get(f"/n/{space.key}/own"))
    assert "into sex" not in text and "intimate or degrading" in text
    assert [f'name="{question}"' in text for question in QUESTIONS] == [True] * 6


def test_numbers_stay_in_sight_while_one_dials(inside: Client, post: Post, space: Space) -> None:
    veil = "data-veil-after"
    for path in (*OUTSIDE, f"/n/{space.key}/still"):
        text = text_of(inside.get(path))
        assert veil not in text, path
        assert "data-lock-after" in text, path
    assert veil not in text_of(post(inside, "/help", {"country": "GB"}))
    assert veil not in text_of(post(inside, f"/n/{space.key}/own", {}))
    for path in (f"/n/{space.key}/own", f"/n/{space.key}/today", f"/n/{space.key}/change", "/data"):
        assert veil in text_of(inside.get(path)), path


def test_each_page_has_a_way_back_that_fits(ada: Client, opened: Opened, house: House, space: Space) -> None:
    for path in OUTSIDE:
        assert "Back to the start" in text_of(ada.get(path)), path
    for path in ("/help/about", "/help/more"):
        assert "Back to Help" in text_of(ada.get(path))
    visit = house.visits.find(ada.cookies[house.cookie].value)
    assert visit is not None
    visit.unlock(opened)
    for path in OUTSIDE:
        text = text_of(ada.get(path))
        assert "Back to your notes" in text and "Back to the start" not in text, path
