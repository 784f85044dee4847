"""All 249 countries, once each, by a name that fits into a sentence."""

from __future__ import annotations

from evenstep.program.countries import PLAINER, countries


def test_there_are_all_of_them_sorted_by_name() -> None:
    names = list(countries().values())
    assert len(names) == 249
    assert len(set(names)) == 249
    assert names == sorted(names)
    assert all(code.isalpha() and len(code) == 2 and code.isupper() for code in countries())


def test_our_own_names_replace_names_that_exist() -> None:
    assert set(PLAINER) <= set(countries())
    assert countries()["GB"] == "United Kingdom"
    assert not [name for name in countries().values() if name.endswith((" Is", "."))]
