"""Sharing the load: alone or two on one device; only sums and open points are kept, nothing that one said."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from fake_house import NOON

from evenstep.by_kind import KINDS
from evenstep.program.safety import QUESTIONS
from evenstep.web import shares
from evenstep.web.forms_shares import AnswersForm, ChooseForm
from evenstep.web.models import Space, Written
from evenstep.web.steps import code

Post = Callable[..., Any]
CLEAR = dict.fromkeys(QUESTIONS, "no")


def text(response: Any) -> str:
    return str(response.content.decode().partition("<main")[2])


@pytest.fixture
def both(inside: Client, space: Space, post: Post) -> Callable[..., Any]:
    """Two go through a practice: each chooses, then fills in; the last answer."""

    def go(practice: str, chosen: list[str], one: dict[str, Any], two: dict[str, Any]) -> Any:
        Space.objects.update(joint_on=True)
        where = f"/n/{space.key}/parts/{code(practice)}"

        def send(**data: Any) -> Any:
            turn = re.search(r'name="turn" value="(\w+)"', text(inside.get(where)))
            return post(inside, where, {"two": "on", "turn": turn[1] if turn else "", **data})

        send(who="me")
        for filled in (one, two):
            send(**CLEAR)
            if chosen:
                assert send(step="choose", **{"chosen-0": chosen}).status_code == 200
            done = send(step="fill", chosen=chosen, **filled)
            if filled is one:
                send()
        return done

    return go


def test_two_estimates_become_sums_and_cards_to_talk_about(inside: Client, space: Space, both: Any) -> None:
    one = {"shopping-do": "75", "shopping-plan": "100", "talk": ["shopping"]}
    two = {"shopping-do": "50", "dishes-do": "25", "talk": ["dishes", "shopping"]}
    done = both("responsibilities", ["shopping", "dishes"], one, two)
    page = text(inside.get(done.headers["Location"]))
    assert "Your estimates add up to 125 %. That is usual: we each see our own effort best." in page
    assert "125 %" in page
    kept = Written.objects.get()
    assert kept.fields == {
        "said": "over", "sum": 125, "sums": [["shopping", "do", 125]], "talk": ["shopping", "dishes"],
    }  # fmt: skip
    paper = text(inside.get("/data/print"))
    assert "Your estimates add up to 125 %." in paper
    assert "over" not in re.findall(r"<bdi>(\w*)</bdi>", paper)
    assert "75" not in json.dumps(kept.fields)
    assert "Ask each other" in page  # fair enough, and heard


@pytest.mark.parametrize("practice", ["responsibilities", "decisions", "fair_heard"])
@pytest.mark.parametrize(
    "fields",
    [
        {"talk": 5, "sums": 5, "points": 5, "lead": 5, "said": "over", "sum": "x"},
        {"talk": [[1], None], "sums": [[1], ["shopping", "do", "x"], ["a", "b", 1], []], "points": [[], [5], ["a", 5]]},
        {"lead": "CanaryLead {x} {other:>99999} {", "points": [["money", "{", "CanaryPoint {other} {0}"]]},
    ],
)
def test_what_a_file_brought_back_breaks_no_page(
    inside: Client, space: Space, practice: str, fields: dict[str, Any]
) -> None:
    """Kept words are no template, and rows of another shape are not shown: one row must not cost the whole paper."""
    Space.objects.update(joint_on=True)
    row = Written.objects.create(space=space, practice=practice, at=NOON, local_day=NOON.date(), fields=fields)
    for where in (f"/n/{space.key}/seen/{row.key}", "/data/print"):
        answer = inside.get(where)
        assert answer.status_code == 200
        if practice == "decisions" and "CanaryLead" in str(fields):
            shown = text(answer)
            assert "CanaryLead {x} {other:&gt;99999} {" in shown
            assert re.search(r"CanaryPoint .?Jon.? \{0\}", shown)


def test_two_maps_become_the_points_where_they_part(inside: Client, both: Any) -> None:
    one = {"money-raises": "me", "money-decides": "both", "home-decides": "me"}
    two = {"money-raises": "me", "money-decides": "both", "home-decides": "me"}
    done = both("decisions", ["money", "home"], one, two)
    page = text(inside.get(done.headers["Location"]))
    assert "Each of you sees yourself as the one who brings it up." in page
    assert "Each of you sees yourself as the one who decides." in page
    assert "raises" not in json.dumps(Written.objects.get().fields)


@pytest.mark.parametrize("practice", shares.TOGETHER)
def test_the_page_says_what_is_kept_before_anyone_begins(inside: Client, space: Space, practice: str) -> None:
    Space.objects.update(joint_on=True)
    assert "kept in these notes" in text(inside.get(f"/n/{space.key}/parts/{code(practice)}"))


def test_alone_an_estimate_and_a_guess_are_added(inside: Client, space: Space, post: Post, undo: Post) -> None:
    where = f"/n/{space.key}/parts/{code('own_estimate')}"
    assert "Choose some from your own days" in text(inside.get(where))
    page = text(post(inside, where, {"step": "choose", "chosen-0": ["shopping"]}))
    assert "And what might \u2068Jon\u2069 say is theirs?" in page
    assert not Written.objects.exists()
    sent = {"step": "fill", "chosen": ["shopping"], "shopping-do": "100", "shopping-do-guess": "50"}
    done = post(inside, where, sent)
    page = text(inside.get(done.headers["Location"]))
    assert "add up to 150 %" in page
    assert Written.objects.get().fields == {"said": "alone_over", "sum": 150, "sums": [["shopping", "do", 150]]}
    undo(inside)
    assert not Written.objects.exists()


def test_alone_a_map_shows_what_is_open_to_oneself(inside: Client, space: Space, post: Post) -> None:
    where = f"/n/{space.key}/parts/{code('own_decisions')}"
    done = post(inside, where, {"step": "fill", "chosen": ["money"], "money-decides": "unsure", "money-raises": "me"})
    page = text(inside.get(done.headers["Location"]))
    assert "For you, these are open." in page
    assert "Who decides?" in page
    assert "Who brings it up?" not in page


def test_own_words_are_added_changed_and_undone_and_all_is_taken_away(
    inside: Client, space: Space, post: Post, undo: Post
) -> None:
    where = f"/n/{space.key}/parts/{code('own_decisions')}"
    page = post(inside, where, {"step": "fill", "chosen": ["money"], "money-decides": "unsure"}).headers["Location"]
    post(inside, page, {"text": "CanaryWords <b>"})
    assert "CanaryWords &lt;b&gt;" in text(inside.get(page))
    undo(inside)
    assert "CanaryWords" not in text(inside.get(page))
    assert page in text(inside.get(where))  # among the earlier ones
    post(inside, f"{page}/remove")
    assert inside.get(page).status_code == 404


@pytest.mark.parametrize("wrong", [{"chosen-0": []}, {"chosen-0": ["strange"]}])
def test_nothing_chosen_is_asked_again(inside: Client, space: Space, post: Post, wrong: dict[str, Any]) -> None:
    answer = post(inside, f"/n/{space.key}/parts/{code('own_estimate')}", {"step": "choose", **wrong})
    assert answer.status_code == 422


def test_what_is_off_is_not_there(inside: Client, space: Space, post: Post) -> None:
    for practice in shares.TOGETHER:
        assert inside.get(f"/n/{space.key}/parts/{code(practice)}").headers["Location"].endswith("/steps")
    Space.objects.update(stopped=True, joint_on=True)
    for practice in (*shares.TOGETHER, *shares.ALONE):
        where = f"/n/{space.key}/parts/{code(practice)}"
        assert inside.get(where).headers["Location"].endswith("/steps")
        post(inside, where, {"step": "fill", "chosen": ["money", "shopping"], "money-decides": "me"})
    assert not Written.objects.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_a_handful_to_begin_with_and_every_question_in_words(store: Any, space: Space, kind: str) -> None:
    space.kind = kind
    for practice in (shares.ESTIMATE, shares.CARDS, shares.MY_MAP, shares.MAP):
        there = shares.things(space, practice)
        first = shares.to_begin_with(there)
        assert len(first) == shares.BEGIN_WITH
        chooses = ChooseForm(space, practice)
        assert sum(len(field.initial or ()) for field in chooses.fields.values()) == shares.BEGIN_WITH
        answers = AnswersForm(space, practice, first, shares.Voice("Jon"))
        assert all("{" not in str(field.label) for field in answers.fields.values())


def test_memory_is_spoken_of_only_where_something_is_filled_in(inside: Client, space: Space) -> None:
    Space.objects.update(joint_on=True)
    words = "held only in memory"
    assert words in text(inside.get(f"/n/{space.key}/parts/{code('fair_heard')}"))
    talk = text(inside.get(f"/n/{space.key}/round"))
    assert "You pass the screen." in talk
    assert words not in talk
