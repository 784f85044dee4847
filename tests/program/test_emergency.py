"""Every country's emergency numbers are the library's own, the one people know there first."""

from __future__ import annotations

import phonenumbers
import pytest

from evenstep.program.countries import countries
from evenstep.program.emergency import GENERAL, OWN_FIRST, emergency_numbers

# No land line or mobile network of their own, a neighbour's numbers, or nothing in the library's tables.
WITHOUT = {
    "AQ": "Antarctica: research stations",
    "BV": "nobody lives there",
    "GN": "not in the library's tables",
    "GQ": "not in the library's tables",
    "GS": "research stations",
    "HM": "nobody lives there",
    "IO": "not in the library's tables",
    "PN": "not in the library's tables",
    "TF": "research stations",
    "TK": "not in the library's tables",
    "UM": "nobody lives there",
}


@pytest.mark.parametrize("country", sorted(set(countries()) - set(WITHOUT)))
def test_every_country_has_numbers_and_each_is_an_emergency_number_there(country: str) -> None:
    numbers = emergency_numbers(country)
    assert numbers
    assert len(set(numbers)) == len(numbers)
    assert all(phonenumbers.is_emergency_number(number, country) for number in numbers)


@pytest.mark.parametrize("country", sorted(WITHOUT))
def test_the_listed_exceptions_are_still_exceptions(country: str) -> None:
    assert emergency_numbers(country) == ()


@pytest.mark.parametrize(
    ("country", "first"),
    [
        ("US", "911"),
        ("CA", "911"),
        ("GB", "999"),
        ("AU", "000"),
        ("NZ", "111"),
        ("DE", "112"),
        ("IN", "112"),
        ("JP", "110"),
    ],
)
def test_the_number_people_know_comes_first(country: str, first: str) -> None:
    assert emergency_numbers(country)[0] == first


@pytest.mark.parametrize(("country", "first"), sorted(OWN_FIRST.items()))
def test_a_first_number_of_our_own_is_one_of_the_librarys(country: str, first: str) -> None:
    assert phonenumbers.is_emergency_number(first, country)
    assert emergency_numbers(country)[0] == first


def test_a_general_number_comes_before_the_single_services() -> None:
    for country in countries():
        numbers = emergency_numbers(country)
        general = [number for number in numbers if number in GENERAL]
        if general and country not in OWN_FIRST:
            assert numbers[0] == general[0]


def test_an_unknown_code_has_no_numbers() -> None:
    assert emergency_numbers("ZZ") == ()
    assert emergency_numbers("") == ()
