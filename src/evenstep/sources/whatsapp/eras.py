"""Years of the Japanese calendar, as phones set to it write them: R4 and 令和4年 are 2022."""

from __future__ import annotations

from typing import Final

from evenstep.errors import InputError
from evenstep.sources.whatsapp.lines import Small
from evenstep.sources.whatsapp.shape import Key, Shape
from evenstep.spoken import words

_ERAS: Final = {"R": 2018, "令和": 2018, "H": 1988, "平成": 1988}


def common_years(numbers: Small, shape: Shape, file: str) -> Small:
    """Date numbers (n, 3) with years of an era as years of our calendar; all others as they are.

    Raises InputError E217 for a chat of two eras: which one a line means is not looked at.
    """
    found = {_era(key) for key in shape.keys}
    if found == {None}:
        return numbers
    if len(found) > 1 or None in found:
        meant = words("its dates are of two eras of the Japanese calendar; set the phone to the Gregorian calendar")
        raise InputError("E217", file, "", meant)
    at, years = next(era for era in found if era is not None)
    common: Small = numbers.copy()
    common[:, at] += years
    return common


def _era(key: Key) -> tuple[int, int] | None:
    """Which date number counts the years of an era, and the year before its first; None for none."""
    first = key.numbers - 3 if key.time_first else 0
    for at, piece in enumerate(key.pieces[first : first + 3]):
        for mark, years in _ERAS.items():
            if piece.strip(" ").endswith(mark) and not piece.strip(" ").removesuffix(mark)[-1:].isalpha():
                return at, years
    return None
