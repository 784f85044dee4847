"""Two on one device: each alone first, one quiet end for every reason, marks in memory only and gone with the lock."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from every_route import dump

from evenstep.program.safety import QUESTIONS
from evenstep.web import two
from evenstep.web.house import House
from evenstep.web.models import Settings, Space
from evenstep.web.steps import code
from evenstep.web.two import Passing
from evenstep.web.visits import Visit

Post = Callable[..., Any]
CLEAR = dict.fromkeys(QUESTIONS, "no")


def text(response: Any) -> str:
    return str(response.content.decode().partition("<main")[2])


@pytest.fixture
def where(space: Space) -> str:
    Space.objects.update(joint_on=True, alone=False)
    Settings.objects.create(pk=1)
    return f"/n/{space.key}/parts/{code('fair_heard')}"


@pytest.fixture
def visit(inside: Client, house: House) -> Visit:
    found = house.visits.find(inside.cookies[house.cookie].value)
    assert found is not None
    return found


@pytest.fixture
def send(inside: Client, where: str, post: Post) -> Callable[..., Any]:
    """Send the form that stands on the page now."""

    def go(**data: Any) -> Any:
        turn = re.search(r'name="turn" value="(\w+)"', text(inside.get(where)))
        return post(inside, where, {"two": "on", "turn": turn[1] if turn else "", **data})

    return go


def test_each_is_alone_with_the_private_lines_first(inside: Client, where: str, visit: Visit, send: Any) -> None:
    assert "kept in these notes" in text(inside.get(where))  # said before anybody begins
    send(who="other")
    page = text(inside.get(where))
    assert "Are you alone with this screen?" in page
    assert "<bdi>Jon</bdi>" in page
    send(**CLEAR)
    assert "Did you feel heard" in text(inside.get(where))
    send(step="fill", fair="yes", heard="yes")
    assert "Please pass the screen" in text(inside.get(where))
    send()
    assert "Are you alone with this screen?" in text(inside.get(where))
    send(**CLEAR)
    assert "Did you feel heard" in text(inside.get(where))
    done = send(step="fill", fair="yes", heard="yes")
    assert "You each said: fair enough, and heard." in text(inside.get(done.headers["Location"], follow=True))
    assert visit.two is None


@pytest.mark.parametrize(
    ("question", "said"),
    [("afraid", "yes"), ("hurt", "unsure"), ("controlled", "unsaid"), ("pushed", None), ("made_to", "yes")],
)
def test_anything_but_a_clear_no_ends_it_like_not_now(
    inside: Client, where: str, visit: Visit, send: Any, question: str, said: str | None
) -> None:
    """Byte for byte, but for the form's secret; whoever it was; and nothing is stored."""
    before, ends = dump(), []
    answers = {name: value for name, value in (CLEAR | {question: said}).items() if value is not None}
    for steps in (
        [{"who": "me"}, answers],
        [{"who": "me"}, {"two": "not_now"}],
        [{"who": "me"}, CLEAR, {"step": "fill", "fair": "no", "heard": "no"}, {}, answers],
        [{"who": "me"}, CLEAR, {"step": "fill", "fair": "no", "heard": "no"}, {"two": "not_now"}],
    ):
        for step in steps:
            answer = send(**step)
        ends.append((answer.status_code, answer.headers["Location"], text(inside.get(answer.headers["Location"]))))
        assert visit.two is None
    assert len(set(ends)) == 1
    assert "Not today" in ends[0][2]
    assert dump() == before


def test_the_first_ones_marks_are_in_memory_only_and_not_shown(
    inside: Client, where: str, visit: Visit, send: Any
) -> None:
    before = dump()
    send(who="me")
    send(**CLEAR)
    send(step="fill", fair="nearly", heard="no")
    assert isinstance(visit.two, Passing)
    assert visit.two.marks == {"me": {"fair": "nearly", "heard": "no"}}
    assert "nearly" not in repr(visit)
    send()
    send(**CLEAR)
    assert "checked" not in text(inside.get(where))
    assert dump() == before


@pytest.mark.parametrize("how", ["lock_up", "forget"])
def test_lock_and_leave_let_go_of_it(where: str, visit: Visit, send: Any, how: str) -> None:
    send(who="me")
    send(**CLEAR)
    send(step="fill", fair="yes", heard="yes")
    getattr(visit, how)()
    assert visit.two is None


def test_an_older_page_changes_nothing(inside: Client, where: str, visit: Visit, send: Any, post: Post) -> None:
    """The first one's page, sent again after the screen was passed on."""
    send(who="me")
    send(**CLEAR)
    assert isinstance(visit.two, Passing)
    old = visit.two.turn
    send(step="fill", fair="yes", heard="yes")
    for stale in ({"step": "fill", "fair": "no", "heard": "no"}, CLEAR, {}):
        post(inside, where, {"two": "on", "turn": old, **stale})
        assert visit.two.stage == "pass"
        assert visit.two.marks == {"me": {"fair": "yes", "heard": "yes"}}


def test_another_practice_begins_anew(visit: Visit, space: Space, where: str, send: Any) -> None:
    send(who="me")
    assert isinstance(visit.two, Passing)
    visit.two.practice = "another"
    assert send(who="other").status_code == 302
    assert isinstance(visit.two, Passing)
    assert (visit.two.practice, visit.two.who, visit.two.stage) == ("fair_heard", "other", "own")


def test_it_is_off_where_the_private_page_was_not_clear(
    inside: Client, where: str, visit: Visit, send: Any, post: Post
) -> None:
    send(who="me")
    Space.objects.update(joint_on=False)
    assert inside.get(where).headers["Location"].endswith("/steps")
    post(inside, where, {"two": "on", **CLEAR})
    assert isinstance(visit.two, Passing)
    assert visit.two.stage == "own"


def test_without_anything_to_fill_both_clear_answers_are_enough(visit: Visit) -> None:
    passing = Passing("check_in", "key", "me")
    two._filled(passing, {})
    assert passing.stage == "pass"
    passing.who = "other"
    two._filled(passing, {})
    assert passing.stage == "in"
