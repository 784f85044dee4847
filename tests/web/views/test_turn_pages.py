"""The listening session: every tap is kept, no hot topic, a line only with two yeses, and a clock that is right."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from fake_house import NOON, Clock

from evenstep.program.session import Step
from evenstep.program.session_json import from_json
from evenstep.web.house import House
from evenstep.web.models import Space
from evenstep.web.two import Passing
from evenstep.web.vault import keep
from evenstep.web.vault.opened import Opened

Post = Callable[..., Any]
SETUP = {"topic": "the washing up", "tension": "3", "minutes": "3", "first": "other"}


@pytest.fixture
def both(inside: Client, house: House, space: Space) -> Space:
    """Both were alone with the private lines, and answered with a clear no."""
    visit = house.visits.find(inside.cookies[house.cookie].value)
    assert visit is not None
    visit.two = Passing("listening", space.key, "me", stage="in")
    Space.objects.filter(pk=space.pk).update(joint_on=True, me="Ada")
    return Space.objects.get(pk=space.pk)


def text(response: Any) -> str:
    page: str = response.content.decode()
    return re.sub("[\u2068\u2069]", "", page)


def see(client: Client, space: Space) -> str:
    return text(client.get(f"/n/{space.key}/turns"))


def moves(client: Client, space: Space) -> str:
    found = re.search(r'name="moves" value="(\d+)"', see(client, space))
    assert found is not None
    return found[1]


def form(client: Client, post: Post, space: Space, tap: str, **said: str) -> Any:
    return post(client, f"/n/{space.key}/turns", {"tap": tap, "moves": moves(client, space), **said})


def tap(client: Client, post: Post, space: Space, *taps: str) -> None:
    for each in taps:
        post(client, f"/n/{space.key}/turns/tap", {"tap": each, "moves": moves(client, space)})


def to_the_line(client: Client, post: Post, space: Space, line: str) -> None:
    form(client, post, space, "begin", **SETUP)
    tap(client, post, space, "spoken", "said_back", "yes", "swap", "spoken", "said_back", "yes")
    form(client, post, space, "line", line=line)


def test_each_button_speaks_as_the_one_who_taps_it(inside: Client, post: Post, both: Space) -> None:
    """Read aloud: Ada speaks and has said it; Jon says back what was heard, and has said it back."""
    form(inside, post, both, "begin", **SETUP)
    speaks = see(inside, both)
    assert ">I have said it</button>" in speaks
    assert "Speaking: " in speaks
    tap(inside, post, both, "spoken")
    assert ">I have said it back</button>" in see(inside, both)
    tap(inside, post, both, "said_back", "nearly")
    again = see(inside, both)
    assert ">I have said it back</button>" in again
    assert "adds one sentence" in again


def test_off_it_looks_like_what_was_never_there(inside: Client, post: Post, space: Space) -> None:
    for joint, stopped in itertools.product((False, True), repeat=2):
        Space.objects.filter(pk=space.pk).update(joint_on=joint, stopped=stopped)
        for path in ("turns", "turns/over", "turns/paper"):
            assert (inside.get(f"/n/{space.key}/{path}").status_code == 200) == (joint and not stopped)
    post(inside, f"/n/{space.key}/turns", {"tap": "begin", "moves": "0", **SETUP})
    assert not space.sittings.exists()


def test_from_start_to_end(inside: Client, post: Post, both: Space) -> None:
    form(inside, post, both, "begin", **SETUP)
    assert "Speaking: Jon. Listening: Ada." in see(inside, both)
    tap(inside, post, both, "spoken")
    assert "Now Ada says back what was heard." in see(inside, both)
    tap(inside, post, both, "said_back")
    assert "Ada asks: did I get it? Jon answers." in see(inside, both)
    tap(inside, post, both, "nearly", "said_back", "yes")
    assert "Now you swap. Ada speaks next" in see(inside, both)
    tap(inside, post, both, "swap")
    assert "Speaking: Ada. Listening: Jon." in see(inside, both)
    tap(inside, post, both, "spoken", "said_back", "not_yet", "spoken", "said_back", "enough")
    form(inside, post, both, "line", line="Sunday is <b> day")
    assert "Sunday is &lt;b&gt; day" in see(inside, both)
    form(inside, post, both, "agreed", by="me")
    post(inside, f"/n/{both.key}/turns/tap", {"tap": "agreed", "moves": moves(inside, both), "by": "me"})
    assert both.sittings.get().ended_at is None, "a yes of one of them, even twice, is not enough"
    last = post(inside, f"/n/{both.key}/turns/tap", {"tap": "agreed", "moves": moves(inside, both), "by": "other"})
    over = both.sittings.get()
    assert (over.ended_at, over.state["line"], over.state["setup"]) == (NOON, "Sunday is <b> day", None)
    assert "Sunday is &lt;b&gt; day" in text(inside.get(last.headers["Location"]))


def test_a_line_that_is_not_agreed_to_is_not_kept(inside: Client, post: Post, both: Space) -> None:
    to_the_line(inside, post, both, "Canary line")
    tap(inside, post, both, "not_agreed")
    assert "Canary line" not in str(both.sittings.get().state)
    form(inside, post, both, "line", line="Canary line", none="yes")
    assert not both.sittings.exists()
    assert "Nothing of it is kept." in text(inside.get(f"/n/{both.key}/turns/over"))


def test_a_hot_topic_is_not_begun(inside: Client, post: Post, both: Space) -> None:
    form(inside, post, both, "begin", **SETUP | {"tension": "7"})
    assert "This one is hot." in see(inside, both)
    tap(inside, post, both, "spoken")
    assert from_json(both.sittings.get().state).step == Step.HOT
    tap(inside, post, both, "smaller")
    assert 'value="the washing up"' in see(inside, both)


def test_a_form_sent_twice_or_from_an_earlier_page_moves_nothing(inside: Client, post: Post, both: Space) -> None:
    form(inside, post, both, "begin", **SETUP)
    old = moves(inside, both)
    tap(inside, post, both, "spoken")
    for sent in ({"tap": "spoken", "moves": old}, {"tap": "said_back", "moves": old}, {"tap": "none", "moves": "x"}):
        post(inside, f"/n/{both.key}/turns/tap", sent)
    post(inside, f"/n/{both.key}/turns", {"tap": "begin", "moves": "0", **SETUP})
    assert from_json(both.sittings.get().state).step == Step.SAY_BACK
    assert "Nothing was changed." in see(inside, both)


def test_the_minutes_are_right_after_sleep_and_can_grow_or_go(
    inside: Client, post: Post, both: Space, clock: Clock
) -> None:
    form(inside, post, both, "begin", **SETUP)
    assert "<span>About 3 minutes are left.</span>" in see(inside, both)
    assert 'data-ends="2026-11-23T12:03:00+00:00"' in see(inside, both)
    clock.later(seconds=100)
    assert "<span>About 2 minutes are left.</span>" in see(inside, both)
    tap(inside, post, both, "longer")
    assert "<span>About 4 minutes are left.</span>" in see(inside, both)
    clock.later(seconds=500)
    assert "<span>The time is over." in see(inside, both)
    tap(inside, post, both, "no_timer")
    assert 'class="clock"' not in see(inside, both)


def test_a_pause_holds_the_timer_and_names_a_time(inside: Client, post: Post, both: Space, clock: Clock) -> None:
    form(inside, post, both, "begin", **SETUP)
    assert form(inside, post, both, "pause", by="other").status_code == 422
    form(inside, post, both, "pause", by="other", at="13:05")
    assert "<bdi>Jon</bdi> takes a pause. You go on at 13:05." in see(inside, both)
    clock.later(seconds=500)
    form(inside, post, both, "back_later", at="13:06")
    assert "You go on at 24 November, 13:06." in see(inside, both), "a time that is past is one of tomorrow"
    tap(inside, post, both, "back")
    assert "<span>About 3 minutes are left.</span>" in see(inside, both)
    assert datetime(2026, 11, 23, 12, 11, 20, tzinfo=UTC).isoformat() in see(inside, both)


@pytest.mark.parametrize(
    "change",
    [{"topic": ""}, {"topic": "x" * 201}, {"tension": ""}, {"tension": "11"}, {"minutes": "4"}, {"first": "we"}],
)
def test_what_is_missing_is_said_and_the_words_stay(
    inside: Client, post: Post, both: Space, change: dict[str, str]
) -> None:
    answer = form(inside, post, both, "begin", **SETUP | change)
    assert answer.status_code == 422
    assert (SETUP | change)["topic"] in text(answer)
    assert not both.sittings.exists()


def test_stopping_leaves_nothing(inside: Client, post: Post, both: Space) -> None:
    form(inside, post, both, "begin", **SETUP)
    post(inside, f"/n/{both.key}/turns/stop")
    assert not both.sittings.exists()


def test_a_state_that_is_none_is_passed_over(inside: Client, both: Space) -> None:
    both.sittings.create(practice="listening", at=NOON, state={"version": 9})
    over = both.sittings.create(practice="listening", at=NOON, state={}, ended_at=NOON)
    assert "A listening session" in see(inside, both)
    assert inside.get(f"/n/{both.key}/turns/over?line={over.key}").status_code == 200


@pytest.mark.parametrize("changed", ["timer", "pause", "step"])
def test_a_session_that_only_a_changed_file_can_hold_is_passed_over(
    inside: Client, post: Post, both: Space, changed: str
) -> None:
    """At the end of time, to which nothing can be added; or done and not over."""
    form(inside, post, both, "begin", **SETUP)
    sitting, end = both.sittings.get(), "9999-12-31T23:59:00+00:00"
    odd = {
        "timer": {**sitting.state["timer"], "started_at": end, "seen_at": end},
        "pause": {"by": "me", "taken_at": end, "back_at": end},
        "step": "done",
    }
    both.sittings.update(state={**sitting.state, changed: odd[changed]})
    assert "Who speaks first?" in see(inside, both)


def test_it_begins_only_after_both_were_alone_with_the_private_lines(
    inside: Client, post: Post, house: House, both: Space
) -> None:
    visit = house.visits.find(inside.cookies[house.cookie].value)
    assert visit is not None
    visit.two = None
    assert "Who has the screen first?" in text(inside.get(f"/n/{both.key}/turns"))
    post(inside, f"/n/{both.key}/turns", {"called_by": "me", "tap": "begin", "moves": "0", **SETUP})
    assert not both.sittings.exists()
    visit.two = Passing("listening", both.key, "me", stage="in")
    post(inside, f"/n/{both.key}/turns", {"called_by": "me", "tap": "begin", "moves": "0", **SETUP})
    assert both.sittings.exists()


def test_a_session_is_there_again_after_the_program_was_ended_at_once(
    inside: Client, post: Post, both: Space, house: House, opened: Opened
) -> None:
    """All that was in memory is gone: the visit, and who was alone with the private lines. The words so far are not."""
    form(inside, post, both, "begin", **SETUP)
    tap(inside, post, both, "spoken", "said_back")
    inside.get(f"/open/{house.launch.issue()}")
    visit = house.visits.find(inside.cookies[house.cookie].value)
    assert visit is not None
    assert visit.two is None
    visit.unlock(keep.unlock(house.folder, opened.person, None, house.now()))
    assert "Ada asks: did I get it? Jon answers." in see(inside, both)
    tap(inside, post, both, "yes", "swap")
    assert "Speaking: Ada. Listening: Jon." in see(inside, both)
