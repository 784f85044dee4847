"""A run over fake worlds: on many processes, resumed, torn, interrupted, with pairs that raise or kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import fake_worlds
import pytest

from evenstep.errors import OptionError
from evenstep.loop.validation.cells import Cell, in_turn, seed_of
from evenstep.loop.validation.estimator import NamedEstimator
from evenstep.loop.validation.records import to_line
from evenstep.loop.validation.run import DIED, kept, run
from evenstep.loop.validation.store import RESULTS, read_results, writing
from evenstep.loop.validation.worker import Work

NAMES = ("honest", "narrow", "fragile", "deadly", "threads", "slow")
CELL = Cell("null", 52, "honest")


def work(version: str = "v1") -> Work:
    estimators = {name: NamedEstimator(name, getattr(fake_worlds, name)) for name in NAMES}
    return Work(fake_worlds.draw, estimators, dict.fromkeys(NAMES, version))


def test_trouble_shows_early_ten_of_each_cell_then_the_next_ten() -> None:
    other = Cell("loop", 52, "honest")
    tasks = list(in_turn({CELL: 25, other: 12}, 1))
    assert [(t.cell.world, t.pair) for t in tasks[9:21]] == [
        ("null", 9),
        *(("loop", i) for i in range(10)),
        ("null", 10),
    ]
    assert Counter(t.cell for t in tasks) == {CELL: 25, other: 12}
    assert tasks[-1].pair == 24


def test_seeds_differ_by_world_and_pair_but_not_by_estimator() -> None:
    cells = [Cell("null", 52, "honest"), Cell("loop", 52, "honest"), Cell("null", 26, "honest")]
    cells.append(Cell("null", 52, "honest", (("shift", 0.1),)))
    assert len({seed_of(1, cell, pair) for cell in cells for pair in range(50)}) == 200
    assert seed_of(1, CELL, 7) == seed_of(1, Cell("null", 52, "narrow"), 7) != seed_of(2, CELL, 7)


def test_a_run_is_the_same_on_one_process_and_on_many(tmp_path: Path) -> None:
    pairs = {CELL: 7, Cell("loop", 52, "narrow", (("shift", 0.5),)): 5}
    one = run(pairs, work(), tmp_path / "one", first_seed=1, jobs=1)
    two = run(pairs, work(), tmp_path / "two", first_seed=1, jobs=2)
    assert [(r.task, r.truth, r.estimate) for r in one] == [(r.task, r.truth, r.estimate) for r in two]
    assert len(one) == 12
    shifted = [r.estimate.effects[1].coefficient for r in one if r.task.cell.overrides]
    assert sum(shifted) / 5 == pytest.approx(0.85, abs=0.2)


def test_a_rerun_does_only_what_is_missing(tmp_path: Path) -> None:
    first = run({CELL: 4}, work(), tmp_path, first_seed=1, jobs=1)
    told: list[tuple[int, int]] = []
    again = run({CELL: 6}, work(), tmp_path, first_seed=1, jobs=1, tell=lambda done, of, _: told.append((done, of)))
    assert told == [(4, 6), (5, 6), (6, 6)]
    assert again[:4] == first
    assert len(read_results(tmp_path)) == 6
    assert run({CELL: 6}, work(), tmp_path, first_seed=1, jobs=1) == again
    assert len(kept({CELL: 9}, work(), tmp_path, first_seed=1)) == 6


def test_another_version_of_the_code_is_run_anew_and_never_mixed_in(tmp_path: Path) -> None:
    run({CELL: 3}, work("v1"), tmp_path, first_seed=1, jobs=1)
    new = run({CELL: 2}, work("v2"), tmp_path, first_seed=1, jobs=1)
    assert {r.version for r in new} == {"v2"}
    assert len(read_results(tmp_path)) == 5
    assert kept({CELL: 3}, work("v3"), tmp_path, first_seed=1) == []


@pytest.mark.parametrize("torn", [b'{"world": "null", "wee', b"\x00" * 700, b'{"world": "nu\n', b"\xff\xfe\n\x00"])
def test_a_torn_end_costs_only_itself(tmp_path: Path, torn: bytes) -> None:
    whole = run({CELL: 3}, work(), tmp_path, first_seed=1, jobs=1)
    path = tmp_path / RESULTS
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:2]) + torn)
    assert read_results(tmp_path) == whole[:2]
    again = run({CELL: 3}, work(), tmp_path, first_seed=1, jobs=1)
    assert [r.estimate for r in again] == [r.estimate for r in whole]
    assert len(path.read_bytes().splitlines()) == 3


def test_a_whole_line_without_its_end_is_not_taken_for_done(tmp_path: Path) -> None:
    run({CELL: 2}, work(), tmp_path, first_seed=1, jobs=1)
    path = tmp_path / RESULTS
    path.write_bytes(path.read_bytes().removesuffix(b"\n"))
    assert len(read_results(tmp_path)) == 1


def test_damage_in_the_middle_is_no_power_cut_and_is_named(tmp_path: Path) -> None:
    run({CELL: 3}, work(), tmp_path, first_seed=1, jobs=1)
    path = tmp_path / RESULTS
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + b"{}\n" + lines[2])
    with pytest.raises(OptionError, match="line 2"):
        run({CELL: 3}, work(), tmp_path, first_seed=1, jobs=1)
    assert path.read_bytes() == lines[0] + b"{}\n" + lines[2], "nothing is cut off that may be wanted"


def test_two_runs_do_not_write_in_one_folder(tmp_path: Path) -> None:
    with writing(tmp_path), pytest.raises(OptionError, match="another run"), writing(tmp_path):
        pass


def test_a_pair_that_raises_is_an_error_with_its_message(tmp_path: Path) -> None:
    records = run(
        {Cell("null", 52, "fragile"): 40, Cell("breaks", 52, "honest"): 2}, work(), tmp_path, first_seed=1, jobs=1
    )
    assert len(records) == 42
    raised = [r for r in records if r.task.cell.estimator == "fragile" and r.error]
    assert 0 < len(raised) < 40
    assert {r.error for r in raised} == {"ValueError: x is above 0.1"}
    assert {r.error for r in records if r.task.cell.world == "breaks"} == {"RuntimeError: no such luck"}
    assert [r.error for r in read_results(tmp_path)].count("") == 40 - len(raised)


def test_a_pair_that_kills_its_process_is_an_error_and_takes_no_other_along(tmp_path: Path) -> None:
    cell, twin = Cell("null", 52, "deadly"), Cell("null", 52, "fragile")
    records = run({cell: 12, twin: 12}, work(), tmp_path, first_seed=3, jobs=2)
    died = {r.task.pair for r in records if r.error == DIED}
    raised = {r.task.pair for r in records if r.error.startswith("ValueError")}
    assert died == raised
    assert died
    assert sum(not r.error for r in records) == 24 - 2 * len(died)


def test_a_process_uses_one_thread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLARS_MAX_THREADS", "2")
    (record,) = run({Cell("null", 52, "threads"): 1}, work(), tmp_path, first_seed=1, jobs=1)
    assert [record.estimate.effects[i].coefficient for i in (0, 1)] == [1.0, 1.0]
    assert os.environ["POLARS_MAX_THREADS"] == "2"


SCRIPT = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from test_run import work
from evenstep.loop.validation.cells import Cell
from evenstep.loop.validation.run import run
if __name__ == "__main__":
    run({Cell("null", 52, "slow"): 500}, work(), Path(sys.argv[2]), first_seed=1, jobs=2)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ")
def test_ctrl_c_stops_cleanly_and_keeps_what_was_in_work(tmp_path: Path) -> None:
    script, seen = tmp_path / "script.py", tmp_path / "seen"
    script.write_text(SCRIPT)
    environment = os.environ | {"FAKE_WORLDS_SEEN": str(seen)}
    command = [sys.executable, str(script), str(Path(__file__).parent), str(tmp_path / "out")]
    process = subprocess.Popen(command, env=environment, start_new_session=True, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while not (seen.exists() and seen.stat().st_size >= 3) and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the run and to all its processes
    _, said = process.communicate(timeout=60)
    assert process.returncode != 0
    assert said.count("Traceback") == 1, "only the one who was asked to stop says so"
    assert said.rstrip().endswith("KeyboardInterrupt")
    done = len(read_results(tmp_path / "out"))
    assert 3 <= done < 500
    assert seen.stat().st_size - done <= 2, "what was in work is kept, as far as it was asked in time"


def test_lines_are_written_whole(tmp_path: Path) -> None:
    records = run({CELL: 3}, work(), tmp_path, first_seed=1, jobs=1)
    assert (tmp_path / RESULTS).read_text() == "".join(to_line(r) for r in records)
