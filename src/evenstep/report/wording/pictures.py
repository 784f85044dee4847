"""What stands at, under and in place of a picture: titles, captions, marks and words for who cannot see it."""

from __future__ import annotations

from collections.abc import Sequence

from evenstep.report import amounts
from evenstep.report.names import People, Sentence, as_is, join, say
from evenstep.report.numbers import Lead
from evenstep.spoken import N_, tr

TABLE = N_("The same as a table")
AS_TABLE = N_("as a table")
HOW = N_("How we got this")
DOUBTS = N_("What could fool this")
READ = N_("How to read it")
NUMBERS = N_("In plain numbers")
WEEK_HEADINGS = N_(("1 = your average", "0–6 h", "6–12 h", "12–18 h", "18–24 h"))
MARKS = N_(
    {
        "all": "all weeks",
        "hard": "weeks called hard",
        "ordinary": "ordinary weeks",
        "turns": "turns",
        "messages": "messages",
        "words": "words",
        "calls": "calls",
        "starts": "starts",
        "cut": "cut",
        "top": "all waits",
        "half": "half of them",
        "half_share": "half and half",
    }
)


def split_title(people: People, what: str) -> Sentence:
    """A bar that two people share."""
    return say("{what}, divided between {1} and {2}", people, what=what)


def split_caption() -> Sentence:
    """How to read bars with crossing hatchings."""
    return say("The upright stroke is our best count. Where the two hatchings cross, the border could lie anywhere.")


def split_alt(people: People, rows: Sequence[tuple[str, str, str, str]]) -> Sentence:
    """``rows`` are (what, share of the first, of the second, range of the first)."""
    lead = say("Bars divided between {1} and {2}.", people)
    each = [
        say(
            "{what}: {1} {p}, {2} {q}; the border could lie from {r}.",
            people,
            what=amounts.capital(what),
            p=p,
            q=q,
            r=r,
        )
        for what, p, q, r in rows
    ]
    return join([lead, *each])


def cuts_title(people: People) -> Sentence:
    """The sweep."""
    return say("Who starts under every cut, {1} or {2}", people)


def cuts_caption() -> Sentence:
    """How to read the sweep."""
    return say(
        "A cut is the silence after which a message counts as a start. The dotted line is half and half. "
        "Where the hatchings cross, the border could lie anywhere. At the end of each line stands who starts more."
    )


def cuts_alt(people: People, rows: Sequence[tuple[str, str, Lead]]) -> Sentence:
    """``rows`` are (cut, range of the first out of 100, who starts more)."""
    lead = say("A line for each cut, divided between {1} and {2}.", people)
    words = N_(
        {
            "first": "{cut}: {r} for {1}, {1} more.",
            "second": "{cut}: {r} for {1}, {2} more.",
            "even": "{cut}: {r} for {1}, even.",
            "cant_tell": "{cut}: {r} for {1}, can’t tell.",
        }
    )
    each = [say(words[who], people, cut=cut, r=r) for cut, r, who in rows]
    return join([lead, *each])


def curves_title(people: People, *, active: bool) -> Sentence:
    """Reply curves."""
    return say(
        "How long an answer takes, for {1} and for {2}, on each one’s own clock"
        if active
        else "How long an answer takes, for {1} and for {2}, by the plain clock",
        people,
    )


def curves_caption(*, active: bool) -> Sentence:
    """How to read a reply curve."""
    if active:
        return say(
            "The same on each one’s own clock. It runs fast in the hours when that person writes a lot, and hardly "
            "moves in hours when they rarely write. 24 such hours still pass in a day."
        )
    return say(
        "Each line climbs as answers come in, nights and all. Waits that found no answer are counted too: they keep "
        "a line below the top. The hatching shows where a line could lie; where the two cross, it could be either."
    )


def curves_alt(
    people: People, halves: tuple[str, str], within_day: tuple[str, str] | None, *, active: bool
) -> Sentence:
    """The half-way marks, and the shares answered within 24 hours."""
    lead = say(
        "Two rising lines. Half of the waits for {1s} answer: {p}. Half of those for {2y}: {q}.",
        people,
        p=halves[0],
        q=halves[1],
    )
    if within_day is None:
        return lead
    day = say(
        "Of 100 waits for {1s} answer, {p} were over within 24 hours of that clock, and of 100 for {2y}, {q}."
        if active
        else "Of 100 waits for {1s} answer, {p} were over within 24 hours, and of 100 for {2y}, {q}.",
        people,
        p=within_day[0],
        q=within_day[1],
    )
    return join([lead, day])


def months_title(people: People) -> Sentence:
    """Share of turns over months."""
    return say("Turns over the months, divided between {1} and {2}", people)


def months_caption() -> Sentence:
    """How to read the months."""
    return say(
        "Each month is divided between the two. The line is our best count, smoothed; where the hatchings cross, "
        "the border could lie anywhere. The dotted line is half and half."
    )


def months_alt(people: People, rows: Sequence[tuple[str, str]]) -> Sentence:
    """``rows`` are (month, share of the first out of 100): the first, the last and the extremes."""
    lead = say("A field divided between {1} and {2}, month by month. {1s} share of 100 turns:", people)
    return join([lead, as_is("; ".join(f"{month} {share}" for month, share in rows) + ".")])


def runs_title(people: People) -> Sentence:
    """Runs back to back."""
    return say("Turns in a row before an answer, {1} and {2}", people)


def runs_caption() -> Sentence:
    """How to read the runs."""
    return say(
        "Of 100 runs, how many have one turn, two, and so on. The solid part is the least it may be, "
        "the hatched part goes to the most."
    )


def runs_alt(people: People, rows: Sequence[tuple[str, str, str]]) -> Sentence:
    """``rows`` are (length, of 100 for the first, for the second)."""
    lead = say("Bars back to back, {1} on the left and {2} on the right. Of 100 runs:", people)
    each = [tr("{length}: {p} and {q}", length=length, p=p, q=q) for length, p, q in rows]
    return join([lead, as_is("; ".join(each) + ".")])


def week_title() -> Sentence:
    """One's own week."""
    return say("Your own turns by hour of the week")


def week_caption() -> Sentence:
    """How to read the week, and why it is alone."""
    return say("The larger the mark, the more you write in that hour. This picture is of you only, on purpose.")


def week_alt(busy: str, quiet: str) -> Sentence:
    """Busy and quiet hours."""
    return say(
        "Seven rows of 24 marks. The largest lie around {busy}, the smallest around {quiet}.", busy=busy, quiet=quiet
    )


def headings(people: People, *words: str) -> tuple[Sentence, ...]:
    """Headings of a table; "{1c}" and "{2c}" are the two people."""
    return tuple(say(word, people) for word in words)


def marks(name: str) -> str:
    """A word inside a picture."""
    return tr(MARKS[name])
