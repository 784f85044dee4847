"""Simulated pairs as files: what is written reads back as the same events, through the ordinary readers."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from evenstep.cli import main
from evenstep.events.schema import check_conversations, from_parquet
from evenstep.loop.simulate import simulate
from evenstep.loop.validation.cells import Cell, seed_of
from evenstep.loop.validation.estimator import EFFECTS
from evenstep.sources.read import read_export

ARGUMENTS = ["simulate", "--world", "one-way-k", "--weeks", "6", "--seed", "4"]


def told(*more: str) -> str:
    result = CliRunner().invoke(main, [*ARGUMENTS, *more])
    assert result.exit_code == 0, result.output
    return result.output


def test_parquet_holds_the_pairs_that_validate_draws(tmp_path: Path) -> None:
    out = tmp_path / "pairs.parquet"
    assert "2 pairs" in told("--pairs", "2", "--out", str(out))
    events = from_parquet(out)
    seed = seed_of(4, Cell("one-way-k", 6, "anything"), 1)
    pair = simulate("one-way-k", weeks=6, seed=seed)
    mine = events.filter(pl.col("conversation_id") == "one-way-k-0001")
    assert mine.drop("conversation_id").equals(pair.events.drop("conversation_id"))
    check_conversations(pl.read_parquet(tmp_path / "pairs.conversations.parquet"))
    truth = pl.read_csv(tmp_path / "pairs.truth.csv")
    assert truth.row(1) == ("one-way-k-0001", seed, *pair.truth)
    assert truth.columns[2:] == list(EFFECTS)


def test_csv_and_whatsapp_read_back_through_the_ordinary_readers(tmp_path: Path) -> None:
    table, chat = tmp_path / "pair.csv", tmp_path / "chat.txt"
    told("--out", str(table), "--whatsapp", str(chat))
    pair = simulate("one-way-k", weeks=6, seed=seed_of(4, Cell("one-way-k", 6, ""), 0))
    for path, people in ((table, ["A", "B"]), (chat, ["Ana", "Ben"])):
        parsed = read_export(path, zone="Europe/Berlin", me=people[0])
        assert parsed.rejects.is_empty()
        assert parsed.events["time"].to_list() == pair.events["time"].to_list()
        said = parsed.events["sender"].cast(pl.String).replace_strict(people, ["A", "B"])
        assert said.to_list() == pair.events["sender"].cast(pl.String).to_list()
        assert parsed.events["n_words"].to_list() == pair.events["n_words"].to_list()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--world", "nowhere", "--out", "x.csv"], "drift-own-2d-0.3"),
        (["--world", "null"], "--out FILE.parquet"),
        (["--world", "null", "--weeks", "2", "--out", "x.xlsx"], ".parquet or .csv"),
    ],
)
def test_a_wrong_wish_says_what_would_do(arguments: list[str], says: str) -> None:
    result = CliRunner().invoke(main, ["simulate", *arguments])
    assert result.exit_code == 5
    assert says in result.output
