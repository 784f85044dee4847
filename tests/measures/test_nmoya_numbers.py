"""The expected numbers of nmoya/whatsapp-parser's two test chats, where our definitions agree with theirs.

Their reply counts from the other's last message, our waiting from the other's first unanswered event: they agree
where the other wrote once. Their burst runs over the long silence; our runs must not.
"""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from evenstep.events.turns import turns
from evenstep.measures.base import MeasureOptions
from evenstep.measures.catalogue import measure
from tables import conversations_of, events_from

LINE = re.compile(r"(\d\d)/(\d\d)/(\d{4}) (\d\d:\d\d:\d\d): (Username\w+): (.*)")


def chat(samples: Path, name: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """UsernameOne is A, UsernameTwo is B."""
    rows = []
    text = (samples / "nmoya+whatsapp-parser" / "test" / name).read_text(encoding="utf-8")
    for line in text.splitlines():
        found = LINE.fullmatch(line)
        assert found is not None
        day, month, year, clock, sender, words = found.groups()
        who = {"UsernameOne": "A", "UsernameTwo": "B"}[sender]
        rows.append((who, f"{year}-{month}-{day} {clock}", {"n_words": len(words.split())}))
    events = events_from(rows)
    return conversations_of(events), events


def results(samples: Path, name: str) -> dict[tuple[str, str, str], float]:
    rows = measure(*chat(samples, name)).select("measure", "person", "key", "value", "n").iter_rows()
    return {(measure, person, key): (value, n) for measure, person, key, value, n in rows}  # type: ignore[misc]


def test_messages_words_and_initiations(samples: Path) -> None:
    """Theirs: messages 4 and 5, words 11 and 22, initiations 0 and 1."""
    got = results(samples, "testChat2.txt")
    assert got["participation_messages", "a", ""] == (pytest.approx(4 / 9), 9)
    assert got["participation_words", "b", ""] == (pytest.approx(22 / 33), 33)
    assert got["initiation_share", "a", "8 h"] == (0.0, 1)
    assert got["initiation_share", "b", "8 h"] == (1.0, 1)


def test_reply_times(samples: Path) -> None:
    """Theirs: UsernameOne 240 s; UsernameTwo 60 s (left-censored here) and 120 s after the last of three messages."""
    waitings = turns(*chat(samples, "testChat2.txt")).waitings
    seconds = waitings.select("person", (pl.col("end") - pl.col("begin")).dt.total_seconds(), "answered").rows()
    assert seconds[:3] == [("b", 60, True), ("a", 240, True), ("b", 122, True)]
    assert seconds[3] == ("a", 147_298, False)  # 17:09:37 on the 9th until the file's end on the 11th


def test_a_run_does_not_cross_the_long_silence(samples: Path) -> None:
    """Theirs is one burst of four over two days. Ours: two sessions, runs of one turn each."""
    cut = turns(*chat(samples, "testChat2.txt"))
    assert cut.turns["person"].to_list() == ["a", "b", "a", "b", "b"]
    assert cut.turns["n_messages"].to_list() == [1, 1, 3, 3, 1]
    assert cut.turns["renewed_start"].to_list() == [False, False, False, False, True]
    got = results(samples, "testChat2.txt")
    assert got["runs_mean", "b", ""] == (1.0, 2)


def test_a_long_reply_is_an_initiation(samples: Path) -> None:
    """The second chat ends with "long reply = initiation" five days later: a start and an answer."""
    got = results(samples, "testChat3.txt")
    assert got["initiation_share", "a", "8 h"] == (0.5, 2)
    assert turns(*chat(samples, "testChat3.txt")).turns["late_answer"].to_list() == [False] * 5 + [True]
    assert got["initiation_share_no_late", "b", "8 h"] == (1.0, 1)


def test_values_are_returned_below_every_minimum(samples: Path) -> None:
    everything = measure(*chat(samples, "testChat2.txt"), options=MeasureOptions())
    assert not everything["enough"].any()
    assert everything.filter(pl.col("measure") == "participation_turns")["value"].null_count() == 0
