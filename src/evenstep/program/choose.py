"""One practice at a time, or none: suggested by the rules of a table, each with its reason as a sentence."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from evenstep.by_kind import Kind
from evenstep.program.practices import Group, Practice, practices
from evenstep.program.rules import Band, Rule, Rules, rules
from evenstep.program.safety import Switches
from evenstep.program.someone import ROUNDS
from evenstep.program.tags import may_show

Helped = Literal["yes", "a_bit", "no", "worse", ""]

WEEK: Final = timedelta(days=7)
STANDS: Final = timedelta(days=3)  # then it is quiet until the week is over
TRYING_ENDS: Final = timedelta(days=42)  # nobody has said how it went: it no longer stands in the way
LINES_LAST: Final = timedelta(days=84)  # older answers suggest nothing
WORSE_LASTS: Final = timedelta(days=28)  # so long after "it got harder" a person from outside is suggested
IN_VAIN: Final[frozenset[Helped]] = frozenset({"no", "worse"})
# After "they asked me to stop", beside what the tags hide: nothing that turns on the two of them is suggested.
AFTER_STOP: Final[frozenset[Group]] = frozenset({"own_life", "slips", "someone"})


@dataclass(frozen=True)
class Offer:
    """A suggestion that was made: which practice, by which rule, on which day."""

    practice: str
    rule: str
    on: date


@dataclass(frozen=True)
class Try:
    """A practice that was begun, and until ``ended_on`` goes on. ``helped``: "" for not said, or not tried at all."""

    practice: str
    begun_on: date
    ended_on: date | None = None
    helped: Helped = ""


@dataclass(frozen=True)
class Facts:
    """All that a suggestion is drawn from. ``themes``: level by theme; ``lines_on``: the day those were filled in.

    ``noted``: facts of rules.FACTS, as ``lately.from_moments`` and the pages find them; "no_change" and "worse" follow
    from tries.
    ``alone``: nobody takes part but this person. ``resting``: practices whose own rule says not now.
    """

    switches: Switches
    alone: bool = True
    paused: bool = False
    themes: Mapping[str, Band] | None = None
    lines_on: date | None = None
    noted: frozenset[str] = frozenset()
    offers: tuple[Offer, ...] = ()
    tries: tuple[Try, ...] = ()
    resting: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Choice:
    """``practice``: a slug, or None where nothing is needed. ``because`` says why, either way; it may hold {other}.

    ``rule``: what to keep with an offer. ``new``: it was not suggested before this day.
    """

    practice: str | None
    because: str
    rule: str
    new: bool = False


# The reasons to suggest nothing, in this order: questions to the facts on a day. A rule may hold "though" one is so.
QUIET: Final[Mapping[str, Callable[[Facts, date], bool]]] = {
    "paused": lambda facts, _: facts.paused,
    "trying": lambda facts, today: any(_going_on(each, today) for each in facts.tries),
    "helped": lambda facts, today: _lately(facts, "yes", today, timedelta(days=28)),
    "a_bit": lambda facts, today: _lately(facts, "a_bit", today, timedelta(days=14)),
}


def choose(kind: Kind, facts: Facts, today: date) -> Choice:
    """What to suggest on ``today``: one practice or, most often, none; never two, and one new a week at most.

    What was suggested stands for a few days, unless it was begun or may no longer be shown. A rule that holds
    "though" there was something new this week comes before it: what made things harder does not wait for Monday.
    """
    table = rules(kind)
    quiet = next((name for name, is_so in QUIET.items() if is_so(facts, today)), "")
    may = {each.slug: each for each in practices(kind) if may_suggest(each, facts)}
    open_rules = [rule for rule in table.all if not quiet or quiet in rule.though]
    lately = max((offer for offer in facts.offers if today - offer.on < WEEK), key=lambda offer: offer.on, default=None)
    if lately:
        at_once = _fresh([rule for rule in open_rules if "week" in rule.though], may, table, facts, today)
        standing = _standing(open_rules, lately, facts, today) if lately.practice in may else None
        return at_once or standing or _nothing(table, quiet or "week")
    if fresh := _fresh(open_rules, may, table, facts, today):
        return fresh
    old = bool(facts.themes) and not _lines_count(facts, today)
    return _nothing(table, quiet or ("old" if old else "nothing"))


def _fresh(open_rules: list[Rule], may: Container[str], table: Rules, facts: Facts, today: date) -> Choice | None:
    """The first practice of a rule in turn that is not left alone for now."""
    for rule in _in_turn(open_rules, facts, today):
        fresh = [slug for slug in rule.practices if slug in may and not _rests(table, slug, rule, facts, today)]
        if fresh:
            slug = min(fresh, key=lambda each: (_last_offer(facts, each), rule.practices.index(each)))
            return Choice(slug, rule.because, rule.slug, new=True)
    return None


def may_suggest(practice: Practice, facts: Facts) -> bool:
    """Whether a practice may be suggested at all: its tags, the stop, whether there are two, and how it was before."""
    shown = may_show(practice.tags, facts.switches)
    still = not facts.switches.stopped or practice.group in AFTER_STOP
    two = facts.alone and practice.who == "two"
    left = practice.slug in facts.resting or practice.slug in made_harder(facts.tries)
    return shown and still and not two and not left


def holds(rule: Rule, facts: Facts, today: date) -> bool:
    """Whether the fact of a rule is there."""
    if rule.fact:
        return rule.fact in facts.noted | _from_tries(facts, today)
    return _lines_count(facts, today) and (facts.themes or {}).get(rule.theme) in rule.levels


def made_harder(tries: tuple[Try, ...]) -> frozenset[str]:
    """The practices of which the last word was that it got harder with them. None of them is suggested again.

    Whoever takes one up all the same, and then says something else of it, has the last word.
    """
    last = {each.practice: each.helped for _, each in _ended(tries) if each.helped}
    return frozenset(slug for slug, helped in last.items() if helped == "worse")


def rounds_without_change(tries: tuple[Try, ...]) -> int:
    """How many of the last things that were tried to the end did not help, back to the last one that did."""
    done = [each.helped for _, each in _ended(tries) if each.helped]
    helped = [n for n, each in enumerate(done, 1) if each not in IN_VAIN]
    return len(done) - max(helped, default=0)


def _ended(tries: tuple[Try, ...]) -> list[tuple[date, Try]]:
    """What was tried and put aside, with the day, the oldest first."""
    return sorted(((each.ended_on, each) for each in tries if each.ended_on is not None), key=lambda pair: pair[0])


def _from_tries(facts: Facts, today: date) -> frozenset[str]:
    """The facts that what was tried carries."""
    there = {
        "no_change": rounds_without_change(facts.tries) >= ROUNDS,
        "worse": _lately(facts, "worse", today, WORSE_LASTS),
    }
    return frozenset(name for name, is_so in there.items() if is_so)


def _going_on(each: Try, today: date) -> bool:
    return each.ended_on is None and today - each.begun_on < TRYING_ENDS


def _in_turn(open_rules: list[Rule], facts: Facts, today: date) -> list[Rule]:
    """The rules that hold: the first ones, then the one used longest ago, then as the table has them."""

    def turn(rule: Rule) -> tuple[bool, date]:
        return not rule.first, max((o.on for o in facts.offers if o.rule == rule.slug), default=date.min)

    return sorted((rule for rule in open_rules if holds(rule, facts, today)), key=turn)


def _standing(open_rules: list[Rule], offer: Offer, facts: Facts, today: date) -> Choice | None:
    """A suggestion of the last days, with its reason, unless it was begun since."""
    begun = any(each.practice == offer.practice and each.begun_on >= offer.on for each in facts.tries)
    if begun or today - offer.on >= STANDS:
        return None
    made_by = (rule for rule in open_rules if rule.slug == offer.rule and offer.practice in rule.practices)
    return next((Choice(offer.practice, rule.because, rule.slug) for rule in made_by), None)


def _nothing(table: Rules, name: str) -> Choice:
    return Choice(None, table.quiet[name], name)


def _rests(table: Rules, slug: str, rule: Rule, facts: Facts, today: date) -> bool:
    """Whether a practice is left alone for now: it was suggested, or tried, not long ago.

    For a rule that does not wait for the week, only what that rule itself has suggested counts.
    """
    own = "week" in rule.though
    offers = (o for o in facts.offers if o.practice == slug and (o.rule == rule.slug or not own))
    offered = any((today - o.on).days < table.rest["offered"] for o in offers)
    tried = (each for each in facts.tries if each.practice == slug)
    return offered or any(
        (today - (each.ended_on or each.begun_on)).days < table.rest[each.helped or "unsaid"] for each in tried
    )


def _last_offer(facts: Facts, slug: str) -> date:
    return max((offer.on for offer in facts.offers if offer.practice == slug), default=date.min)


def _lines_count(facts: Facts, today: date) -> bool:
    return facts.lines_on is not None and today - facts.lines_on < LINES_LAST


def _lately(facts: Facts, helped: Helped, today: date, within: timedelta) -> bool:
    """Whether the last thing that was tried helped so, and not long ago."""
    done = [(on, each) for on, each in _ended(facts.tries) if each.helped]
    return bool(done) and done[-1][1].helped == helped and today - done[-1][0] < within
