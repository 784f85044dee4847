"""What leaves the notes on paper or as a file: a card for a trusted friend, and plans for a calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from fake_house import NOON, Clock

from evenstep.web.headers import HEADERS
from evenstep.web.models import Limit, Space, Written
from evenstep.web.steps import code

Post = Callable[..., Any]
TODAY = NOON.date()


def write(space: Space, practice: str, **fields: Any) -> Written:
    return Written.objects.create(space=space, practice=practice, at=NOON, local_day=TODAY, fields=fields)


def text(response: Any) -> str:
    page: str = response.content.decode()
    return page


def card(space: Space, **more: Any) -> dict[str, Any]:
    said = {"friend": "Rahel", "body": "Some <i>words", "last_day": f"{TODAY + timedelta(days=9)}", **more}
    return {f"own-{name}": value for name, value in said.items()}


def test_one_thing_that_was_written_fills_the_card(inside: Client, post: Post, space: Space) -> None:
    here = f"/n/{space.key}/lines/{code('trusted_friend')}"
    plan = write(space, "if_then", trigger="it is late", idea="go <to> bed")
    write(space, "where_from", first="Not to be shown to anyone")
    days = {"starts": TODAY, "ends": TODAY}
    Limit.objects.create(space=space, at=NOON, aspect="frequency", words="One call", instead="A walk", **days)
    page = text(inside.get(here))
    assert "One call A walk" in page
    assert "Not to be shown" not in page
    assert post(inside, here, card(space, body="", shows=plan.key, hopes=["walk", "listen"])).status_code == 302
    made = space.written.get(practice="trusted_friend")
    assert (made.fields["item"], set(made.fields["hopes"])) == ("plan", {"listen", "walk"})
    on_paper = text(inside.get(f"{here}/{made.key}/paper")).partition("<main")[2]
    assert "If it is late, then I will go &lt;to&gt; bed." in on_paper
    assert "One plan: if this happens, then I will" in on_paper
    for words in ("For \u2068Rahel\u2069", "until 2 December 2026", "only to listen", "This is for you alone."):
        assert words in on_paper
    assert "I would like to call you" not in on_paper  # nobody chose it


def test_a_card_that_is_not_good_is_not_made(inside: Client, post: Post, space: Space) -> None:
    wrongs = (
        ({"friend": ""}, "Write whom the card is for."),
        ({"friend": " jon "}, "someone else than \u2068Jon\u2069"),
        ({"body": ""}, "Choose one thing to show"),
        ({"last_day": f"{TODAY - timedelta(days=1)}"}, "This day is past."),
        ({"last_day": f"{TODAY + timedelta(days=93)}"}, "Three months is the longest."),
    )
    for wrong, words in wrongs:
        answer = post(inside, f"/n/{space.key}/lines/{code('trusted_friend')}", card(space, **wrong))
        assert answer.status_code == 422
        assert words in text(answer)
    assert not Written.objects.exists()


def test_after_its_last_day_a_card_is_not_shown(inside: Client, space: Space, clock: Clock) -> None:
    here = f"/n/{space.key}/lines/{code('trusted_friend')}"
    made = write(space, "trusted_friend", friend="Rahel", body="Some words", last_day=f"{TODAY}")
    assert inside.get(f"{here}/{made.key}/paper").status_code == 200
    Written.objects.update(fields={**made.fields, "last_day": f"{TODAY - timedelta(days=1)}"})
    answer = inside.get(f"{here}/{made.key}/paper")
    assert answer.headers["Location"] == f"{here}/{made.key}"
    assert "Its last day is past" in text(inside.get(here))


def test_the_calendar_file_says_little(inside: Client, space: Space) -> None:
    secret = {"what": "CanaryPlan", "area": "body"}
    first = write(space, "own_plan", day="2026-11-28", at="18:30", minutes="20", **secret)
    write(space, "own_plan", day="2026-11-27", title="Choir; late", **secret)
    write(space, "own_plan", day=f"{TODAY - timedelta(days=1)}", **secret)
    write(space, "own_plan", **secret)
    answer = inside.get(f"/n/{space.key}/dates")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="notes-{TODAY}.ics"'
    assert all(answer.headers[name] == value for name, value in HEADERS.items())
    assert answer.headers["Cache-Control"] == "no-store"
    said = text(answer)
    assert [line for line in said.split("\r\n") if line.startswith(("SUMMARY", "DTSTART", "DTEND", "DESCRIPTION"))] == [
        "DTSTART;VALUE=DATE:20261127",
        "DTEND;VALUE=DATE:20261128",
        "SUMMARY:Choir\\; late",
        "DTSTART:20261128T183000",
        "DTEND:20261128T185000",
        "SUMMARY:Time for me",
    ]
    assert f"UID:{first.key}" in said
    assert not [word for word in ("CanaryPlan", "Jon", "evenstep", "body") if word in said]


def test_before_the_file_is_taken_the_page_says_who_may_see_it(inside: Client, space: Space) -> None:
    here = f"/n/{space.key}/lines/{code('own_plan')}"
    assert f'href="/n/{space.key}/dates"' not in text(inside.get(here))
    assert inside.get(f"/n/{space.key}/dates").headers["Location"] == here
    write(space, "own_plan", what="A walk", day="2026-11-28")
    page = text(inside.get(here))
    assert page.index("other people may see your calendar") < page.index(f'href="/n/{space.key}/dates"')
    assert "Saturday, 28 November 2026" in page


def test_a_picked_idea_brings_its_area_and_its_length(inside: Client, post: Post, space: Space) -> None:
    here = f"/n/{space.key}/lines/{code('own_plan')}"
    post(inside, here, {"own-idea": "stretch", "own-day": "2026-11-28", "own-title": ""})
    fields = space.written.get().fields
    assert (fields["area"], fields["minutes"], fields["day"]) == ("body", "10", "2026-11-28")
    assert "title" not in fields
    assert date.fromisoformat(fields["day"]) > TODAY


@pytest.mark.parametrize(
    ("said", "there"),
    [
        ({"own-day": "9999-12-31"}, False),
        ({"own-day": "9999-12-31", "own-at": "23:59"}, False),
        ({"own-day": "9999-12-30", "own-at": "23:59"}, True),
        ({"own-day": "2026-12-01", "own-title": "\x01"}, True),
    ],
)
def test_a_day_or_a_title_that_no_calendar_holds_is_no_fault(
    inside: Client, post: Post, space: Space, said: dict[str, str], there: bool
) -> None:
    post(inside, f"/n/{space.key}/lines/{code('own_plan')}", {"own-what": "Swim", **said})
    assert space.written.count() == 1
    answer = inside.get(f"/n/{space.key}/dates")
    assert answer.status_code == (200 if there else 302)
    assert ("SUMMARY:Time for me" in text(answer)) is there
