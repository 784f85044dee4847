"""Bringing an export back: everything again, nothing twice, wholly or not at all, and a way to take it back."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from worlds_of_notes import DAY, NOON, fill, pair, wipe

from evenstep.web import imports
from evenstep.web.models import AnswerSet, Guess, HardWeek, Import, Kept, Look, Moment, Settings, Space
from evenstep.web.takeout.back import bring_back
from evenstep.web.takeout.everything import as_json
from evenstep.web.takeout.refused import Refused
from evenstep.web.vault.opened import Opened

LATER = NOON + timedelta(days=9)


def undated(data: bytes) -> bytes:
    lines = data.split(b"\n")
    return b"\n".join(line for line in lines if not line.startswith(b' "written"'))


def test_export_wipe_import_export_gives_equal_bytes(store: Opened) -> None:
    fill()
    first = as_json(NOON)
    wipe()
    bring_back(first)
    assert undated(as_json(LATER)) == undated(first)


def test_what_was_brought_back_can_be_used(store: Opened) -> None:
    """The pattern reads it like the bringing it was."""
    space = fill()
    before = imports.joined(list(space.imports.all()))
    first = as_json(NOON)
    wipe()
    bring_back(first)
    after = imports.joined(list(Space.objects.get(key=space.key).imports.all()))
    assert after.events.equals(before.events)
    assert after.conversations.equals(before.conversations)
    assert after.readings == before.readings


def test_a_second_time_adds_nothing(store: Opened) -> None:
    fill()
    first = as_json(NOON)
    brought = bring_back(first)
    assert brought.made == []
    assert brought.there == 2 + 3 + 3 + 1 + 1 + 1 + (1 + 2 + 2 + 1 + 1)
    assert undated(as_json(LATER)) == undated(first)


def test_it_joins_what_is_there_and_changes_none_of_it(store: Opened) -> None:
    space = fill()
    first = as_json(NOON)
    kept = space.moments.first()
    gone = space.moments.last()
    assert kept is not None and gone is not None
    Moment.objects.filter(pk=kept.pk).update(note="changed since")
    Space.objects.filter(pk=space.pk).update(other="New name")
    gone.delete()
    brought = bring_back(first)
    assert [kind for kind, _ in brought.made] == [Moment]
    assert Moment.objects.filter(key=gone.key).exists()
    assert Moment.objects.get(pk=kept.pk).note == "changed since"
    assert Space.objects.get(pk=space.pk).other == "New name"


def test_it_can_be_taken_back(store: Opened) -> None:
    space = fill()
    first = as_json(NOON)
    space.delete()
    before = undated(as_json(NOON))
    brought = bring_back(first)
    assert brought.count(Moment) == 3
    brought.take_back()
    assert undated(as_json(NOON)) == before


def test_the_switches_are_off_in_a_space_that_comes_back(store: Opened) -> None:
    fill()
    first = as_json(NOON)
    wipe()
    bring_back(first)
    assert not Space.objects.filter(joint_on=True).exists()
    assert not Space.objects.filter(loop_on=True).exists()


def test_switches_that_were_switched_on_here_stay_on(store: Opened) -> None:
    fill()
    bring_back(as_json(NOON))
    assert Space.objects.filter(joint_on=True).count() == 1


def test_they_asked_me_to_stop_can_come_back_but_is_never_lifted(store: Opened) -> None:
    space = fill()
    stopped = as_json(NOON)
    Space.objects.filter(pk=space.pk).update(stopped=False)
    free = as_json(NOON)
    brought = bring_back(stopped)
    assert Space.objects.get(pk=space.pk).stopped
    bring_back(free)
    assert Space.objects.get(pk=space.pk).stopped
    brought.take_back()
    assert not Space.objects.get(pk=space.pk).stopped


def test_settings_are_taken_over_only_where_nothing_was_begun(store: Opened) -> None:
    fill()
    first = as_json(NOON)
    Settings.objects.update(theme="light")
    bring_back(first)
    assert Settings.objects.get().theme == "light"
    wipe()
    Settings.objects.create(pk=1, adult_on=DAY - timedelta(days=5))
    bring_back(first)
    assert (Settings.objects.get().theme, Settings.objects.get().adult_on) == ("dark", DAY - timedelta(days=5))


def cell(row: int, column: int, value: object) -> Change:
    """A change of one cell of the messages."""

    def change(doc: dict[str, Any]) -> None:
        doc["spaces"][0]["imports"][0]["events"]["rows"][row][column] = value

    return change


Change = Callable[[dict[str, Any]], None]
BAD: list[tuple[str, Change]] = [
    ("/spaces/0/moments/0/tension", lambda d: d["spaces"][0]["moments"][0].update(tension=5)),
    ("/spaces/0/moments/0/tension", lambda d: d["spaces"][0]["moments"][0].update(tension=True)),
    ("/spaces/0/moments/0/note", lambda d: d["spaces"][0]["moments"][0].update(note="\ud800")),
    ("/spaces/0/moments/0/note", lambda d: d["spaces"][0]["moments"][0].update(note="x" * 2001)),
    ("/spaces/0/moments/0/local_day", lambda d: d["spaces"][0]["moments"][0].update(local_day="2026-02-30")),
    ("/spaces/0/moments/0/at", lambda d: d["spaces"][0]["moments"][0].update(at="2026-11-23T12:00:00")),
    ("/spaces/0/moments/0/at", lambda d: d["spaces"][0]["moments"][0].update(at="9999-12-31T23:59:59Z")),
    ("/spaces/0/moments/0/more", lambda d: d["spaces"][0]["moments"][0].update(more=1)),
    ("/spaces/0/moments/0/key", lambda d: d["spaces"][0]["moments"][0].pop("key")),
    ("/spaces/0/joint_on", lambda d: d["spaces"][0].update(joint_on=True)),
    ("/spaces/0/key", lambda d: d["spaces"][0].update(key="../../../etc")),
    ("/spaces/0/kind", lambda d: d["spaces"][0].update(kind="enemy")),
    ("/spaces/0/hard_weeks/0", lambda d: d["spaces"][0].update(hard_weeks=["2024-W54"])),
    ("/spaces/0/hard_weeks/2024-W07", lambda d: d["spaces"][0].update(hard_weeks=["2024-W07"] * 2)),
    ("/spaces/0/answers/0/form", lambda d: d["spaces"][0]["answers"][0].update(form="score.1")),
    ("/spaces/0/answers/0/answers/a", lambda d: d["spaces"][0]["answers"][0].update(answers={"a": 11})),
    ("/spaces/0/guesses/0/value", lambda d: d["spaces"][0]["guesses"][0].update(value="much")),
    ("/spaces/0/imports/0/reading", lambda d: d["spaces"][0]["imports"][0].update(reading=[])),
    ("/spaces/0/imports/0/reading/0/seen", lambda d: d["spaces"][0]["imports"][0]["reading"][0].update(seen=99)),
    ("/spaces/0/imports/0/events/columns", lambda d: d["spaces"][0]["imports"][0]["events"].update(columns=["time"])),
    ("/spaces/0/imports/0/events/rows/1/4", cell(1, 4, 1)),
    ("/spaces/0/imports/0/events/rows/1", lambda d: d["spaces"][0]["imports"][0]["events"]["rows"][1].append(1)),
    ("/spaces/0/imports/0/events/rows", cell(1, 4, "no")),
    ("/spaces/0/imports/0/events/rows/1", cell(1, 7, "sms")),
    ("/spaces/0/imports/0/events/rows/1", cell(1, 8, -1)),
    ("/spaces/0/imports/0/events/rows", cell(1, 8, 2**80)),
    ("/spaces/0/imports/0/events", cell(1, 6, "Eve")),
    ("/spaces/0/imports/0/conversation/me", lambda d: d["spaces"][0]["imports"][0]["conversation"].update(me="Eve")),
    ("/spaces", lambda d: d.update(spaces={})),
    ("/settings/theme", lambda d: d["settings"].update(theme="red")),
    ("/settings/country", lambda d: d["settings"].update(country="XX")),
    ("/settings/lock_after_min", lambda d: d["settings"].update(lock_after_min=600)),
    ("/version", lambda d: d.update(version=2)),
    ("/version", lambda d: d.update(version=0)),
]  # fmt: skip


@pytest.mark.parametrize(("place", "change"), BAD, ids=[f"{n}-{place}" for n, (place, _) in enumerate(BAD)])
def test_one_wrong_thing_refuses_the_whole_file_with_its_place(store: Opened, place: str, change: Change) -> None:
    fill()
    doc = json.loads(as_json(NOON))
    wipe()
    change(doc)
    with pytest.raises(Refused) as refused:
        bring_back(json.dumps(doc).encode())
    assert refused.value.place == place
    assert refused.value.what.endswith(".")
    assert refused.value.to_do.endswith(".")
    assert not Space.objects.exists()
    assert not Settings.objects.exists()


def test_a_fault_that_only_the_store_shows_leaves_no_half(store: Opened) -> None:
    """A moment of this file stands in another space here: found after the first rows were written."""
    fill()
    first = as_json(NOON)
    other = Space.objects.create(kind="friend", other="C", made_at=NOON)
    moved = Moment.objects.order_by("key").last()
    assert moved is not None
    Space.objects.exclude(pk=other.pk).exclude(pk=moved.space_id).delete()
    Moment.objects.filter(pk=moved.pk).update(space=other)
    HardWeek.objects.all().delete()
    before = undated(as_json(NOON))
    with pytest.raises(Refused, match="another of your spaces") as refused:
        bring_back(first)
    assert refused.value.place.endswith("/key")
    assert undated(as_json(NOON)) == before


def test_messages_under_other_names_are_not_mixed_into_a_space(store: Opened) -> None:
    space = fill()
    first = as_json(NOON)
    space.imports.all().delete()
    imports.keep(space, pair("Somebody", "Else"), "Somebody", NOON, DAY)
    with pytest.raises(Refused, match="two other names"):
        bring_back(first)


texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=40)
times = st.datetimes(min_value=NOON.replace(tzinfo=None) - timedelta(days=9000), max_value=NOON.replace(tzinfo=None))
moments = st.fixed_dictionaries(
    {
        "at": times,
        "local_day": st.dates(DAY - timedelta(days=9000), DAY),
        "good": st.booleans(),
        "toward": st.sampled_from(["me", "other", "both", "nobody"]),
        "back": st.sampled_from(["me", "other", "both", "nobody"]),
        "topic": texts.map(lambda t: t[:16]),
        "tension": st.integers(0, 4),
        "ended": texts.map(lambda t: t[:16]),
        "mended": st.sampled_from(["", "me", "nobody"]),
        "note": texts,
    }
)
answers = st.dictionaries(texts, st.integers(0, 4), max_size=4)
spaces = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["partner", "friend", "family", "work"]),
        "other": texts,
        "alone": st.booleans(),
        "stopped": st.booleans(),
        "made_at": times,
        "moments": st.lists(moments, max_size=4),
        "answers": st.lists(st.tuples(times, answers), max_size=4),
        "guesses": st.lists(st.floats(-1e12, 1e12), max_size=3),
        "weeks": st.sets(st.integers(1, 52), max_size=3),
        "messages": st.integers(0, 4),
    }
)


def make(drawn: dict[str, Any]) -> None:
    rows = dict(drawn)
    own = {name: rows.pop(name) for name in ("moments", "answers", "guesses", "weeks", "messages")}
    space = Space.objects.create(**{**rows, "made_at": rows["made_at"].replace(tzinfo=NOON.tzinfo)})
    for row in own["moments"]:
        Moment.objects.create(space=space, **{**row, "at": row["at"].replace(tzinfo=NOON.tzinfo)})
    for moment, said in own["answers"]:
        at = moment.replace(tzinfo=NOON.tzinfo)
        AnswerSet.objects.create(space=space, form="glance.1", at=at, local_day=DAY, answers=said)
    for value in own["guesses"]:
        Guess.objects.create(space=space, figure="starts", value=value, at=NOON)
    for week in own["weeks"]:
        HardWeek.objects.create(space=space, week=f"2024-W{week:02}")
    if own["messages"]:
        imports.keep(space, pair(n=own["messages"]), "Ada", NOON, DAY)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(drawn=st.lists(spaces, max_size=2))
def test_any_store_comes_back_as_it_was(store: Opened, drawn: list[dict[str, Any]]) -> None:
    wipe()
    for one in drawn:
        make(one)
    first = as_json(NOON)
    assert bring_back(first).made == []
    wipe()
    bring_back(first)
    assert undated(as_json(LATER)) == undated(first)


def test_what_is_about_the_use_of_the_program_is_not_brought_back(store: Opened) -> None:
    fill()
    first = as_json(NOON)
    wipe()
    bring_back(first)
    assert not Look.objects.exists()
    assert not Kept.objects.exists()
    assert Import.objects.count() == 1
