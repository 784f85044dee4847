"""The reference page of the measures, made from the catalogue: `python -m evenstep.measures.reference`."""

from __future__ import annotations

import sys
from typing import Final

from evenstep.measures.base import Measure
from evenstep.measures.catalogue import MEASURES

_HEAD: Final = """# Measures

Made from `evenstep.measures.catalogue` by `python -m evenstep.measures.reference`; a test keeps it current.

`measure(conversations, events, names=None, options=MeasureOptions())` returns one long table with the columns of
`evenstep.measures.base.RESULTS`. Every measure gives its value even below its minimum; `enough` says whether the
minimum is met, and only the report withholds. A value or bound that is not defined is null.

Intervals are percentile intervals at 95 % from a stationary bootstrap over ISO weeks (Politis & Romano 1994; blocks of
4 weeks on average, 2,000 draws), and hold for the period of the file. The percentiles are read a little further out
when weeks are few, by as much as resampling is known to lose on independent weeks (factor 1.47 on 8 weeks, 1.07 on
52). Below 8 weeks with data there are none. A share of exactly 0 or 1 gets the exact binomial bound. How often each
interval holds the truth in simulated worlds is in [validation](../validation.md).

Verdicts compare person a with person b: `a_more` and `b_more` when the interval lies on one side of an even split,
`even` when all of it lies inside the range named below or 0.40–0.60, `cant_tell` otherwise.
"""


def reference() -> str:
    """The whole page as Markdown."""
    return "\n".join([_HEAD, *(_section(one) for one in MEASURES)])


def _section(one: Measure) -> str:
    return (
        f"## {one.name}\n\n{one.question}\n\n"
        f"- Unit: {one.unit}\n- How: {one.how}\n- Source: {one.source}\n- Minimum: {one.minimum}\n"
    )


if __name__ == "__main__":
    sys.stdout.write(reference())
