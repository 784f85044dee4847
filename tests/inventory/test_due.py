"""When a form is offered again: never early, never demanded."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstep.errors import OptionError
from evenstep.inventory import due
from evenstep.inventory.due import AGAIN_AFTER, Offer, offer
from evenstep.inventory.form import FORMS

MAY = date(2024, 5, 1)


@pytest.mark.parametrize(
    ("slug", "days", "open_"),
    [("reach", 27, False), ("reach", 28, True), ("step_back", 27, False), ("effects", 28, True),
     ("week", 6, False), ("week", 7, True), ("week", 400, True)],
)  # fmt: skip
def test_an_offer_opens_on_its_day_and_stays_open(slug: str, days: int, open_: bool) -> None:
    assert offer(slug, [MAY], MAY + timedelta(days)).open is open_


def test_a_closed_offer_names_the_day() -> None:
    assert offer("reach", [MAY, date(2024, 4, 1)], date(2024, 5, 2)) == Offer(False, date(2024, 5, 29))


def test_what_was_not_filled_yet_is_open() -> None:
    assert offer("week", [], MAY) == Offer(True, None)


def test_a_clock_set_back_opens_nothing_early() -> None:
    assert offer("week", [MAY], date(2023, 1, 1)) == Offer(False, date(2024, 5, 8))


def test_every_form_has_its_rule_and_others_none() -> None:
    assert set(AGAIN_AFTER) == set(FORMS)
    with pytest.raises(OptionError, match="no form"):
        offer("signs", [], MAY)


@settings(deadline=None)
@given(st.lists(st.dates(date(2020, 1, 1), date(2030, 1, 1))), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_two_weeks_never_fall_into_one(filled: list[date], today: date) -> None:
    said = offer("week", filled, today)
    assert said.open is all((today - day).days >= 7 for day in filled)
    assert (said.from_day is None) is said.open


def test_no_word_here_presses() -> None:
    code = Path(due.__file__).read_text().split('"""', 2)[2]
    assert "overdue" not in code and "late" not in code.replace("later", "")
