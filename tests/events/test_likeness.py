"""Who may be who in two exports: numbers, addresses, names and the messages themselves; and who is not."""

from __future__ import annotations

from datetime import timedelta

import polars as pl
import pytest

from evenstep.events.likeness import Likeness, alike, sign
from tables import events_table, utc


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("+49 151 2345 6789", "0151 23456789", "phone"),
        ("+1 (555) 123-4567", "5551234567", "phone"),
        ("\u202a+44 7700 900123\u202c", "07700900123", "phone"),
        ("+49 151 2345 6789", "+49 151 2345 6780", None),
        ("12345", "12345", None),  # a short code is nobody's own
        ("Zoe@Example.org", "Zoë <zoe@example.org>", "mail"),
        ("zoe@example.org", "zoe@example.com", None),
        ("Zoë Miller", "zoe miller", "name"),  # a suggestion only; the marks of a name are often left out
        ("Zoë Miller", "zoe\u0308 miller", "name"),
        ("Anna", "Аnna", "name"),  # a Cyrillic А, drawn the same
        ("Zoë", "Zoë Miller", "part of the name"),
        ("Zoë M", "Zoë Miller", "part of the name"),
        ("Zoë K", "Zoë Miller", None),
        ("Jo", "John", None),
        ("Z", "Zoë Miller", None),
        ("❤️", "Zoë", None),
    ],
)
def test_what_two_handles_have_in_common(one: str, other: str, why: str | None) -> None:
    assert sign(one, other) == why
    assert sign(other, one) == why


def chat(senders: tuple[str, str], n: int = 40, *, seed: int = 0, shift: timedelta = timedelta()) -> pl.DataFrame:
    """Two people who write in turn, with lengths that belong to the seed."""
    start = utc("2024-03-01 10:00") + shift
    return events_table(
        [
            {
                "event_id": i,
                "sender": senders[i % 2],
                "time": start + timedelta(minutes=7 * i),
                "n_chars": (i * i + seed * 31) % 97 + 1,
            }
            for i in range(n)
        ]
    )


def test_the_same_messages_say_who_is_who_whatever_they_are_called() -> None:
    found = alike(chat(("Me", "Zoë ❤️")), chat(("Jon", "Zoe M."), shift=timedelta(seconds=3)))
    assert {(each.one, each.other, each.why) for each in found} == {
        ("Me", "Jon", "messages"),
        ("Zoë ❤️", "Zoe M.", "messages"),
    }


def test_other_messages_say_nothing() -> None:
    assert alike(chat(("Me", "Zoë ❤️")), chat(("Jon", "Kim"), seed=5)) == []


def test_a_name_that_fits_two_people_is_left_to_the_user() -> None:
    three = pl.concat([chat(("Zoë Miller", "Zoë Keller")), chat(("Zoë Miller", "Ada"))])
    assert alike(chat(("Zoë", "Jon"), seed=3), three) == []


def test_the_stronger_sign_wins() -> None:
    found = alike(chat(("+49 151 2345 6789", "Ada"), seed=1), chat(("0151 23456789", "Ada Lovelace"), seed=2))
    assert found == [
        Likeness("+49 151 2345 6789", "0151 23456789", "phone"),
        Likeness("Ada", "Ada Lovelace", "part of the name"),
    ]
