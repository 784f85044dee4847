"""Who is who in the next file: what was said before is filled in, what looks alike is offered, nothing is taken."""

from __future__ import annotations

import pytest

from evenstep.web.who import ME, OTHER, Known, Offer, also_one_of_them, offered_me, offered_other

KNOWN = Known(me=frozenset({"Ada", "+49 151 2345 6789"}), other=frozenset({"Jon Miller"}))


@pytest.mark.parametrize(
    ("names", "in_file", "offer"),
    [
        (["Ada", "Jon Miller"], None, Offer("Ada", "before")),
        (["Me", "Somebody"], "Me", Offer("Me", "file")),
        (["Ada", "Somebody"], "Somebody", Offer("Ada", "before")),  # what was said weighs more than what is guessed
        (["015123456789", "Kim"], None, Offer("015123456789", "phone")),
        (["Kim", "Jon"], None, Offer("Kim", "part of the name")),  # the other one is known, so this is me
        (["Kim", "Lee"], None, None),
        (["Ada L", "Ada K"], None, None),  # two that are equally like
        (["Kim", "Jon", "Lee"], None, None),  # three: knowing the other does not say who is me
    ],
)
def test_who_is_me(names: list[str], in_file: str | None, offer: Offer | None) -> None:
    assert offered_me(names, in_file, KNOWN) == offer


def test_nothing_is_offered_when_nothing_was_said_before() -> None:
    assert offered_me(["Ada", "Jon"], None, Known()) is None
    assert offered_other(["Ada", "Jon", "Kim"], Known()) is None


def test_who_is_the_other_of_more_than_two() -> None:
    assert offered_other(["Ada", "Jon M", "Kim"], KNOWN) == Offer("Jon M", "part of the name")


def test_a_further_handle_is_asked_about_only_where_something_speaks_for_it() -> None:
    names = ["Me", "+49 170 9999999", "0170 9999999", "jon@example.org", "Kim"]
    known = Known(other=frozenset({"jon@example.org"}))
    assert also_one_of_them(names, "Me", "+49 170 9999999", known) == [
        ("0170 9999999", OTHER, "phone"),
        ("jon@example.org", OTHER, "before"),
    ]
    assert also_one_of_them(["Me", "Jon", "Me M"], "Me", "Jon", Known()) == [("Me M", ME, "part of the name")]
