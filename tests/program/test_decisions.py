"""The map of decisions: domains for every kind, and where two private views part, said in words to both alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstep.by_kind import KINDS, Kind, Place
from evenstep.errors import ContentError, OptionError
from evenstep.program.decisions import ROLES, VIEWS, Filling, agenda, decisions, open_for_me, read_map

FEWEST = {"partner": 10, "friend": 8, "family": 10, "work": 14}
views = st.dictionaries(st.tuples(st.sampled_from(["money", "home"]), st.sampled_from(ROLES)), st.sampled_from(VIEWS))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_domains_and_every_sentence(kind: Kind) -> None:
    whole = decisions(kind)
    assert len(whole.domains) >= FEWEST[kind]
    assert len({domain.name for domain in whole.domains}) == len(whole.domains)
    assert len(whole.agenda) == len(ROLES) * 5
    assert len(set(whole.agenda.values())) == len(whole.agenda)
    assert set(whole.said) == {"same", "agenda", "little", "alone", "alone_none"}


def test_work_has_the_fourteen_domains_with_money_hiring_and_product() -> None:
    slugs = [domain.slug for domain in decisions("work").domains]
    assert len(slugs) == 14
    assert {"money", "hiring", "product"} <= set(slugs)


def said(one: str, two: str, role: str = "decides") -> tuple[str, ...]:
    seen = agenda("work", {("money", role): one}, {("money", role): two})  # type: ignore[dict-item]
    return tuple(line for point in seen.points for line in point.lines)


@pytest.mark.parametrize(("one", "two"), [("me", "other"), ("other", "me"), ("both", "both")])
def test_two_views_of_one_and_the_same_person_are_alike(one: str, two: str) -> None:
    """Each says "me" of themselves: my "me" is the other's "other"."""
    assert said(one, two) == ()
    assert agenda("work", {("money", "decides"): one}, {("money", "decides"): two}).said.startswith(
        "You see these alike"
    )  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("one", "two", "words"),
    [
        ("me", "me", "Each of you sees yourself as the one who decides."),
        ("other", "other", "Each of you sees the other as the one who decides."),
        ("nobody", "nobody", "Neither of you sees anyone who decides."),
        ("me", "both", "You see differently who decides."),
        ("nobody", "me", "You see differently who decides."),
        ("unsure", "me", "For at least one of you it is open who decides."),
        ("unsure", "unsure", "For at least one of you it is open who decides."),
    ],
)
def test_what_parts_is_said_in_a_whole_sentence(one: str, two: str, words: str) -> None:
    assert said(one, two) == (words,)


def test_what_one_of_two_left_open_is_no_difference_and_is_not_told() -> None:
    one: Filling = {("money", "raises"): "me", ("hiring", "decides"): "me"}
    two: Filling = {("hiring", "decides"): "me"}
    seen = agenda("work", one, two)
    assert [point.domain.slug for point in seen.points] == ["hiring"]
    assert agenda("work", one, {}) == agenda("work", {}, one)
    assert agenda("work", one, {}).points == ()


@given(views, views)
def test_the_agenda_takes_no_side(one: Filling, two: Filling) -> None:
    assert agenda("partner", one, two) == agenda("partner", two, one)


def test_alone_what_is_open_stands_as_a_question() -> None:
    mine: Filling = {("money", "decides"): "unsure", ("money", "raises"): "nobody", ("home", "decides"): "both"}
    seen = open_for_me("partner", mine)
    assert [(point.domain.slug, point.lines) for point in seen.points] == [
        ("money", ("Who brings it up?", "Who decides?"))
    ]
    assert open_for_me("partner", {("home", "decides"): "me"}).points == ()
    assert open_for_me("partner", {}).said == decisions("partner").said["little"]


def test_what_is_wrong_is_refused() -> None:
    with pytest.raises(OptionError):
        decisions("nobody")  # type: ignore[arg-type]
    with pytest.raises(ContentError):
        read_map({}, Place("decisions.toml"), "work")
