"""One practice at a time: never about contact after "stop" or without a clear check, and always with a reason."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstep.by_kind import KINDS, Kind
from evenstep.program.choose import (
    AFTER_STOP,
    QUIET,
    STANDS,
    TRYING_ENDS,
    WORSE_LASTS,
    Choice,
    Facts,
    Helped,
    Offer,
    Try,
    choose,
    made_harder,
    may_suggest,
    rounds_without_change,
)
from evenstep.program.practices import practice, practices
from evenstep.program.rules import FACTS, Rule, rules
from evenstep.program.safety import Switches
from evenstep.program.tags import may_show

TODAY = date(2026, 11, 23)
ALL_SWITCHES = [Switches(*each) for each in itertools.product([False, True], repeat=4)]
OPEN = Switches(joint=True, reaching=True, loop=True)
SLUGS = sorted(each.slug for each in practices("partner"))
THEMES = sorted({rule.theme for rule in rules("partner").all if rule.theme})
EVERYTHING = Facts(
    OPEN, alone=False, themes={t: "low" if t == "own_life" else "high" for t in THEMES}, lines_on=TODAY, noted=FACTS
)

days = st.dates(TODAY - timedelta(days=200), TODAY)
offers = st.builds(Offer, st.sampled_from(SLUGS), st.sampled_from([rule.slug for rule in rules("partner").all]), days)
words = st.sampled_from(["yes", "a_bit", "no", "worse", ""])
tries = st.builds(Try, st.sampled_from(SLUGS), days, st.none() | days, words)
any_facts = st.builds(
    Facts,
    switches=st.sampled_from(ALL_SWITCHES),
    alone=st.booleans(),
    paused=st.booleans(),
    themes=st.none() | st.dictionaries(st.sampled_from(THEMES), st.sampled_from(["low", "mid", "high"])),
    lines_on=st.none() | days,
    noted=st.frozensets(st.sampled_from(sorted(FACTS))),
    offers=st.lists(offers, max_size=4).map(tuple),
    tries=st.lists(tries, max_size=4).map(tuple),
)
any_kind = st.sampled_from(KINDS)


def chosen(kind: Kind, facts: Facts) -> str | None:
    return choose(kind, facts, TODAY).practice


@settings(max_examples=600)
@given(any_kind, any_facts)
def test_nothing_is_suggested_that_may_not_be_shown(kind: Kind, facts: Facts) -> None:
    slug = chosen(kind, facts)
    if slug is None:
        return
    tags = practice(slug, kind).tags
    assert may_show(tags, facts.switches)
    if facts.switches.stopped:
        assert tags.switch == "always"
        assert "stopped" not in tags.never_with
        assert practice(slug, kind).group in AFTER_STOP
    if not facts.switches.joint:
        assert tags.switch != "joint"
    if not facts.switches.reaching:
        assert tags.switch != "reaching"
    if facts.alone:
        assert practice(slug, kind).who != "two"


@pytest.mark.parametrize("switches", ALL_SWITCHES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("alone", [True, False])
def test_over_all_switches_and_every_single_fact(kind: Kind, switches: Switches, alone: bool) -> None:
    """Each fact and each theme for itself, whatever is resting: exhaustive over switches, kinds and rules."""
    for rule in rules(kind).all:
        for slug in walk(kind, rule, replace(only(rule), switches=switches, alone=alone)):
            tags = practice(slug, kind).tags
            contact = tags.switch in {"joint", "reaching"}
            assert not (contact and switches.stopped), (rule.slug, slug)
            assert not (tags.switch == "joint" and not switches.joint), (rule.slug, slug)
            assert not (tags.switch == "reaching" and not switches.reaching), (rule.slug, slug)


def ended(slug: str, ago: int, helped: Helped) -> Try:
    """Tried for two weeks, put aside so many days ago."""
    on = TODAY - timedelta(days=ago)
    return Try(slug, on - timedelta(days=14), on, helped)


def only(rule: Rule) -> Facts:
    """Facts in which this rule holds, and no other."""
    if rule.fact:
        return Facts(OPEN, alone=False, noted=frozenset({rule.fact}))
    return Facts(OPEN, alone=False, themes={rule.theme: min(rule.levels)}, lines_on=TODAY)


def walk(kind: Kind, rule: Rule, facts: Facts) -> list[str]:
    """All that a rule comes to suggest, when each suggestion is noted and left alone."""
    found: list[str] = []
    while slug := chosen(kind, facts):
        found.append(slug)
        ten_days_ago = Offer(slug, rule.slug, TODAY - timedelta(days=10))
        facts = replace(facts, offers=(*facts.offers, ten_days_ago))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_each_practice_is_reached_by_some_facts_or_is_found_by_browsing(kind: Kind) -> None:
    reached = {slug for rule in rules(kind).all for slug in walk(kind, rule, only(rule))}
    everything = {each.slug for each in practices(kind)}
    assert reached | rules(kind).only_by_browsing == everything
    assert not reached & rules(kind).only_by_browsing


@pytest.mark.parametrize("kind", KINDS)
def test_each_rule_suggests_something(kind: Kind) -> None:
    assert [rule.slug for rule in rules(kind).all if not walk(kind, rule, only(rule))] == []


@given(any_kind, any_facts)
def test_every_answer_explains_itself(kind: Kind, facts: Facts) -> None:
    found = choose(kind, facts, TODAY)
    assert found.because.endswith(".")
    if found.practice is None:
        assert found.because == rules(kind).quiet[found.rule]
        return
    rule = next(rule for rule in rules(kind).all if rule.slug == found.rule)
    assert found.because == rule.because
    assert found.practice in rule.practices


@given(any_kind, any_facts, st.randoms())
def test_the_same_facts_lead_to_the_same_answer(kind: Kind, facts: Facts, rng) -> None:  # type: ignore[no-untyped-def]
    themes = list((facts.themes or {}).items())
    rng.shuffle(themes)
    again = replace(facts, themes=dict(themes) if facts.themes is not None else None)
    assert choose(kind, again, TODAY) == choose(kind, facts, TODAY)


@given(any_kind, any_facts)
def test_pausing_is_one_action_and_holds_for_everything(kind: Kind, facts: Facts) -> None:
    found = choose(kind, replace(facts, paused=True), TODAY)
    assert (found.practice, found.rule) == (None, "paused")


@given(any_kind, any_facts)
def test_while_one_is_tried_no_other_is_suggested_unless_it_gets_worse(kind: Kind, facts: Facts) -> None:
    facts = replace(facts, tries=(*facts.tries, Try("own_plan", TODAY - timedelta(days=2))))
    found = choose(kind, facts, TODAY)
    assert (found.practice, found.rule) in {(None, "trying"), ("when_to_see_someone", "worse"), (None, "paused")}
    assert found.practice is None or "worse" in facts.noted or any(each.helped == "worse" for each in facts.tries)


def test_a_try_of_which_nobody_says_how_it_went_ends_by_itself() -> None:
    assert chosen("partner", replace(EVERYTHING, tries=(Try("pause", TODAY - TRYING_ENDS + timedelta(days=1)),))) == (
        "when_to_see_someone"
    )
    calm = replace(EVERYTHING, noted=frozenset())
    assert chosen("partner", replace(calm, tries=(Try("pause", TODAY - TRYING_ENDS + timedelta(days=1)),))) is None
    assert chosen("partner", replace(calm, tries=(Try("pause", TODAY - TRYING_ENDS),))) is not None


def a_year(kind: Kind, facts: Facts) -> list[Choice]:
    """Day by day, each new suggestion noted."""
    seen = []
    for n in range(365):
        day = TODAY + timedelta(days=n)
        found = choose(kind, replace(facts, lines_on=day), day)
        seen.append(found)
        if found.new and found.practice:
            facts = replace(facts, offers=(*facts.offers, Offer(found.practice, found.rule, day)))
    return seen


@pytest.mark.parametrize("kind", KINDS)
def test_a_year_with_every_sign_there_is_still_mostly_quiet(kind: Kind) -> None:
    year = a_year(kind, EVERYTHING)
    new = [n for n, found in enumerate(year) if found.new]
    waiting = [after - before for before, after in itertools.pairwise(new) if year[after].rule != "worse"]
    assert min(waiting) >= 7
    assert sum(found.practice is not None for found in year) <= len(new) * STANDS.days
    assert sum(found.practice is None for found in year) > 365 / 2
    most = Counter((year[n].practice, year[n].rule) for n in new).most_common(1)[0][1]
    assert most <= 365 / 28 + 1, "for one reason no practice comes back within four weeks"
    assert len({year[n].practice for n in new}) > 12, "and they are not the same few"


@given(any_kind, any_facts)
def test_at_most_one_new_a_week(kind: Kind, facts: Facts) -> None:
    found = choose(kind, facts, TODAY)
    if found.new and found.rule != "worse":  # what made it harder does not wait for the week to be over
        assert all(TODAY - offer.on >= timedelta(days=7) for offer in facts.offers)


def test_what_made_it_harder_leads_to_someone_at_once_and_only_once() -> None:
    began, today = TODAY - timedelta(days=2), TODAY
    facts = Facts(
        Switches(),
        offers=(Offer("worth_list", "worth", began), Offer("when_to_see_someone", "no_change", TODAY - timedelta(20))),
        tries=(Try("worth_list", began, today, "worse"),),
    )
    found = choose("partner", facts, today)
    assert (found.practice, found.rule, found.new) == ("when_to_see_someone", "worse", True)
    kept = replace(facts, offers=(*facts.offers, Offer("when_to_see_someone", "worse", today)))
    assert [choose("partner", kept, today + timedelta(days=n)).practice for n in range(5)] == [
        *["when_to_see_someone"] * 3,
        None,
        None,
    ]
    assert choose("partner", replace(kept, paused=True), today).practice is None


def test_a_suggestion_stands_for_three_days_with_its_reason_and_then_it_is_quiet() -> None:
    facts = Facts(Switches(), themes={"worth": "high"}, lines_on=TODAY)
    first = choose("friend", facts, TODAY)
    assert (first.practice, first.new) == ("worth_list", True)
    kept = replace(facts, offers=(Offer("worth_list", first.rule, TODAY),))
    again = [choose("friend", kept, TODAY + timedelta(days=n)) for n in range(8)]
    assert [each.practice for each in again[:4]] == ["worth_list"] * 3 + [None]
    assert again[1] == replace(first, new=False)
    assert again[3].rule == "week"
    assert again[7].practice not in {None, "worth_list"}


def test_what_was_suggested_goes_when_it_may_no_longer_be_shown_or_was_begun() -> None:
    facts = Facts(OPEN, alone=False, noted=frozenset({"agreed"}), offers=(Offer("fair_heard", "agreed", TODAY),))
    assert chosen("work", facts) == "fair_heard"
    assert chosen("work", replace(facts, switches=Switches())) is None
    assert chosen("work", replace(facts, switches=Switches(True, True, True, stopped=True))) is None
    assert choose("work", replace(facts, tries=(Try("fair_heard", TODAY, TODAY, "no"),)), TODAY).rule == "week"


def test_what_helped_leaves_it_quiet_for_a_while() -> None:
    spans: tuple[tuple[Helped, int], ...] = (("yes", 28), ("a_bit", 14))
    for helped, quiet_days in spans:
        calm = replace(EVERYTHING, noted=frozenset())
        before = replace(calm, tries=(ended("pause", quiet_days - 1, helped),))
        after = replace(calm, tries=(ended("pause", quiet_days, helped),))
        assert choose("partner", before, TODAY).practice is None
        assert choose("partner", after, TODAY).practice is not None


def test_what_did_not_help_is_not_suggested_again_for_half_a_year() -> None:
    facts = Facts(Switches(), themes={"own_life": "low"}, lines_on=TODAY)
    assert chosen("work", facts) == "own_plan"
    for ago, again in ((30, False), (181, False), (182, True)):
        tried = replace(facts, tries=(ended("own_plan", ago, "no"),))
        assert (chosen("work", tried) == "own_plan") == again


@settings(max_examples=400)
@given(any_kind, any_facts, st.sampled_from(SLUGS), days)
def test_what_made_it_harder_is_never_suggested_again(kind: Kind, facts: Facts, slug: str, on: date) -> None:
    """Whatever else is there, and however long ago: until the person takes it up by themselves and says otherwise."""
    tries = (*(each for each in facts.tries if each.practice != slug), Try(slug, on, on, "worse"))
    facts = replace(facts, tries=tries)
    assert chosen(kind, facts) != slug
    for years in (1, 2, 5):
        assert choose(kind, facts, TODAY + timedelta(days=365 * years)).practice != slug
    assert not may_suggest(practice(slug, kind), replace(facts, switches=OPEN, alone=False))
    later = Try(slug, TODAY, TODAY, "a_bit")
    assert may_suggest(practice(slug, kind), replace(facts, switches=OPEN, alone=False, tries=(*tries, later)))


@given(any_kind, st.sampled_from(ALL_SWITCHES), st.booleans(), st.sampled_from(SLUGS), st.integers(0, 60))
def test_that_it_got_harder_carries_the_rule_and_its_reason(
    kind: Kind, switches: Switches, alone: bool, slug: str, ago: int
) -> None:
    """No other fact is needed: the answer itself leads to a person from outside, for four weeks."""
    found = choose(kind, Facts(switches, alone=alone, tries=(ended(slug, ago, "worse"),)), TODAY)
    if ago >= WORSE_LASTS.days or slug == "when_to_see_someone":
        assert found.practice is None
        return
    assert (found.practice, found.rule) == ("when_to_see_someone", "worse")
    assert "got harder" in found.because


def test_the_last_word_counts() -> None:
    harder, better = ended("pause", 20, "worse"), ended("pause", 2, "yes")
    assert made_harder((harder,)) == {"pause"}
    assert made_harder((harder, ended("pause", 1, ""))) == {"pause"}, "saying nothing takes nothing back"
    assert made_harder((harder, better)) == made_harder((better, harder)) == frozenset()
    assert rounds_without_change((harder, ended("own_plan", 3, "no"))) == 2


def test_two_tries_in_vain_lead_to_a_person_and_worse_does_so_at_once() -> None:
    vain = (ended("pause", 60, "no"), ended("own_plan", 20, "no"))
    assert chosen("family", Facts(Switches(), tries=vain)) == "when_to_see_someone"
    assert chosen("family", Facts(Switches(), tries=vain[:1])) is None
    assert chosen("family", replace(EVERYTHING, noted=frozenset({"worse"}))) == "when_to_see_someone"
    assert rounds_without_change((*vain, ended("friends", 0, "a_bit"))) == 0
    assert rounds_without_change((*vain, ended("friends", 0, ""), Try("friends", TODAY))) == 2


def test_after_stop_what_turns_on_the_two_is_not_suggested_whatever_its_tags_say() -> None:
    """Should a writer one day forget the tag: talk, limits and the load are still not suggested."""
    careless = replace(practice("own_plan", "partner"), group="talk")
    assert careless.tags.never_with == frozenset()
    assert may_suggest(careless, Facts(Switches()))
    assert not may_suggest(careless, Facts(Switches(stopped=True)))


def test_with_no_facts_nothing_is_needed_and_old_lines_suggest_nothing() -> None:
    assert choose("partner", Facts(OPEN), TODAY).rule == "nothing"
    old = Facts(OPEN, themes={"worth": "high"}, lines_on=TODAY - timedelta(days=84))
    assert choose("partner", old, TODAY).rule == "old"
    assert chosen("partner", replace(old, lines_on=TODAY - timedelta(days=83))) == "worth_list"
    assert chosen("partner", Facts(OPEN, themes={"worth": "mid"}, lines_on=TODAY)) is None


def test_every_reason_to_be_quiet_has_its_words() -> None:
    assert {*QUIET, "week", "old", "nothing"} == set(rules("partner").quiet)
