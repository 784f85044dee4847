"""Stores for tests: one with something of everything, and one drawn by hypothesis."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import polars as pl

from evenstep import gather
from evenstep.events.reading import Gap, Note, Reading
from evenstep.events.schema import conform_conversations, conform_events
from evenstep.web import imports
from evenstep.web.models import (
    AnswerSet,
    Guess,
    HardWeek,
    Kept,
    Limit,
    Look,
    Moment,
    Settings,
    Sitting,
    Slip,
    Space,
    Tried,
    Unlock,
    Written,
)

NOON = datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=UTC)
DAY = date(2026, 11, 23)
BIDI = "Zo\u202eë =1+1 \U0001f600"


def pair(me: str = "Ada", other: str = BIDI, n: int = 6, start: datetime = NOON) -> gather.Pair:
    """A short history of two people, read from one file."""
    names = [me, other]
    rows = [
        {
            "conversation_id": "chat",
            "event_id": i,
            "import_id": "file",
            "source": "whatsapp",
            "time": start + timedelta(minutes=i, microseconds=i),
            "resolution_s": (60.0, 1.0, 0.001)[i % 3],
            "sender": names[i % 2],
            "kind": "voice" if i == 2 else "text",
            "n_chars": 10 + i,
            "n_words": 2,
            "duration_s": 12.34 if i == 2 else None,
            "reply_to": 0 if i == 3 else None,
            "edited": i == 4,
            "zone_source": "given",
            "source_line": i + 1,
        }
        for i in range(n)
    ]
    until = start + timedelta(days=1)
    talk: dict[str, Any] = {
        "conversation_id": "chat",
        "person_a": other,
        "person_b": me,
        "me": me,
        "zone_a": "Europe/Berlin",
        "zone_b": None,
        "observed_from": start,
        "observed_until": until,
        "capped": False,
        "gaps": [{"start": start, "end": until}],
        "sources": ["whatsapp"],
    }
    reading = Reading(
        file="chat.txt",
        source="whatsapp",
        seen=n + 2,
        imported=n,
        skipped=1,
        system=1,
        first=start,
        last=start + timedelta(minutes=n),
        gaps=(Gap(start, until),),
        kinds={"text": n},
        senders={me: n},
        aside=(Note("E214", "line 4", "", 1),),
    )
    frame = pl.DataFrame(rows, infer_schema_length=None)
    events, talks = conform_events(frame), conform_conversations(pl.DataFrame([talk]))
    return gather.Pair(talks, events, (reading,), pl.DataFrame())


def fill() -> Space:
    """Something of everything in the open store."""
    Settings.objects.create(pk=1, country="DE", theme="dark", lock_after_min=5, adult_on=DAY)
    space = Space.objects.create(kind="partner", other=BIDI, me="A", made_at=NOON, stopped=True, joint_on=True)
    Space.objects.create(kind="work", other="B", alone=False, made_at=NOON + timedelta(days=1), loop_on=True)
    for value in (1, 2, 1):
        AnswerSet.objects.create(space=space, form="week.1", at=NOON, local_day=DAY, answers={"a.week": value})
    for number in range(3):
        Moment.objects.create(
            space=space, at=NOON, local_day=DAY, toward="me", back="other", tension=number, note="=cmd\n'ö\u2028"
        )
    HardWeek.objects.create(space=space, week="2024-W07")
    Guess.objects.create(space=space, figure="starts", value=0.1 + 0.2, at=NOON)
    imports.keep(space, pair(), "Ada", NOON, DAY)
    try_things(space)
    Look.objects.create(space=space, local_day=DAY)
    Kept.objects.create(space=space, of="x", body=b"derived")
    Unlock.objects.create(at=NOON, worked=True)
    return space


def try_things(space: Space) -> None:
    """Own words, two limits with two slips, a session under way, a try that is over."""
    fields = {
        "if": "=1+1",
        "rows": "-2",  # what the messages' rows are called, too
        "then": [1, "-2", None, True],
        "cards": [{"what": "\u2028+x", "mine": 0.1 + 0.2}, {}],
        "deep": [[[[[-7]]]]],
        "": "",
    }
    Written.objects.create(space=space, practice="if_then", at=NOON, local_day=DAY, fields=fields)
    rest = {"at": NOON, "starts": DAY - timedelta(days=7), "ends": DAY}
    limit = Limit.objects.create(
        space=space,
        aspect="frequency",
        words="=late",
        instead="read",
        rule="none_after",
        after=time(22),
        until=time(5, 30),
        **rest,
    )
    Limit.objects.create(
        space=space, aspect="support", words="more", instead="ask", most=3, per="day", rule="per_span", **rest
    )
    for note in ("", "@sum"):
        Slip.objects.create(limit=limit, at=NOON, local_day=DAY, note=note)
    state = {"version": 1, "step": "speak", "setup": {"topic": "+49", "tension": 3}, "timer": None}
    Sitting.objects.create(space=space, practice="listening", at=NOON, state=state)
    Tried.objects.create(
        space=space, practice="pause", at=NOON, begun_on=DAY - timedelta(days=3), ended_on=DAY, helped="a_bit"
    )


def wipe() -> None:
    """An empty store."""
    Space.objects.all().delete()
    Settings.objects.all().delete()
