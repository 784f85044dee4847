"""Visits: found by their secret, forgotten when idle or left, one reading at a time."""

from __future__ import annotations

from pathlib import Path

from fake_house import Clock

from evenstep.web.outcome import Answers, Outcome, Problem, Shown, Upload
from evenstep.web.vault.opened import Opened
from evenstep.web.visits import Visit, Visits

FILE = Upload(0, "a.txt", b"words")
OTHER = Upload(1, "b.txt", b"more words")


def test_a_visit_is_found_by_its_secret_only(clock: Clock) -> None:
    visits = Visits(clock, idle_s=60)
    visit = visits.enter()
    assert visits.find(visit.secret) is visit
    assert visits.find("") is None
    assert visits.find(visit.secret[:-1]) is None


def test_opening_notes_lets_go_of_what_two_filled_in_before(clock: Clock, tmp_path: Path) -> None:
    """A request that was under way while they locked may have put it there."""
    visit = Visits(clock, idle_s=60).enter()
    visit.lock_up()
    visit.two = object()
    visit.unlock(Opened("a", tmp_path, bytes(32), False, "Notes"))
    assert visit.two is None


def test_use_keeps_a_visit_and_idleness_ends_it(clock: Clock) -> None:
    visits = Visits(clock, idle_s=60)
    visit = visits.enter()
    visit.begin((FILE,))
    for _ in range(3):
        clock.now_s += 59
        assert visits.find(visit.secret) is visit
    clock.now_s += 61
    visits.sweep()
    assert visit.left
    assert visit.reading is None
    assert visits.find(visit.secret) is None


def test_leaving_all_forgets_everyone(clock: Clock) -> None:
    visits = Visits(clock, idle_s=60)
    both = [visits.enter(), visits.enter()]
    visits.leave_all()
    assert all(visit.left for visit in both)
    assert visits.find(both[0].secret) is None


def test_secrets_and_keys_are_long_and_never_the_same(clock: Clock) -> None:
    visits = Visits(clock, idle_s=60)
    everyone = [visits.enter() for _ in range(100)]
    assert len({visit.secret for visit in everyone}) == 100
    assert min(len(visit.secret) for visit in everyone) >= 40
    assert len({visit.begin(()).key for visit in everyone}) == 100


def test_one_reading_at_a_time() -> None:
    visit = Visit("secret", 0.0)
    first = visit.begin((FILE,))
    second = visit.begin((OTHER,))
    assert visit.reading_for(first.key) is None
    assert visit.reading_for(second.key) is second
    assert visit.reading_for("é") is None


def test_settling_lets_refused_files_go_and_all_of_them_at_the_end() -> None:
    reading = Visit("secret", 0.0).begin((FILE, OTHER))
    reading.settle(Answers(), Outcome(problems=(Problem(1, "b.txt", "E110", "Empty.", "Choose another."),)))
    assert reading.uploads == (FILE,)
    reading.settle(Answers(), Outcome(shown=Shown("You and Ben", "<p>")))
    assert reading.uploads == ()
    assert reading.shown is not None


def test_bytes_and_pages_are_not_in_a_repr() -> None:
    reading = Visit("secret", 0.0).begin((FILE,))
    reading.settle(Answers(), Outcome(shown=Shown("You and Ben", "<p>private")))
    assert "words" not in repr(FILE)
    assert "private" not in repr(reading)
