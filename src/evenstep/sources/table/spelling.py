"""One spelling for a moment out of the many that cells use: digits of other scripts, compact dates, month names."""

from __future__ import annotations

from typing import Final

import polars as pl

INVISIBLE: Final = "[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
OTHER_DIGITS: Final = {
    chr(zero + n): str(n) for zero in (0x660, 0x6F0, 0x966) for n in range(10)
}  # Arabic, Persian, Hindi
COMPACT: Final = (
    r"^((?:19|20)[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[Tt ]?([01][0-9]|2[0-3])([0-5][0-9])([0-5][0-9])"
    r"(Z|z|[+-][0-9]{2}:?[0-9]{2})?$",
    "$1-$2-$3 $4:$5:$6$7",
)  # 20240513T190230: fourteen digits are no Unix time in any unit
DECIMAL_COMMA: Final = (r"^([0-9]{9,13}),([0-9]{1,9})$", "$1.$2")
MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def plain(cells: pl.Series) -> pl.Series:
    """Cells without invisible marks, in plain digits, compact dates taken apart, a decimal comma as a point."""
    bare = cells.str.replace_all(INVISIBLE, "").str.replace_many(OTHER_DIGITS).str.strip_chars()
    return bare.str.replace(*COMPACT).str.replace(*DECIMAL_COMMA)


def spelled_months(text: pl.Series) -> pl.Series:
    """English month names as numbers: "Jan 2, 2024", "2 Jan 2024" and "2-Jan-24" become "2024-01-02"."""
    if not text.str.contains(r"(?i)\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)").any():
        return text
    for number, month in enumerate(MONTHS, start=1):
        name = rf"(?i)^(?:\p{{L}}{{2,9}},?\s+)?{month}[a-z]*\.?\s+([0-9]{{1,2}})[a-z]*,?\s+([0-9]{{4}}),?(?:\s+at)?"
        text = text.str.replace(name, f"${{2}}-{number:02d}-${{1}}")
        name = rf"(?i)^(?:\p{{L}}{{2,9}},?\s+)?([0-9]{{1,2}})[\s-]{month}[a-z]*\.?,?[\s-]([0-9]{{4}}),?(?:\s+at)?"
        text = text.str.replace(name, f"${{2}}-{number:02d}-${{1}}")
        name = rf"(?i)^([0-9]{{1,2}})-{month}-([0-9]{{2}})\b"
        text = text.str.replace(name, f"20${{2}}-{number:02d}-${{1}}")
    return text
