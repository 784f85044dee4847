"""Sharing the load: what each practice asks of one person, and what of it, or of two, is kept: sums and open points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from django.utils.translation import gettext as _

from evenstep.by_kind import Kind
from evenstep.inventory.said import Voice, fenced
from evenstep.program.decisions import ROLES, VIEWS, Agenda, agenda, decisions, open_for_me
from evenstep.program.load import FELT, PARTS, Part, Reveal, alone, outcome, pack, reveal, to_talk_about
from evenstep.web.models import Space

ESTIMATE, CARDS = "own_estimate", "responsibilities"
MY_MAP, MAP = "own_decisions", "decisions"
FAIR: Final = "fair_heard"
ALONE: Final = (ESTIMATE, MY_MAP)
TOGETHER: Final = (CARDS, MAP, FAIR)
SHARES: Final = (0, 25, 50, 75, 100)
BEGIN_WITH: Final = 4  # of the things to choose from, so that two who choose alone meet on some
MOST: Final = 8
Filled = Mapping[str, Any]


@dataclass(frozen=True)
class Thing:
    """One card, or one thing that is decided. ``area``: its heading, "" where there is none."""

    slug: str
    name: str
    area: str


@dataclass(frozen=True)
class Asked:
    """One question: the form's name of it, its words, and what may be answered."""

    name: str
    words: str
    choices: tuple[tuple[str, str], ...]


def things(space: Space, practice: str) -> tuple[Thing, ...]:
    """What may be chosen from, in the reader's language."""
    if practice in (ESTIMATE, CARDS):
        whole = pack(kind_of(space))
        return tuple(Thing(each.slug, _(each.name), _(whole.areas[each.area])) for each in whole.cards)
    return tuple(Thing(each.slug, _(each.name), "") for each in decisions(kind_of(space)).domains)


def to_begin_with(there: Sequence[Thing]) -> list[str]:
    """A handful: the first of each heading."""
    firsts = {each.area: each.slug for each in reversed(there)}
    found = (
        [each.slug for each in there if each.slug in firsts.values()] if len(firsts) > 1 else [t.slug for t in there]
    )
    return found[:BEGIN_WITH]


def asked(space: Space, practice: str, slug: str, voice: Voice) -> tuple[Asked, ...]:
    """The questions about one thing."""
    if practice in (MY_MAP, MAP):
        whole = decisions(kind_of(space))
        views = tuple((view, voice.say(whole.views[view])) for view in VIEWS)
        return tuple(
            Asked(f"{slug}-{role}", voice.say(whole.roles[role]), (*views, ("", _("leave it open")))) for role in ROLES
        )
    cards = pack(kind_of(space))
    card = cards.card(slug)
    shares = (*((str(share), str(share)) for share in SHARES), ("", _("open")))
    mine = [Asked(f"{slug}-{each}", f"{_(cards.parts[each])}: {_(getattr(card, each))}", shares) for each in PARTS]
    if practice == CARDS:
        return tuple(mine)
    return (*mine, *(Asked(f"{slug}-{each}-guess", _(cards.parts[each]), shares) for each in PARTS))


def of_one(space: Space, practice: str, filled: Filled) -> dict[str, Any]:
    """What is kept of what one filled in alone: the sums of a guess, or what is open."""
    if practice == MY_MAP:
        return _points(open_for_me(kind_of(space), _pairs(filled, ROLES)))
    guess = {name.removesuffix("-guess"): share for name, share in filled.items() if name.endswith("-guess")}
    found = alone(_cards(space), _shares(filled), _shares(guess))
    return _sums(found)


def of_two(space: Space, practice: str, mine: Filled, theirs: Filled) -> dict[str, Any]:
    """What is kept of what two filled in: only what they look at together, and nothing that one of them said."""
    if practice == FAIR:
        both = outcome((mine["fair"], theirs["fair"]), (mine["heard"], theirs["heard"]))
        return {"said": both}
    if practice == MAP:
        return _points(agenda(kind_of(space), _pairs(mine, ROLES), _pairs(theirs, ROLES)))
    talk = to_talk_about(mine.get("talk", ()), theirs.get("talk", ()), _cards(space))
    return _sums(reveal(_cards(space), _shares(mine), _shares(theirs))) | {"talk": list(talk)}


def seen(space: Space, practice: str, fields: Filled) -> dict[str, Any]:
    """What was kept, as a page shows it, in the reader's language."""
    voice = Voice(space.other, _)
    cards, whole = pack(kind_of(space)), decisions(kind_of(space))
    said = str(fields.get("said", ""))
    if practice == FAIR:
        return {"finding": voice.say(cards.outcome[said]) if said in cards.outcome else ""}
    if practice in (MY_MAP, MAP):
        return {
            "finding": _kept_words(space, fields.get("lead")),
            "points": [
                (_name(whole.domains, slug), [_kept_words(space, line) for line in lines])
                for slug, *lines in _rows(fields.get("points"))
            ],
        }
    total = fields.get("sum") if isinstance(fields.get("sum"), int) else ""
    lead = voice.say(cards.said[said], sum=total) if said in cards.said else ""
    return {
        "finding": lead,
        "no_right": voice.say(cards.said["no_right"]),
        "end": voice.say(cards.said["alone_end"]) if practice == ESTIMATE else "",
        "sums": [
            (_name(cards.cards, row[0]), _(cards.parts[cast("Part", row[1])]), row[2])
            for row in _rows(fields.get("sums"), last=int)
            if len(row) == 3 and row[1] in cards.parts
        ],
        "talk": [_name(cards.cards, slug) for (slug,) in _rows([[each] for each in _list(fields.get("talk"))])],
        "standard": [voice.say(each) for each in cards.standard.values()],
    }


def on_paper(space: Space, practice: str, fields: Filled) -> list[tuple[str, str]]:
    """What was kept as lines with a label, for the page one prints."""
    there = seen(space, practice, fields)
    lines = [("", there["finding"])]
    lines += [(f"{card}: {part}", f"{total} %") for card, part, total in there.get("sums", ())]
    lines += [(_("To talk about"), card) for card in there.get("talk", ())]
    lines += [(name, "\n".join(said)) for name, said in there.get("points", ())]
    lines.append((_("In your own words"), str(fields.get("text", ""))))
    return [(label, said) for label, said in lines if said.strip()]


def felt(space: Space) -> tuple[Asked, Asked]:
    """The two questions at the end: fair enough, and heard."""
    cards, voice = pack(kind_of(space)), Voice(space.other, _)
    answers = tuple((each, voice.say(cards.answers[each])) for each in FELT)
    fair, heard = (Asked(name, voice.say(cards.outcome[name]), answers) for name in ("fair", "heard"))
    return fair, heard


def kind_of(space: Space) -> Kind:
    """The kind of relationship, as the program's pages know it."""
    return cast("Kind", space.kind)


def _cards(space: Space) -> list[str]:
    return [each.slug for each in pack(kind_of(space)).cards]


def _pairs(filled: Filled, seconds: Sequence[str]) -> Any:
    """The answers by (thing, question), out of the form's names."""
    found = {tuple(name.split("-", 1)): value for name, value in filled.items() if value not in ("", None)}
    return {pair: value for pair, value in found.items() if len(pair) == 2 and pair[1] in seconds}


def _shares(filled: Filled) -> Any:
    return {pair: int(share) for pair, share in _pairs(filled, PARTS).items()}


def _sums(found: Reveal) -> dict[str, Any]:
    return {"said": found.said, "sum": found.sum, "sums": [[each.card, each.part, each.sum] for each in found.sums]}


def _points(found: Agenda) -> dict[str, Any]:
    return {"lead": found.said, "points": [[each.domain.slug, *each.lines] for each in found.points]}


def _kept_words(space: Space, kept: object) -> str:
    """Kept words with the other's name in them. Never filled in as a template: a file may have brought any text."""
    return _(kept).replace("{other}", fenced(space.other)) if isinstance(kept, str) and kept else ""


def _list(kept: object) -> list[Any]:
    return kept if isinstance(kept, list) else []


def _rows(kept: object, last: type = str) -> list[list[Any]]:
    """The rows that are as this program writes them, texts and one value of type ``last``; a file may hold others."""
    rows = [row for row in _list(kept) if isinstance(row, list) and row]
    return [row for row in rows if all(isinstance(each, str) for each in row[:-1]) and type(row[-1]) is last]


def _name(there: Sequence[Any], slug: str) -> str:
    """The words of a thing; one that the program no longer has stays as it was kept."""
    return next((_(each.name) for each in there if each.slug == slug), slug)
