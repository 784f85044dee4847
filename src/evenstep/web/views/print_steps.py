"""What Steps notes as words, for the page one prints: own words, limits with slips, sittings, what was tried."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, cast

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from evenstep.by_kind import Kind
from evenstep.inventory.said import Voice
from evenstep.program.limit_words import limit_words
from evenstep.program.practices import practices
from evenstep.program.slip_words import slip_words
from evenstep.program.turns import PEOPLE
from evenstep.web import shares
from evenstep.web.models import Limit, Space, Written
from evenstep.web.own_words import SHEETS, fields_of
from evenstep.web.sheets.sheet import Ask, Sheet, day_of
from evenstep.web.takeout.csv_out import leaves
from evenstep.web.views.print_talk import TALKED

HELPED: Final = {
    "yes": gettext_noop("It helped"),
    "a_bit": gettext_noop("It helped a bit"),
    "no": gettext_noop("It did not help"),
    "worse": gettext_noop("It got harder"),
}
AT_MOST: Final = {
    ("per_span", "day"): gettext_noop("At most %(n)s a day"),
    ("per_span", "week"): gettext_noop("At most %(n)s a week"),
    ("per_span", "month"): gettext_noop("At most %(n)s a month"),
    ("in_a_row", ""): gettext_noop("At most %(n)s in a row"),
    ("none_after", ""): gettext_noop("None from %(after)s until %(until)s"),
}
# Where a sitting stands, as the program keeps it: no words of anybody. What is not named here is shown.
WORKINGS: Final = frozenset(
    {"version", "step", "turn", "tries", "timer", "pause", "moves", "tension", "minutes", "first", "agreed"}
    | {"part", "by", "called_by", "taken_at", "back_at"}
)
OF_BOTH: Final = frozenset({"line", "notes", "said"})  # what stays of a sitting only with a yes of each


def steps_of(space: Space) -> dict[str, Any]:
    """Everything that Steps noted in a space, the oldest first."""
    title = _titles(space)
    written = [(title(row.practice), row.local_day, _written(space, row)) for row in reversed(space.written.all())]
    sittings = [(title(row.practice), row.at, _of_both(row.state)) for row in reversed(space.sittings.all())]
    tried = [
        (title(row.practice), row.begun_on, row.ended_on, _(HELPED[row.helped]) if row.helped in HELPED else "")
        for row in space.tried.all()
    ]
    limits = [_limit(space, row) for row in reversed(space.limits.all())]
    return {"written": written, "sittings": sittings, "tried": tried, "limits": limits}


def _written(space: Space, row: Written) -> list[tuple[str, str]]:
    if row.practice in (*shares.ALONE, *shares.TOGETHER):
        return shares.on_paper(space, row.practice, row.fields)
    lines = _lines(row.fields)
    if row.practice in TALKED:  # what a file brought and none of its pages wrote stays as it is kept
        return TALKED[row.practice](space, fields_of(row)) or lines
    if row.practice not in SHEETS:
        return lines
    sheet = SHEETS[row.practice](space, Voice(space.other, _), row.local_day)
    asks = {ask.name.replace("_", " "): ask for ask in (*sheet.written(), *_shown_on_a_card(space, sheet))}
    return [(_label(asks.get(name), name), _chosen(asks.get(name), said)) for name, said in lines]


def _shown_on_a_card(space: Space, sheet: Sheet) -> tuple[Ask, ...]:
    """Where on a friend's card its words are from: picked with the words, and nowhere asked."""
    names = slip_words(cast("Kind", space.kind)).friend_items.items() if sheet.card else ()
    choices = tuple((slug, Voice(space.other, _).say(name)) for slug, name in names)
    return (Ask("item", "choice", _("Where it is from"), choices=choices),) if choices else ()


def _label(ask: Ask | None, name: str) -> str:
    """As the sheet calls it; what no sheet asks for any more keeps its short name."""
    return ask.label if ask is not None and ask.label else name


def _chosen(ask: Ask | None, said: str) -> str:
    """What was picked, in the list's words, and a day as days are written; anything else stays as it is kept."""
    if ask is not None and ask.looks == "date":
        day = day_of({ask.name: said}, ask.name)
        return formats.date_format(day, "j F Y") if day else said
    return dict(ask.choices).get(said, said) if ask is not None else said


def _titles(space: Space) -> Any:
    """How a practice is called; one that is not there any more keeps its short name."""
    known = {each.slug: each.title for each in practices(cast("Kind", space.kind))}

    def title(slug: str) -> str:
        return Voice(space.other, _).say(known[slug]) if slug in known else slug.replace("_", " ")

    return title


def _of_both(state: dict[str, Any]) -> list[tuple[str, str]]:
    """What a sitting holds; the closing line and the notes only when both agreed to them."""
    agreed = state.get("agreed")
    both = isinstance(agreed, list) and all(one in agreed for one in PEOPLE)
    return _lines(state, WORKINGS if both else WORKINGS | OF_BOTH)


def _lines(values: dict[str, Any], left_out: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
    """(Name of the field, what was said there): names as they are kept, empty fields left out."""
    return [(name, said) for name, said in _said(values, left_out) if said.strip()]


def _said(values: dict[str, Any], left_out: frozenset[str]) -> Iterator[tuple[str, str]]:
    for path, value in leaves(values):
        names = path.split(".")
        if left_out.isdisjoint(names):
            shown = " ".join(name for name in names if not name.isdecimal()).replace("_", " ")
            yield shown, {True: _("yes"), False: _("no")}[value] if isinstance(value, bool) else str(value or "")


def _limit(space: Space, limit: Limit) -> dict[str, Any]:
    parts = {part.slug: part.name for part in limit_words(cast("Kind", space.kind)).parts}
    per = limit.per if limit.rule == "per_span" else ""
    words = AT_MOST.get(("per_span", limit.per) if limit.per else (limit.rule, per), "")
    after, until = (formats.time_format(hour, "H:i") if hour else "" for hour in (limit.after, limit.until))
    return {
        "limit": limit,
        "about": _(parts.get(cast("Any", limit.aspect), limit.aspect)),
        "at_most": _(words) % {"n": limit.most, "after": after, "until": until} if words else "",
        "slips": list(limit.slips.all()),
    }
