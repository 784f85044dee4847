"""The tables for spreadsheets: nothing in them begins a formula, numbers stay numbers, every row is there."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds_of_notes import DAY, NOON, fill

from evenstep.web.models import Space, Written
from evenstep.web.takeout.csv_out import as_csv, as_zip, harmless
from evenstep.web.vault.opened import Opened

FORMULA = re.compile(r"[\s\x00-\x20\u200b-\u200f\u202a-\u202e\ufeff]*[=+\-@＝＋－＠]")


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\x00=1", "＝1", "＋1", "－1", "＠x", "  =1", "\u00a0=1",
     "\u200b=1", "\ufeff=1", "\u202e=1", "\n=1", "=cmd|' /C calc'!A0", "−1"],
)  # fmt: skip
def test_what_may_begin_a_formula_is_marked(text: str) -> None:
    assert harmless(text).startswith("'")
    assert harmless(text).replace("'", "") == text.replace("'", "")


@pytest.mark.parametrize("text", ["a;=1+1", "a\n=1+1", "a\t=1", "a; \r\n -1", "x\n- one\n- two"])
def test_a_program_that_parts_cells_in_its_own_way_finds_no_formula_either(text: str) -> None:
    assert not [part for part in re.split(r"[;\t\r\n]", harmless(text)) if FORMULA.match(part)]


@pytest.mark.parametrize("text", ["\t", "\r", "\n", "\x00", "\tplain"])
def test_odd_first_letters_are_marked(text: str) -> None:
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("text", ["", "plain", "a = b", "two-fold", "x@y", "'quoted", "3 + 4"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


@given(st.text(alphabet=st.sampled_from("=+-@ \t\r\n\x00;,\"'a1＝\u200b"), max_size=12))
def test_no_cell_of_any_reader_begins_with_a_formula(text: str) -> None:
    table = as_csv(["head"], [[text]]).decode("utf-8-sig")
    for sign in ",;\t":
        for row in csv.reader(io.StringIO(table, newline=""), delimiter=sign):
            assert not [part for part in row if FORMULA.match(part)]


def test_numbers_stay_numbers_and_texts_are_quoted() -> None:
    table = as_csv(["n"], [[-1], [0.5], ["-1"], [True], [None]]).decode("utf-8-sig")
    assert table.split("\r\n") == ['"n"', "-1", "0.5", '"\'-1"', '"yes"', '""', ""]


def test_every_table_is_in_the_zip_and_every_row_in_its_table(store: Opened) -> None:
    fill()
    with zipfile.ZipFile(io.BytesIO(as_zip(NOON))) as found:
        tables = {name: found.read(name).decode("utf-8-sig") for name in found.namelist()}
    rows = {name: len(list(csv.reader(io.StringIO(text, newline="")))) - 1 for name, text in tables.items()}
    assert rows == {
        "settings.csv": 1,
        "spaces.csv": 2,
        "answers.csv": 3,
        "moments.csv": 3,
        "hard_weeks.csv": 1,
        "guesses.csv": 1,
        "tried.csv": 1,
        "written.csv": 1 + 1 + 4 + 3 + 1 + 1,
        "limits.csv": 2,
        "slips.csv": 2,
        "sittings.csv": 5,
        "imports.csv": 1,
        "messages.csv": 6,
    }
    assert "'=cmd" in tables["moments.csv"]
    assert "'=late" in tables["limits.csv"]
    assert "'@sum" in tables["slips.csv"]
    assert [row for row in tables.items() if re.search(r',"[\s\u2028]*[=+\-@]', row[1])] == []
    assert '"cards.0.mine",0.30000000000000004' in tables["written.csv"]
    assert '"deep.0.0.0.0.0",-7' in tables["written.csv"]


def test_a_page_without_a_field_is_in_the_tables_too(store: Opened) -> None:
    space = Space.objects.create(kind="work", other="B", made_at=NOON)
    Written.objects.create(space=space, practice="own_plan", at=NOON, local_day=DAY, fields={})
    with zipfile.ZipFile(io.BytesIO(as_zip(NOON))) as found:
        rows = list(csv.reader(io.StringIO(found.read("written.csv").decode("utf-8-sig"), newline="")))
    assert rows[1][2:] == ["own_plan", "2026-11-23T12:00:00.123456Z", "2026-11-23", "", ""]


def test_the_zip_is_the_same_for_the_same_facts(store: Opened) -> None:
    fill()
    assert as_zip(NOON) == as_zip(NOON)
