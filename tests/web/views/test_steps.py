"""Steps: what is shown hangs on the switches, one thing is tried at a time, and everything can rest."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from fake_house import NOON

from evenstep.by_kind import KINDS, Kind
from evenstep.program.practices import GROUPS, practices
from evenstep.program.rank import rank_words
from evenstep.program.tags import ALWAYS
from evenstep.web import steps
from evenstep.web.again import again
from evenstep.web.models import Space, Tried

Post = Callable[..., Any]
ADDRESS = re.compile(r'href="/n/\w+/steps/([0-9a-f]{4})"')


def text(response: Any) -> str:
    page: str = response.content.decode()
    return page


def put(space: Space, **columns: Any) -> Space:
    Space.objects.filter(pk=space.pk).update(**columns)
    return Space.objects.get(pk=space.pk)


def test_each_practice_has_its_own_address_that_says_nothing() -> None:
    codes = [steps.code(each.slug) for each in practices("partner")]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch("[0-9a-f]{4}", each) for each in codes)


@pytest.mark.parametrize("kind", KINDS)
def test_every_practice_is_reached_from_the_page_of_steps(inside: Client, space: Space, kind: Kind) -> None:
    """One tap to each practice, and each page opens, when everything is switched on."""
    space = put(space, kind=kind, joint_on=True, reaching_on=True, loop_on=True)
    page = text(inside.get(f"/n/{space.key}/steps"))
    assert set(ADDRESS.findall(page)) == {steps.code(each.slug) for each in practices(kind)}
    assert [shelf.slug for shelf in steps.shelves(space)] == list(GROUPS)
    for each in practices(kind):
        one = inside.get(f"/n/{space.key}/steps/{steps.code(each.slug)}")
        assert one.status_code == 200
        assert "{" not in text(one).partition("<main")[2], each.slug


def test_what_is_off_is_not_there_whatever_the_reason(inside: Client, space: Space) -> None:
    """Over all states: only what the switches let through is listed; the rest looks like what never was."""
    for joint, reaching, loop, stopped in itertools.product((False, True), repeat=4):
        space = put(space, joint_on=joint, reaching_on=reaching, loop_on=loop, stopped=stopped)
        listed = set(ADDRESS.findall(text(inside.get(f"/n/{space.key}/steps"))))
        for each in practices("partner"):
            code = steps.code(each.slug)
            open_to_all = each.tags.switch == ALWAYS and not (stopped and "stopped" in each.tags.never_with)
            on = {"joint": joint, "reaching": reaching, "loop": loop}.get(each.tags.switch, False) and not stopped
            assert (code in listed) == (open_to_all or on), each.slug
            assert (steps.find(space, code) is not None) == (code in listed)
        hidden = steps.code("first_talk")
        assert (inside.get(f"/n/{space.key}/steps/{hidden}").status_code == 200) == (hidden in listed)
    assert inside.get(f"/n/{space.key}/steps/0000").status_code == 302


def test_stopped_and_not_yet_chosen_read_alike(inside: Client, space: Space) -> None:
    """A passer-by sees no flag: the line about what is off does not say why."""
    lines = []
    for stopped in (False, True):
        put(space, stopped=stopped)
        page = text(inside.get(f"/n/{space.key}/steps"))
        lines.append(re.findall(r'<p class="note">(Pages for two.*?)</p>', page, re.DOTALL))
    assert lines[0] == lines[1] != []


def test_one_thing_is_tried_at_a_time_and_asked_about_afterwards(inside: Client, post: Post, space: Space) -> None:
    first, second = (steps.code(slug) for slug in ("worth_list", "if_then"))
    post(inside, f"/n/{space.key}/steps/{first}/begin")
    assert "You are trying" in text(inside.get(f"/n/{space.key}/steps"))
    post(inside, f"/n/{space.key}/steps/{second}/begin")
    tried = [(each.practice, each.ended_on, each.helped) for each in space.tried.all()]
    assert tried == [("worth_list", date(2026, 11, 23), ""), ("if_then", None, "")]
    post(inside, f"/n/{space.key}/steps/{second}/begin")
    assert space.tried.count() == 2, "once more is nothing new"
    post(inside, f"/n/{space.key}/steps/{second}/end", {"helped": "a_bit"})
    assert [each.helped for each in space.tried.all()] == ["", "a_bit"]
    assert not space.tried.filter(ended_on=None).exists()


def test_beginning_can_be_undone_and_the_one_before_comes_back(inside: Client, post: Post, space: Space) -> None:
    for slug in ("worth_list", "if_then"):
        post(inside, f"/n/{space.key}/steps/{steps.code(slug)}/begin")
    notice = re.search(r'name="which" value="([^"]+)"', text(inside.get(f"/n/{space.key}/steps")))
    assert notice is not None
    post(inside, "/undo", {"which": notice[1]})
    assert [(each.practice, each.ended_on) for each in space.tried.all()] == [("worth_list", None)]


def test_a_word_that_is_no_answer_ends_nothing(inside: Client, post: Post, space: Space) -> None:
    code = steps.code("worth_list")
    post(inside, f"/n/{space.key}/steps/{code}/begin")
    post(inside, f"/n/{space.key}/steps/{code}/end", {"helped": "very much"})
    assert space.tried.get().ended_on is None


def test_what_made_it_harder_is_held_back_and_the_page_says_so(inside: Client, post: Post, space: Space) -> None:
    """The question has this answer for each practice; it carries the rule that leads to a person from outside."""
    code = steps.code("worth_list")
    here = f"/n/{space.key}/steps/{code}"
    post(inside, f"{here}/begin")
    assert 'value="worse">It got harder<' in text(inside.get(here))
    post(inside, f"{here}/end", {"helped": "worse"})
    assert space.tried.get().helped == "worse"
    page = text(inside.get(f"/n/{space.key}/steps"))
    assert "It is not suggested to you again." in page
    assert "When to see someone" in page.partition("shelves")[0]
    assert "You said that it got harder with the last thing you tried." in page
    assert "You said that it got harder with this." in text(inside.get(here))
    assert "If you are more afraid since then, leave it." in text(inside.get(here))
    assert "Try this for a while" in text(inside.get(here)), "whoever wants to may take it up"
    answer = text(post(inside, f"/n/{space.key}/beside", {}))
    assert "Worse can be part of a change" in answer
    assert "It got harder" in text(inside.get("/data/print"))


def test_what_was_done_without_being_begun_is_asked_about_too(inside: Client, post: Post, space: Space) -> None:
    here, other = (f"/n/{space.key}/steps/{steps.code(slug)}" for slug in ("worth_list", "own_plan"))
    post(inside, f"{other}/begin")
    assert "Done already? Did it help?" in text(inside.get(here))
    post(inside, f"{here}/end", {"helped": "a_bit"})
    done = space.tried.get(practice="worth_list")
    assert (done.helped, done.begun_on, done.ended_on) == ("a_bit", done.begun_on, done.begun_on)
    assert space.tried.get(practice="own_plan").ended_on is None, "what is being tried goes on"
    post(inside, f"{here}/end", {"helped": ""})
    post(inside, f"{here}/end", {"helped": "nonsense"})
    assert space.tried.count() == 2


def test_a_view_from_outside_that_made_it_harder_is_not_offered_again(space: Space) -> None:
    """Today's own offer, which no rule of the table makes."""
    long_ago = date(2026, 3, 1)
    space = put(space, joint_on=True, reaching_on=True, loop_on=True)
    space.written.create(practice="neutral_friend", at=NOON, local_day=long_ago, fields={})
    tried = space.tried.create(practice="neutral_friend", at=NOON, begun_on=long_ago, ended_on=long_ago, helped="worse")
    assert again(space, NOON.date()) is None
    Tried.objects.filter(pk=tried.pk).update(helped="no")
    assert again(space, NOON.date()) is not None


def test_rank_at_work_is_said_before_anything_for_two_and_beside_each_idea_of_it(
    inside: Client, space: Space, post: Post
) -> None:
    title, short = "If one of you decides over the other’s work", "You need not raise it with someone who decides over"
    kinds: tuple[Kind, ...] = ("partner", "work")
    for kind in kinds:  # over all kinds: tests/program/test_rank.py
        space = put(space, kind=kind, joint_on=True, reaching_on=True, loop_on=True, alone=False)
        for each in practices(kind):
            page = text(inside.get(f"/n/{space.key}/steps/{steps.code(each.slug)}"))
            assert (title in page) == (rank_words(kind, each) is not None), each.slug
        for where in ("round", "turns", f"parts/{steps.code('decisions')}"):
            assert (title in text(inside.get(f"/n/{space.key}/{where}"))) == (kind == "work")
    space.written.create(practice="decisions", at=NOON, local_day=date(2026, 11, 5), fields={})
    for where in ("steps", "today"):
        for slug in ("reach", "glance"):
            space.answer_sets.create(form=f"{slug}.1", at=NOON, local_day=date(2026, 11, 1), answers={})
        page = text(inside.get(f"/n/{space.key}/{where}"))
        assert "Fair enough? Heard?" in page
        assert short in page


def test_everything_rests_in_one_action(inside: Client, post: Post, space: Space) -> None:
    post(inside, f"/n/{space.key}/steps/rest", {"turn": "on"})
    page = text(inside.get(f"/n/{space.key}/steps"))
    assert "Everything rests" in page
    code = steps.code("worth_list")
    assert "Try this for a while" not in text(inside.get(f"/n/{space.key}/steps/{code}"))
    post(inside, f"/n/{space.key}/steps/{code}/begin")
    assert not space.tried.exists()
    post(inside, f"/n/{space.key}/steps/rest", {"turn": "off"})
    assert "Everything rests" not in text(inside.get(f"/n/{space.key}/steps"))
