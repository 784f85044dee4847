"""The countries of ISO 3166, code and English name, read from the time zone package that is installed anyway."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

# The zone list writes some names for readers of a list sorted by them; here they stand inside sentences.
PLAINER: Final = {
    "AS": "American Samoa",
    "CF": "Central African Republic",
    "CC": "Cocos Islands",
    "CD": "Democratic Republic of the Congo",
    "CG": "Republic of the Congo",
    "GB": "United Kingdom",
    "KP": "North Korea",
    "KR": "South Korea",
    "MM": "Myanmar",
    "SZ": "Eswatini",
    "TF": "French Southern Territories",
    "TC": "Turks & Caicos Islands",
    "VG": "British Virgin Islands",
    "VI": "US Virgin Islands",
    "WS": "Samoa",
}


@cache
def countries() -> MappingProxyType[str, str]:
    """Code -> name of all 249, in the order of the names."""
    table = (files("tzdata") / "zoneinfo" / "iso3166.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    named = {code: PLAINER.get(code, name) for code, name in rows}
    return MappingProxyType(dict(sorted(named.items(), key=lambda item: item[1])))
