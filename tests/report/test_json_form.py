"""JSON: every key documented, withheld where the page withholds, and a round trip through the json module."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from loops import LOOPS
from pages import SHAPES, report
from results import invented

from evenstep.measures.catalogue import MEASURES
from evenstep.report.document import compose
from evenstep.report.json_form import SCHEMA, to_json

DOCS = Path(__file__).parents[2] / "docs" / "reference" / "json.md"


def keys_of(value: Any) -> set[str]:
    """Every key at any depth, names of measures left out."""
    if isinstance(value, dict):
        return set(value) | {key for part in value.values() for key in keys_of(part)}
    if isinstance(value, list):
        return {key for part in value for key in keys_of(part)}
    return set()


def test_every_key_and_the_version_are_documented() -> None:
    documented = set(re.findall(r"[\w.]+", " ".join(re.findall(r"`([^`]+)`", DOCS.read_text(encoding="utf-8")))))
    last_words = {name.rsplit(".", 1)[-1] for name in documented}
    made = to_json(report(loop=LOOPS["one circle"]))
    assert keys_of(made) - {one.name for one in MEASURES} <= last_words
    assert set(made["measures"]) <= {one.name for one in MEASURES}
    assert f"`{SCHEMA}`" in DOCS.read_text(encoding="utf-8")


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_it_survives_the_json_module_without_nan(shape: dict[str, object]) -> None:
    made = to_json(report(**shape))
    assert json.loads(json.dumps(made, allow_nan=False)) == made


def test_values_carry_numbers_intervals_and_counts() -> None:
    rows = to_json(report())["measures"]["initiation_share"]["values"]
    first = next(row for row in rows if row["person"] == "a" and row["key"] == "8 h")
    assert first["low"] < first["value"] < first["high"]
    assert first["n"] == 500
    assert first["holds_for"] == "2 to 20 hours"
    assert first["not_enough_yet"] is False


def test_what_has_not_enough_is_null_and_says_so() -> None:
    for measure in to_json(report(enough=False))["measures"].values():
        for row in measure["values"]:
            assert row["not_enough_yet"] is True
            assert row["value"] is row["low"] is row["high"] is row["verdict"] is None
            assert row["n"] >= 0


def test_one_person_without_enough_withholds_both() -> None:
    base = report()
    lone = pl.when((pl.col("measure") == "runs_mean") & (pl.col("person") == "a")).then(False)
    results = invented().with_columns(enough=lone.otherwise("enough"))
    made = to_json(compose(results, base.people, base.history, base.readings, now=base.written, options=base.options))
    rows = made["measures"]["runs_mean"]["values"]
    assert [row["value"] for row in rows] == [None, None]
    assert {row["person"]: row["enough"] for row in rows} == {"a": False, "b": True}


def test_an_unreached_median_is_null_but_not_withheld() -> None:
    rows = to_json(report(medians=(700.0, None)))["measures"]["waiting_median"]["values"]
    other = next(row for row in rows if row["person"] == "b")
    assert other["value"] is None
    assert other["not_enough_yet"] is False


def test_reading_people_and_sentences() -> None:
    base = report(me="B")
    made = to_json(base)
    assert made["people"] == {"a": "Ada", "b": "B", "me": "b"}
    assert made["reading"]["counts"]["seen"] == 39120
    assert made["reading"]["date_order"] == "dmy"
    assert made["reading"]["date_order_decided_by"] == "a day above 12"
    assert made["reading"]["capped"] is True
    assert made["sentences"] == [section["finding"] for section in made["sections"]]


def test_hours_are_only_ones_own() -> None:
    assert {row["person"] for row in to_json(report(me="B"))["measures"]["rhythm_hours"]["values"]} == {"b"}
    assert "rhythm_hours" not in to_json(report(me=None))["measures"]


def test_the_loop_is_null_when_nobody_looked_for_it() -> None:
    assert to_json(report())["loop"] is None


@pytest.mark.parametrize("name", LOOPS)
def test_the_loop_has_its_verdict_both_people_and_no_nan(name: str) -> None:
    found = LOOPS[name]
    made = to_json(report(loop=found))["loop"]
    assert made["verdict"] == found.verdict
    assert json.loads(json.dumps(made, allow_nan=False)) == made
    answers = [made["effects"][person][which]["answer"] for person in "ab" for which in "wk"]
    assert answers == [effect.answer for effect in found.effects]


def test_an_effect_of_the_loop_carries_both_intervals_and_its_adjusted_verdict() -> None:
    made = to_json(report(loop=LOOPS["one circle"]))["loop"]
    found = LOOPS["one circle"].effect("b", "w")
    told = made["effects"]["b"]["w"]
    assert told["coefficient"] == found.coefficient
    assert told["model"] == {"low": found.model.low, "high": found.model.high}
    assert told["weeks"] == {"low": found.weeks.low, "high": found.weeks.high}
    assert told["ratio"] == {"low": 0.66, "high": 0.92}
    assert (told["rate_ratio"], told["p"], told["p_adjusted"], told["answer"]) == (0.78, 0.001, 0.004, "shows")
    assert made["circles"] == ["a"]
    assert made["availability"]["a"]["busy_s"] == 3.5 * 3600
    assert made["availability"]["b"]["busy_s"] is None
    assert made["fit"]["fits"] is True and len(made["fit"]["tests"]) == 6
    assert made["controls"]["called"] == {"a": {"w": 2, "k": 3}, "b": {"w": 0, "k": 1}}
    assert made["echo"][0]["wait_s"] == {"low": 0.6 * 3600, "high": 4.0 * 3600}
    assert made["log_likelihood"] == {"a": -5000.5, "b": -4800.25}


@pytest.mark.parametrize("name", ["not enough yet", "does not fit"])
def test_a_withheld_loop_gives_no_number_of_an_effect(name: str) -> None:
    made = to_json(report(loop=LOOPS[name]))["loop"]
    for effects in made["effects"].values():
        for effect in effects.values():
            kept = {key for key, value in effect.items() if value is not None}
            assert kept == {"answer", "episodes", "problem"}
    assert made["echo"] == made["circles"] == []
    if name == "not enough yet":
        assert made["enough"]["more_weeks"] == 6
        assert made["fit"]["fits"] is made["controls"] is None


def test_the_loops_lines_stand_with_its_section() -> None:
    section = next(s for s in to_json(report(loop=LOOPS["one circle"]))["sections"] if s["slug"] == "loop")
    assert len(section["lines"]) == 6  # four halves, and two of the echo
    assert section["lines"][0]["range"] == "Could be 66 to 92 where it is usually 100."
