"""Participation, initiation, runs and reach on conversations small enough to count by hand."""

from __future__ import annotations

import polars as pl
import pytest

from evenstep.measures.base import HOUR_S, MeasureOptions
from evenstep.measures.catalogue import measure
from evenstep.measures.initiation import gap_name, holds_for
from tables import Row, conversations_of, events_from

CUTS = tuple(hours * HOUR_S for hours in (1, 2, 3, 4, 6, 8, 12, 16, 20, 24))


def measured(rows: list[Row], *names: str, options: MeasureOptions | None = None, **columns: object) -> pl.DataFrame:
    events = events_from(rows)
    return measure(conversations_of(events, **columns), events, names, options or MeasureOptions())


def values(results: pl.DataFrame, name: str, key: str = "") -> tuple[float | None, float | None]:
    """The values of a and b."""
    rows = results.filter((pl.col("measure") == name) & (pl.col("key") == key)).sort("person")
    assert rows["person"].to_list() == ["a", "b"]
    return tuple(rows["value"].to_list())  # type: ignore[return-value]


DAY: list[Row] = [
    ("A", "2024-01-01 10:00", {"n_words": 4}),
    ("A", "2024-01-01 10:01", {"n_words": 2}),
    ("B", "2024-01-01 10:05", {"n_words": 10}),
    ("A", "2024-01-01 10:20", {"kind": "missed_call", "n_words": 0}),
    ("A", "2024-01-01 10:40", {"kind": "media", "n_words": 0}),
    ("B", "2024-01-01 11:00", {"kind": "reaction", "n_words": 0}),
    ("B", "2024-01-01 11:30", {"kind": "deleted", "n_words": 0}),
]


def test_participation_counts_turns_messages_words_and_calls() -> None:
    """A: turns 10:00, 10:20, 10:40; messages 3; words 6; one call. B: turns 10:05, 11:30; messages 2; words 10."""
    got = measured(DAY, *(f"participation_{what}" for what in ("turns", "messages", "words", "calls")))
    assert values(got, "participation_turns") == (3 / 5, 2 / 5)
    assert values(got, "participation_messages") == (3 / 5, 2 / 5)
    assert values(got, "participation_words") == (6 / 16, 10 / 16)
    assert values(got, "participation_calls") == (1.0, 0.0)
    assert got.filter(pl.col("measure") == "participation_words")["n"].to_list() == [16, 16]
    assert got["enough"].to_list() == [False] * 8
    assert got["interval"].to_list() == ["none"] * 8
    assert got["verdict"].unique().to_list() == ["cant_tell"]


def test_no_calls_give_no_share_of_calls() -> None:
    got = measured([("A", "2024-01-01 10:00"), ("B", "2024-01-01 10:01")], "participation_calls")
    assert values(got, "participation_calls") == (None, None)
    assert got["n"].to_list() == [0, 0]


def test_starts_depend_on_the_cut() -> None:
    """Silences before: A none (file's start) · B 90 min · A 5 h · A 9 h · B 25 h."""
    got = measured(
        [
            ("A", "2024-01-01 00:00"),
            ("B", "2024-01-01 01:30"),
            ("A", "2024-01-01 06:30"),
            ("A", "2024-01-01 15:30"),
            ("B", "2024-01-02 16:30"),
        ],
        "initiation_share",
        "initiation_share_no_late",
        "initiation_renewed",
    )
    assert values(got, "initiation_share", "1 h") == (2 / 4, 2 / 4)
    assert values(got, "initiation_share", "2 h") == (2 / 3, 1 / 3)
    assert values(got, "initiation_share", "6 h") == (1 / 2, 1 / 2)
    assert values(got, "initiation_share", "24 h") == (0.0, 1.0)
    rows = got.filter((pl.col("measure") == "initiation_share") & (pl.col("person") == "a"))
    assert rows["n"].to_list() == [4, 3, 3, 3, 2, 2, 1, 1, 1, 1]
    assert rows["x"].to_list() == list(CUTS)
    assert values(got, "initiation_share_no_late", "8 h") == (1.0, 0.0)  # B's start answers A: left out
    assert values(got, "initiation_renewed", "8 h") == (1.0, 0.0)


def test_runs_do_not_cross_a_long_silence() -> None:
    """Counts by hand. A's first run is the file's start and left out; B: 3 in a row, then after 42 h one more."""
    rows: list[Row] = [
        ("A", "2024-01-01 10:00"),
        ("B", "2024-01-01 11:00"),
        ("B", "2024-01-01 12:00"),
        ("B", "2024-01-01 13:00"),
        ("B", "2024-01-03 07:00"),
        ("A", "2024-01-03 08:00"),
        ("A", "2024-01-03 09:00"),
        ("B", "2024-01-03 09:30"),
    ]
    got = measured(rows, "runs_mean", "runs_distribution", observed_until="2024-01-03 10:00")
    assert values(got, "runs_mean") == (2.0, 2.0)  # B's last run is still open and left out
    assert got.filter(pl.col("measure") == "runs_mean")["n"].to_list() == [1, 2]
    assert values(got, "runs_distribution", "3") == (0.0, 0.5)
    longer = measured(rows, "runs_mean", observed_until="2024-01-03 17:30")
    assert values(longer, "runs_mean") == (2.0, (3 + 1 + 1) / 3)  # 8 h later the session is over


def test_a_long_run_is_counted_as_six_or_more() -> None:
    rows: list[Row] = [("A", "2024-01-01 00:00")]
    rows += [("B", f"2024-01-01 {hour:02d}:00") for hour in range(1, 9)]
    rows += [("A", "2024-01-01 09:00")]
    got = measured(rows, "runs_distribution")
    b = got.filter(pl.col("person") == "b")
    assert b["key"].to_list() == ["1", "2", "3", "4", "5", "6+"]
    assert b["value"].to_list() == [0, 0, 0, 0, 0, 1]


def test_reach_balance_in_all_hard_and_ordinary_weeks() -> None:
    """W01: B follows up, A calls in vain. W02 (hard): A starts. W03: B starts."""
    rows: list[Row] = [
        ("A", "2024-01-01 10:00"),
        ("B", "2024-01-01 10:30"),
        ("B", "2024-01-01 11:30"),
        ("A", "2024-01-01 12:00", {"kind": "missed_call"}),
        ("A", "2024-01-08 12:00"),
        ("B", "2024-01-15 12:00"),
    ]
    got = measured(rows, "reach_balance", options=MeasureOptions(hard_weeks=frozenset({"2024-W02"})))
    assert values(got, "reach_balance", "all") == (0.5, 0.5)
    assert values(got, "reach_balance", "hard") == (1.0, 0.0)
    assert values(got, "reach_balance", "ordinary") == (1 / 3, 2 / 3)
    assert measured(rows, "reach_balance")["key"].unique().to_list() == ["all"]


def test_hard_weeks_follow_the_zone_of_the_person_asking() -> None:
    """Sunday 20:00 UTC is Monday morning in Auckland: another ISO week."""
    rows: list[Row] = [("A", "2024-01-01 10:00"), ("B", "2024-01-07 20:00")]
    hard = MeasureOptions(hard_weeks=frozenset({"2024-W02"}))
    there = measured(rows, "reach_balance", options=hard, me="B", zone_b="Pacific/Auckland")
    assert values(there, "reach_balance", "hard") == (0.0, 1.0)
    assert values(measured(rows, "reach_balance", options=hard), "reach_balance", "hard") == (None, None)


def sessions(starters: str, per_day: int = 1, weeks: int = 12) -> list[Row]:
    """Sessions of one turn each at noon, every ``1 / per_day`` days, started by the letters in turn."""
    days = [f"2024-01-01 {8 + 6 * half:02d}:00" for half in range(per_day)]
    base = [pl.Series([day]).str.to_datetime()[0] for day in days]
    rows: list[Row] = []
    for number in range(weeks * 7):
        for half, first in enumerate(base):
            starter = starters[(number * per_day + half) % len(starters)]
            rows.append(
                (starter, f"{first + pl.Series([number]).cast(pl.Duration('ms'))[0] * 86_400_000:%Y-%m-%d %H:%M}")
            )
    return rows


def test_a_clear_and_steady_imbalance_holds_for_any_cut() -> None:
    got = measured(sessions("AAAAB"), "initiation_share")
    a = got.filter(pl.col("person") == "a")
    assert a["verdict"].to_list() == ["a_more"] * 10
    assert got["holds_for"].unique().to_list() == ["any cut"]
    assert (a["low"] > 0.6).all()
    assert (a["interval"] == "week_blocks").all()


def test_an_even_pair_is_called_even_when_the_interval_is_inside() -> None:
    got = measured(sessions("AB", weeks=30), "initiation_share")
    assert got["verdict"].unique().to_list() == ["even"]
    assert got["enough"].all()


def test_starts_of_one_person_only_get_the_exact_bound() -> None:
    got = measured(sessions("B"), "initiation_share").filter(pl.col("key") == "8 h").sort("person")
    assert got["interval"].to_list() == ["exact_binomial"] * 2
    assert got["value"].to_list() == [0.0, 1.0]
    assert got["high"][0] == pytest.approx(1 - 0.025 ** (1 / got["n"][0]))
    assert got["low"][1] == pytest.approx(0.025 ** (1 / got["n"][0]))


A, B, E, C = "a_more", "b_more", "even", "cant_tell"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([A] * 10, "any cut"),
        ([C] * 10, "any cut"),
        ([C, A, A, A, A, A, A, A, A, C], "2 to 20 hours"),
        ([C, C, C, C, A, A, A, A, A, A], "6 to 24 hours"),
        ([C, C, C, C, A, A, A, C, C, C], "depends on the cut"),  # too few neighbours agree
        ([B, C, A, A, A, A, A, A, A, A], "depends on the cut"),  # one cut says the opposite
        ([A, A, A, A, A, C, C, C, C, C], "depends on the cut"),  # can't tell at the cut shown
        ([E, E, E, E, E, E, E, C, C, C], "1 to 12 hours"),
    ],
)
def test_robustness_is_said_in_words(words: list[str], expected: str) -> None:
    assert holds_for(CUTS, words, CUTS.index(8 * HOUR_S), [True] * 10) == expected


def test_cuts_without_enough_starts_neither_agree_nor_contradict() -> None:
    words, enough = [A] * 9 + [B], [True] * 9 + [False]
    assert holds_for(CUTS, words, CUTS.index(8 * HOUR_S), enough) == "1 to 20 hours"
    assert holds_for(CUTS, [A] * 10, CUTS.index(8 * HOUR_S), enough) == "1 to 20 hours"


def test_cuts_are_named_in_hours_or_minutes() -> None:
    assert [gap_name(seconds) for seconds in (8 * HOUR_S, 1.5 * HOUR_S, 1200.0)] == ["8 h", "1.5 h", "20 min"]
