"""What Steps notes comes back: own words however nested, limits with their slips, sittings, tries; hostile ones not."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from worlds_of_notes import DAY, NOON, fill, try_things, wipe

from evenstep.web import taken
from evenstep.web.models import Limit, Sitting, Slip, Space, Tried, Written
from evenstep.web.takeout.back import bring_back
from evenstep.web.takeout.everything import as_json
from evenstep.web.takeout.refused import Refused
from evenstep.web.vault.opened import Opened

Change = Callable[[dict[str, Any]], object]
STEPS = (Tried, Written, Limit, Sitting)

letters = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20)
plain = st.one_of(letters, st.integers(-(10**15), 10**15), st.floats(-1e15, 1e15), st.booleans(), st.none())


def values(depth: int) -> st.SearchStrategy[Any]:
    """Plain values, and lists and objects so many deep."""
    if not depth:
        return plain
    inner = values(depth - 1)
    return st.one_of(plain, st.lists(inner, max_size=3), st.dictionaries(letters, inner, max_size=3))


own = st.dictionaries(st.one_of(letters, st.just("rows")), values(5), max_size=4)
times = st.datetimes(datetime(1999, 1, 1), datetime(2026, 11, 23), timezones=st.just(UTC))
days = st.dates(DAY - timedelta(days=9000), DAY)
hours = st.times()
RULES: dict[str, dict[str, Any]] = {
    "": {},
    "in_a_row": {"most": 1},
    "per_span": {"most": 0, "per": "week"},
    "none_after": {"after": time(22), "until": time(5)},
}
limits = st.fixed_dictionaries(
    {
        "at": times,
        "aspect": st.sampled_from(["frequency", "intensity", "support", "compromise"]),
        "words": letters,
        "instead": letters,
        "starts": days,
        "most": st.integers(0, 32767),
        "per": st.sampled_from(["day", "month"]),
        "after": hours,
        "until": hours,
    }
)
slips = st.lists(st.tuples(times, days, letters), max_size=2)
helped = st.sampled_from(["", "yes", "a_bit", "no", "worse"])
NONE = {"most": None, "per": "", "after": None, "until": None}


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)
@given(
    written=st.lists(st.tuples(times, days, own), max_size=3),
    bound=st.lists(st.tuples(limits, st.sampled_from(sorted(RULES)), slips), max_size=2),
    sat=st.lists(st.tuples(times, st.none() | times, own), max_size=2),
    tried=st.lists(st.tuples(times, days, st.none() | days, helped), max_size=2),
    paused=st.booleans(),
)  # fmt: skip
def test_anything_that_steps_notes_comes_back_as_it_was(
    store: Opened, written: list[Any], bound: list[Any], sat: list[Any], tried: list[Any], paused: bool
) -> None:
    wipe()
    space = Space.objects.create(kind="family", other="C", made_at=NOON, paused=paused)
    for at, day, fields in written:
        Written.objects.create(space=space, practice="doubts", at=at, local_day=day, fields=fields)
    for row, rule, noted in bound:
        uses = {} if rule else NONE
        limit = Limit.objects.create(space=space, **{**row, **uses, "rule": rule, "ends": row["starts"]})
        for at, day, note in noted:
            Slip.objects.create(limit=limit, at=at, local_day=day, note=note)
    for at, ended_at, state in sat:
        Sitting.objects.create(space=space, practice="check_in", at=at, ended_at=ended_at, state=state)
    for at, begun_on, ended_on, said in tried:
        Tried.objects.create(space=space, practice="pause", at=at, begun_on=begun_on, ended_on=ended_on, helped=said)
    first, kept = as_json(NOON), rows()
    assert bring_back(first).made == []
    wipe()
    bring_back(first)
    assert (as_json(NOON), rows()) == (first, kept)
    assert Space.objects.get().paused == paused


def rows() -> list[str]:
    """What the store itself holds: a file that says something else twice in the same way is found out."""
    found: list[Any] = [row for kind in (*STEPS, Slip) for row in kind.objects.order_by("key").values()]
    return [repr({name: said for name, said in row.items() if not name.endswith("id")}) for row in found]


def test_what_is_in_the_store_is_what_comes_back(store: Opened) -> None:
    fill()
    file, kept = as_json(NOON), rows()
    assert '"rows": "-2"' in file.decode()
    wipe()
    bring_back(file)
    assert rows() == kept


def first(doc: dict[str, Any], kind: str) -> Any:
    """One row of that kind in the file."""
    return doc["spaces"][0][kind][0]


def nested(deep: int) -> Any:
    """A list that many deep."""
    return [nested(deep - 1)] if deep else 1


def fields(value: Any) -> Change:
    """A file whose first page of own words holds this."""
    return lambda doc: first(doc, "written").update(fields=value)


BAD: list[tuple[str, Change]] = [
    ("/written/0/fields", fields([])),
    ("/written/0/fields", fields("x")),
    ("/written/0/fields/a/0/0/0/0/0", fields({"a": nested(6)})),
    ("/written/0/fields/a", fields({"a": "x" * 100_001})),
    ("/written/0/fields/a", fields({"a": [0] * 1001})),
    ("/written/0/fields", fields({str(n): 0 for n in range(1001)})),
    ("/written/0/fields/a/b", fields({"a": {"b": 10**16}})),
    ("/written/0/fields/a/0", fields({"a": ["\x00"]})),
    ("/written/0/fields/a?", fields({"a\x00": 1})),
    ("/written/0/fields/" + "n" * 40, fields({"n" * 81: 1})),
    ("/written/0/fields", fields({str(n): "x" * 99_999 for n in range(12)})),
    ("/written/0/practice", lambda doc: first(doc, "written").update(practice="../x")),
    ("/written/0/local_day", lambda doc: first(doc, "written").update(local_day="2026-13-01")),
    ("/sittings/0/state", lambda doc: first(doc, "sittings").update(state=None)),
    ("/sittings/0/ended_at", lambda doc: first(doc, "sittings").update(ended_at="today")),
    ("/tried/0/helped", lambda doc: first(doc, "tried").update(helped="very")),
    ("/tried/0/begun_on", lambda doc: first(doc, "tried").update(begun_on=None)),
    ("/limits/0/aspect", lambda doc: first(doc, "limits").update(aspect="them")),
    ("/limits/0/words", lambda doc: first(doc, "limits").update(words="x" * 501)),
    ("/limits/0/most", lambda doc: first(doc, "limits").update(most=-1)),
    ("/limits/0/most", lambda doc: first(doc, "limits").update(rule="in_a_row", most=None)),
    ("/limits/0/per", lambda doc: first(doc, "limits").update(rule="per_span", most=1, per="")),
    ("/limits/0/until", lambda doc: first(doc, "limits").update(rule="none_after", after="22:00:00", until=None)),
    ("/limits/0/after", lambda doc: first(doc, "limits").update(after="25:00:00")),
    ("/limits/0/ends", lambda doc: first(doc, "limits").update(starts="2026-11-24", ends="2026-11-23")),
    ("/limits/0/other_does", lambda doc: first(doc, "limits").update(other_does="x")),
    ("/limits/0/slips", lambda doc: first(doc, "limits").pop("slips")),
    ("/paused", lambda doc: doc["spaces"][0].update(paused=0)),
]  # fmt: skip


@pytest.mark.parametrize(("place", "change"), BAD, ids=[f"{n}-{place}" for n, (place, _) in enumerate(BAD)])
def test_a_file_with_one_hostile_thing_is_refused_with_its_place(store: Opened, place: str, change: Change) -> None:
    space = Space.objects.create(kind="partner", other="B", made_at=NOON)
    try_things(space)
    doc = json.loads(as_json(NOON))
    wipe()
    change(doc)
    with pytest.raises(Refused) as refused:
        bring_back(json.dumps(doc).encode())
    assert refused.value.place == f"/spaces/0{place}"
    assert not Space.objects.exists()


@pytest.mark.parametrize("kind", ["tried", "written", "limits", "sittings"])
def test_the_same_key_twice_is_refused(store: Opened, kind: str) -> None:
    fill()
    doc = json.loads(as_json(NOON))
    doc["spaces"][1][kind].append(first(doc, kind))
    with pytest.raises(Refused, match="twice"):
        bring_back(json.dumps(doc).encode())


def test_a_slip_is_added_to_the_limit_that_is_here_and_to_no_other(store: Opened) -> None:
    fill()
    before = as_json(NOON)
    gone = Slip.objects.get(note="@sum")
    gone.delete()
    assert [kind for kind, _ in bring_back(before).made] == [Slip]
    assert as_json(NOON) == before
    other = Limit.objects.get(rule="per_span")
    Slip.objects.filter(key=gone.key).update(limit=other)
    with pytest.raises(Refused, match="another of your spaces"):
        bring_back(before)
    assert Slip.objects.get(key=gone.key).limit == other


@pytest.mark.parametrize("kind", STEPS, ids=lambda kind: kind.__name__)
def test_it_comes_in_beside_what_was_taken_away(store: Opened, kind: Any) -> None:
    fill()
    before = as_json(NOON)
    taken.take_away(kind.objects.all(), NOON)
    assert not kind.objects.exists()
    made = {each.__name__ for each, _ in bring_back(before).made}
    assert made == {kind.__name__} | ({"Slip"} if kind is Limit else set())
    assert as_json(NOON) == before
    taken.delete_hidden()
    assert as_json(NOON) == before


def test_in_a_space_that_was_taken_away_slips_stand_under_another_key(store: Opened) -> None:
    space = fill()
    before = as_json(NOON)
    taken.take_away([space], NOON)
    bring_back(before)
    assert as_json(NOON) == before
    taken.delete_hidden()
    assert Slip.objects.count() == 2
    assert as_json(NOON) == before


def test_the_rest_of_steps_is_not_changed_in_a_space_that_is_here(store: Opened) -> None:
    space = fill()
    rests = json.loads(as_json(NOON))
    rests["spaces"][0]["paused"] = True
    bring_back(json.dumps(rests).encode())
    assert not Space.objects.get(pk=space.pk).paused


@pytest.mark.parametrize("rule", ["in_a_row", "per_span", "none_after"])
def test_the_store_takes_no_rule_without_what_it_uses(store: Opened, rule: str) -> None:
    """So that whatever is taken out can be brought back."""
    row = {"at": NOON, "aspect": "support", "words": "w", "instead": "i", "starts": DAY, "ends": DAY, "rule": rule}
    space = Space.objects.create(kind="partner", other="B", made_at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Limit.objects.create(space=space, **row)
    assert Limit.objects.create(space=space, **row, **RULES[rule]).rule == rule
