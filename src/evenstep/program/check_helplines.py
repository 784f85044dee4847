"""What a release asks of the help lines: sources, dates, numbers. ``make check-helplines`` runs it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Final

import phonenumbers

from evenstep.program.countries import countries
from evenstep.program.emergency import emergency_numbers
from evenstep.program.helplines import Checked, Kind, Line, Source

MOST_DAYS: Final = 180
MOST_DAYS_LARGEST: Final = 90
# The twenty countries with most people, United Nations estimates for 2024.
LARGEST: Final = frozenset(
    {
        "IN",
        "CN",
        "US",
        "ID",
        "PK",
        "NG",
        "BR",
        "BD",
        "RU",
        "ET",
        "MX",
        "JP",
        "EG",
        "PH",
        "CD",
        "VN",
        "IR",
        "TR",
        "DE",
        "TH",
    }
)
# Numbers that are right but not in the library's tables: country, number, why.
NOT_IN_METADATA: Final = {
    ("DE", "116 016"): "the European number for violence against women, given out in 2023; its own pages name it",
}
WORDS: Final = {
    "audience": {"all", "women", "men"},
    "hours": {"", "always"},
    "cost": {"", "free", "free_mobile"},
    "on_bill": {"", "yes", "no"},
}
WHOSE: Final = {"service", "official", "independent"}


def problems(lines: Iterable[Line], today: date) -> list[str]:
    """Everything that stands in the way of a release, one sentence each. Empty when there is nothing."""
    lines = list(lines)
    found = [f"{line.key}: {problem}" for line in lines for problem in _of_line(line, today)]
    twice = [key for key, times in Counter(line.key for line in lines).items() if times > 1]
    return [*found, *(f"{key}: this key is used more than once" for key in twice)]


def _of_line(line: Line, today: date) -> Iterable[str]:
    yield from _of_sources(line.sources)
    yield from _of_dates(line, today)
    yield from _of_numbers(line)
    if line.country not in countries():
        yield f"{line.country} is no country of ISO 3166"
    if not line.kinds or not line.name or not line.checked_by:
        yield "kinds, name and checked_by are needed"
    for field, words in WORDS.items():
        if getattr(line, field) not in words:
            yield f"{field} is {getattr(line, field)!r}, which no page has words for"
    if line.url.startswith(("http:", "https:", "//")):
        yield "url is text for people to read, without http"


def _of_sources(sources: tuple[Source, ...]) -> Iterable[str]:
    if len({source.host for source in sources if source.says_number}) < 2:
        yield "the number is needed from two pages of two different sites"
    if not any(source.whose in {"service", "official"} for source in sources):
        yield "one source must be the service's own page, or that of the public body that runs or pays for it"
    if any(source.whose not in WHOSE or not source.host for source in sources):
        yield f"a source needs an address, and to be one of {sorted(WHOSE)}"


def _of_dates(line: Line, today: date) -> Iterable[str]:
    most = MOST_DAYS_LARGEST if line.country in LARGEST else MOST_DAYS
    if line.checked_on > today:
        yield f"checked on {line.checked_on}, which is still to come"
    if line.age_days(today) > most:
        yield f"checked {line.age_days(today)} days ago; at most {most} for {line.country}"
    if not line.checked_on < line.next_check:
        yield "the next check must be after the last"


def _of_numbers(line: Line) -> Iterable[str]:
    for number in filter(None, (line.phone, line.sms, line.tty)):
        if (line.country, number) not in NOT_IN_METADATA and not is_number(number, line.country):
            yield f"{number} is no full or short number of {line.country}; if it is right, say so in NOT_IN_METADATA"


def is_number(number: str, country: str) -> bool:
    """Whether the phonenumbers library knows it as a full or short number of the country."""
    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return False
    full = phonenumbers.is_valid_number_for_region(parsed, country)
    return bool(full or phonenumbers.is_valid_short_number_for_region(parsed, country))


def report(lines: Iterable[Line], today: date) -> str:
    """What there is, for the person who releases: by country, and how it was checked."""
    lines = list(lines)
    saved = sum(line.how_checked is Checked.SAVED_COPY for line in lines)
    here = sorted({line.country for line in lines})
    missing = [f"{code} {kind}" for code in here for kind in Kind if not _has(lines, code, kind)]
    return "\n".join(
        [
            f"{len(lines)} lines in {len(here)} countries: {' '.join(here)}",
            f"{saved} of them were checked against saved copies only: open the live page, or ring, before a release.",
            f"Kinds without a line in these countries: {', '.join(missing) or 'none'}",
            f"Countries without an emergency number of their own: {' '.join(_without_number())}",
            f"Next check: {min((line.next_check for line in lines), default=today)}",
        ]
    )


def _has(lines: list[Line], country: str, kind: Kind) -> bool:
    return any(line.country == country and kind in line.kinds for line in lines)


def _without_number() -> list[str]:
    return [code for code in countries() if not emergency_numbers(code)]
