"""Limits: set, slipped in one tap, looked at once after the last day, held against own messages; a check of words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import polars as pl
import pytest
from django.test import Client
from every_route import dump
from fake_house import NOON

from evenstep.events.reading import Reading, empty_rejects
from evenstep.events.schema import CONVERSATIONS, conform_conversations, conform_events
from evenstep.gather import Pair
from evenstep.web import imports
from evenstep.web.models import Import, Limit, Slip, Space
from evenstep.web.own_rows import held_against, mine_of

Post = Callable[..., Any]
TODAY = date(2026, 11, 23)
WANTED = {
    "aspect": "frequency",
    "words": "I write at most two messages in a row.",
    "instead": "A walk.",
    "starts": "2026-11-23",
    "ends": "2026-12-20",
}


def text(response: Any) -> str:
    return str(response.content.decode().partition("<main")[2])


def past(made: Limit) -> None:
    """Its last day was yesterday, and the slips noted lie within it."""
    yesterday = TODAY - timedelta(days=1)
    Limit.objects.filter(pk=made.pk).update(starts=yesterday - timedelta(days=6), ends=yesterday)
    Slip.objects.update(local_day=yesterday)


def limit(space: Space, **columns: Any) -> Limit:
    given = {"aspect": "frequency", "words": "My line", "instead": "A walk", "starts": TODAY, "ends": TODAY}
    return Limit.objects.create(space=space, at=NOON, **{**given, **columns})


def test_a_limit_is_set_and_undone(inside: Client, space: Space, post: Post, undo: Post) -> None:
    sent = post(inside, f"/n/{space.key}/mine/new", WANTED)
    assert sent.status_code == 302, text(sent)
    page = text(inside.get(f"/n/{space.key}/mine"))
    assert "I write at most two messages in a row." in page
    assert "A walk." in page
    undo(inside)
    assert not Limit.objects.exists()


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"words": " "}, "Write what the limit is. One sentence is enough."),
        ({"instead": ""}, "Write what you will do instead."),
        ({"most": "2"}, "A number needs a day, a week or a month."),
        ({"most": "-1", "per": "day"}, "The number can be 0 or more."),
        ({"ends": "2026-11-01"}, "The last day is before the first."),
        ({"ends": "2027-11-01"}, "Half a year is the longest."),
        ({"rule": "in_a_row"}, "This way of looking needs a number."),
        ({"rule": "in_a_row", "most": "0"}, "In a row, one is the least."),
        ({"rule": "per_span", "per": "day"}, "A number needs a day, a week or a month."),
        ({"rule": "none_after", "after": "22:30"}, "Write two different hours"),
        ({"rule": "in_a_row", "most": "-5"}, "In a row, one is the least."),
    ],
)
def test_what_is_missing_is_said_and_what_was_written_is_kept(
    inside: Client, space: Space, post: Post, changed: dict[str, str], why: str
) -> None:
    answer = post(inside, f"/n/{space.key}/mine/new", WANTED | changed | {"instead": changed.get("instead", "Canary")})
    assert answer.status_code == 422
    assert why in text(answer)
    assert "Canary" in text(answer) or "instead" in changed
    assert not Limit.objects.exists()


@pytest.mark.parametrize(
    ("sent", "rule", "most", "per"),
    [
        ({"rule": "in_a_row", "most": "2", "per": "week"}, "in_a_row", 2, ""),
        ({"rule": "per_span", "most": "0", "per": "day"}, "per_span", 0, "day"),
        ({"rule": "none_after", "after": "22:30", "until": "06:00"}, "none_after", None, ""),
    ],
)
def test_a_rule_for_own_messages_is_kept(
    inside: Client, space: Space, post: Post, sent: dict[str, str], rule: str, most: int | None, per: str
) -> None:
    answer = post(inside, f"/n/{space.key}/mine/new", WANTED | sent)
    assert answer.status_code == 302, text(answer)
    made = Limit.objects.get()
    assert (made.rule, made.most, made.per) == (rule, most, per)
    assert made.after == (time(22, 30) if rule == "none_after" else None)


def test_a_slip_is_one_tap_and_nothing_is_counted_before_the_end(inside: Client, space: Space, post: Post) -> None:
    made = limit(space, ends=TODAY + timedelta(days=6))
    assert post(inside, f"/n/{space.key}/mine/{made.key}").status_code == 302
    assert "A slip is data" in inside.get(f"/n/{space.key}/mine").content.decode()
    post(inside, f"/n/{space.key}/mine/{made.key}", {"note": "CanarySlip"})
    for where in ("mine", f"mine/{made.key}"):
        page = text(inside.get(f"/n/{space.key}/{where}"))
        assert "CanarySlip" not in page
        assert "slips" not in page
    past(made)
    page = text(inside.get(f"/n/{space.key}/mine/{made.key}"))
    assert "You noted 2 slips. A slip is data" in page
    assert "CanarySlip" in page
    assert "Now you can keep it, change it, or let it go." in page


def test_a_slip_can_be_undone_and_is_not_taken_after_the_end(
    inside: Client, space: Space, post: Post, undo: Post
) -> None:
    made = limit(space)
    post(inside, f"/n/{space.key}/mine/{made.key}")
    undo(inside)
    assert not Slip.objects.exists()
    past(made)
    post(inside, f"/n/{space.key}/mine/{made.key}", {"note": "late"})
    assert not Slip.objects.exists()
    assert "You noted no slip." in text(inside.get(f"/n/{space.key}/mine/{made.key}"))


def test_a_limit_is_changed_taken_up_again_and_let_go(inside: Client, space: Space, post: Post) -> None:
    made = limit(space)
    post(inside, f"/n/{space.key}/mine/{made.key}/change", WANTED)
    assert Limit.objects.get().words == WANTED["words"]
    again = text(inside.get(f"/n/{space.key}/mine/new?from={made.key}"))
    assert str(WANTED["words"]) in again
    post(inside, f"/n/{space.key}/mine/{made.key}/remove")
    assert not Limit.objects.exists()
    assert Limit.everything.exists()


def test_the_hint_keeps_nothing_and_takes_nothing_away(inside: Client, space: Space, post: Post) -> None:
    sent = {"words": "You must answer me the same day.", "instead": "Canary", "step": "hint"}
    answer = post(inside, f"/n/{space.key}/mine/new", sent)
    assert answer.status_code == 200
    assert "This seems to ask" in text(answer)
    assert "As a request:" not in text(answer)  # advice on talking to the other is off
    assert "Canary" in text(answer)
    assert not Limit.objects.exists()


def test_one_sentence_is_checked_and_not_kept(inside: Client, space: Space, post: Post) -> None:
    where = f"/n/{space.key}/mine/line"
    assert inside.get(where).status_code == 302  # off: it looks like what was never there
    Space.objects.update(reaching_on=True)
    before = dump()
    answer = text(post(inside, where, {"text": "You must answer me the same day."}))
    assert "As a request:" in answer
    assert "<mark>" in answer
    assert dump() == before


def test_after_stop_there_are_no_limits(inside: Client, space: Space, post: Post) -> None:
    made = limit(space)
    Space.objects.update(stopped=True, reaching_on=True)
    for where in ("mine", "mine/new", "mine/line", f"mine/{made.key}", f"mine/{made.key}/change"):
        assert inside.get(f"/n/{space.key}/{where}").headers["Location"] == f"/n/{space.key}/steps"
        post(inside, f"/n/{space.key}/{where}", WANTED | {"note": "x"})
    assert Limit.objects.count() == 1
    assert not Slip.objects.exists()


def messages(space: Space, rows: list[tuple[str, str]], joins_on: date = TODAY) -> Import:
    """An import of (sender, "day hour:minute") rows; it covers 1 to 30 October 2026 wholly."""
    moments = [datetime.strptime(f"2026-10-{at}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC) for _, at in rows]
    events = pl.DataFrame({
        "conversation_id": "c", "event_id": range(len(rows)), "import_id": "i", "source": "table", "time": moments,
        "resolution_s": 60.0, "sender": [who for who, _ in rows], "kind": "text", "n_chars": 1, "n_words": 1,
        "duration_s": None, "reply_to": None, "edited": False, "zone_source": "given",
        "source_line": range(1, len(rows) + 1),
    })  # fmt: skip
    conversation = {
        "conversation_id": "c", "person_a": "Ada", "person_b": "Jon", "me": "Ada", "zone_a": "UTC", "zone_b": "UTC",
        "observed_from": datetime(2026, 9, 30, 12, tzinfo=UTC), "observed_until": datetime(2026, 10, 31, tzinfo=UTC),
        "capped": False, "gaps": [], "sources": ["table"],
    }  # fmt: skip
    frames = conform_conversations(pl.DataFrame([conversation], schema=dict(CONVERSATIONS))), conform_events(events)
    reading = Reading("f", "table", seen=len(rows), imported=len(rows), skipped=0, system=0)
    return imports.keep(space, Pair(*frames, (reading,), empty_rejects()), "Ada", NOON, joins_on)


OCTOBER = {"starts": date(2026, 10, 5), "ends": date(2026, 10, 11)}
ROWS = [
    ("Ada", "05 10:00"), ("Ada", "05 10:01"), ("Ada", "05 10:02"), ("Jon", "05 11:00"),
    ("Ada", "06 23:30"), ("Jon", "06 23:31"), ("Ada", "07 00:30"), ("Ada", "20 10:00"),
]  # fmt: skip


def test_own_messages_are_read_as_times_and_turns_alone(store: Any, space: Space) -> None:
    mine, seen = mine_of([messages(space, ROWS)], "UTC")
    assert [(each.at.day, each.turn) for each in mine] == [(5, 0), (5, 0), (5, 0), (6, 1), (7, 2), (20, 2)]
    assert (seen.first, seen.last, seen.missing) == (date(2026, 10, 1), date(2026, 10, 30), frozenset())


@pytest.mark.parametrize(
    ("columns", "state", "times"),
    [
        ({"rule": "in_a_row", "most": 2}, "over", 1),
        ({"rule": "in_a_row", "most": 3}, "within", 0),
        ({"rule": "per_span", "most": 1, "per": "day"}, "over", 1),
        ({"rule": "per_span", "most": 5, "per": "week"}, "within", 0),
        ({"rule": "none_after", "after": time(22), "until": time(6)}, "over", 1),
        ({"rule": "per_span", "most": 1, "per": "day", "ends": date(2026, 11, 5)}, "over", 1),
        ({"rule": "per_span", "most": 5, "per": "day", "ends": date(2026, 11, 5)}, "cannot_tell", 0),
    ],
)
def test_own_messages_are_held_against_the_limit(
    store: Any, space: Space, columns: dict[str, Any], state: str, times: int
) -> None:
    messages(space, ROWS)
    held = held_against(limit(space, **OCTOBER | columns), TODAY, "UTC")
    assert held is not None
    assert (held.state, held.times) == (state, times)


def test_nothing_is_read_without_a_rule_before_the_end_or_before_messages_join(store: Any, space: Space) -> None:
    rule = {"rule": "in_a_row", "most": 2}
    messages(space, ROWS, joins_on=TODAY + timedelta(days=3))
    assert held_against(limit(space, **OCTOBER, **rule), TODAY, "UTC") is None
    Import.objects.update(joins_on=TODAY)
    assert held_against(limit(space, **OCTOBER), TODAY, "UTC") is None
    running = held_against(limit(space, **rule, ends=TODAY), TODAY, "UTC")
    assert running is not None
    assert running.why == "not_ended"


def test_the_page_says_what_own_messages_show_and_when_it_cannot_tell(inside: Client, space: Space) -> None:
    messages(space, ROWS)
    made = limit(space, **OCTOBER, rule="in_a_row", most=2)
    page = text(inside.get(f"/n/{space.key}/mine/{made.key}"))
    assert "In the messages you brought in, yours went over it once." in page
    late = limit(space, rule="in_a_row", most=2, starts=date(2026, 11, 1), ends=date(2026, 11, 3))
    assert "We can’t tell." in text(inside.get(f"/n/{space.key}/mine/{late.key}"))


def test_the_zone_of_the_file_comes_first(store: Any, space: Space) -> None:
    first = messages(space, ROWS)
    assert mine_of([first], "Pacific/Auckland")[1].first == date(2026, 10, 1)
