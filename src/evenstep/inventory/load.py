"""Forms from their TOML files, in the words of one kind of relationship, checked and cached."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any, Final, cast, get_args

from evenstep.by_kind import KINDS, Kind, Place, for_each_kind, for_kind, known_keys, table, text
from evenstep.errors import OptionError
from evenstep.inventory.form import FORMS, Form, Item, Occasion, Scale, Side, Theme

FORM_KEYS: Final = {
    "slug", "version", "side", "leads_with", "occasions", "source", "licence",
    "title", "intro", "scale", "occasion", "themes", "leads",
}  # fmt: skip
SAID: Final = ("often", "sometimes", "rarely", "wish", "half", "guess")
THEME_KEYS: Final = {"slug", "name", "idea", "items", "ease", "side", "mirror", *SAID}


@cache
def load(slug: str, kind: Kind) -> Form:
    """The form ``slug`` (one of FORMS) for one kind of relationship (one of KINDS)."""
    if slug not in FORMS:
        raise OptionError("slug", f"{slug!r} is no form; there are {', '.join(FORMS)}")
    if kind not in KINDS:
        raise OptionError("kind", f"{kind!r} is no kind of relationship; there are {', '.join(KINDS)}")
    return read_form(table("inventory/items", f"{slug}.toml"), kind, Place(f"{slug}.toml"))


def all_forms() -> tuple[Form, ...]:
    """Every form in the words of every kind."""
    return tuple(load(slug, kind) for slug in FORMS for kind in KINDS)


def read_form(given: Mapping[str, Any], kind: Kind, place: Place) -> Form:
    """A form out of the table of its file; an ContentError names the place that is wrong."""
    known_keys(given, FORM_KEYS, place)
    themes = tuple(_theme(one, kind, place) for one in given.get("themes", []))
    if not themes:
        raise place.refuse("no themes")
    _only_once([item.slug for theme in themes for item in theme.items], place)
    _only_once([theme.slug for theme in themes], place)
    leads_with = given.get("leads_with", "")
    if leads_with and leads_with not in {theme.slug for theme in themes}:
        raise (place / "leads_with").refuse(f"no theme is called {leads_with!r}")
    return Form(
        slug=text(given.get("slug"), place / "slug"),
        version=_version(given.get("version"), place / "version"),
        kind=kind,
        side=_side(given.get("side"), place / "side"),
        title=for_kind(given.get("title"), kind, place / "title"),
        intro=for_kind(given.get("intro"), kind, place / "intro"),
        scale=_scale(given.get("scale", {}), place / "scale"),
        occasions=tuple(_occasion(one, given, kind, place) for one in given.get("occasions", [])),
        themes=themes,
        leads_with=leads_with,
        leads={name: for_kind(words, kind, place / "leads" / name) for name, words in given.get("leads", {}).items()},
        source=text(given.get("source"), place / "source"),
        licence=text(given.get("licence"), place / "licence"),
    )


def _theme(given: Mapping[str, Any], kind: Kind, place: Place) -> Theme:
    here = place / str(given.get("slug", "a theme without a slug"))
    known_keys(given, THEME_KEYS, here)
    items = tuple(_item(one, kind, here) for one in given.get("items", []))
    if not items:
        raise here.refuse("no items")
    return Theme(
        slug=text(given.get("slug"), here / "slug"),
        name=for_kind(given.get("name"), kind, here / "name"),
        idea=text(given.get("idea"), here / "idea"),
        items=items,
        ease=bool(given.get("ease", False)),
        side=_side(given.get("side"), here / "side"),
        mirror=str(given.get("mirror", "")),
        said={name: for_kind(given[name], kind, here / name) for name in SAID if name in given},
    )


def _item(given: Mapping[str, Any], kind: Kind, place: Place) -> Item:
    here = place / str(given.get("slug", "an item without a slug"))
    known_keys(given, {"slug", *KINDS}, here)
    slug = text(given.get("slug"), here / "slug")
    if "." in slug:
        raise here.refuse("a slug may hold no dot: the dot parts it from the occasion")
    return Item(slug, for_each_kind(given, kind, here))


def _occasion(slug: str, given: Mapping[str, Any], kind: Kind, place: Place) -> Occasion:
    here = place / "occasion" / slug
    words = given.get("occasion", {}).get(slug, {})
    known_keys(words, {"name", "hint"}, here)
    hint = for_kind(words["hint"], kind, here / "hint") if "hint" in words else ""
    return Occasion(slug, for_kind(words.get("name"), kind, here / "name"), hint)


def _scale(given: Mapping[str, Any], place: Place) -> Scale:
    known_keys(given, {"skip", "highest", "words"}, place)
    highest = given.get("highest")
    if not isinstance(highest, int) or highest < 1:
        raise (place / "highest").refuse("a whole number from 1 is needed")
    words = {int(value): text(word, place / "words" / value) for value, word in given.get("words", {}).items()}
    if not {0, highest} <= set(words) or not set(words) <= set(range(highest + 1)):
        raise (place / "words").refuse(f"words are needed for 0 and {highest}, and none beyond")
    return Scale(highest, tuple(sorted(words.items())), text(given.get("skip"), place / "skip"))


def _version(given: object, place: Place) -> int:
    if not isinstance(given, int) or given < 1:
        raise place.refuse("a whole number from 1 is needed")
    return given


def _side(given: object, place: Place) -> Side | None:
    if given is not None and given not in get_args(Side):
        raise place.refuse(f"{given!r} is no side; there are {', '.join(get_args(Side))}")
    return cast("Side | None", given)


def _only_once(slugs: list[str], place: Place) -> None:
    twice = [slug for slug, n in Counter(slugs).items() if n > 1]
    if twice:
        raise (place / twice[0]).refuse("this slug stands here twice")
