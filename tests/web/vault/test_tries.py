"""Tries over time, with a clock of our own: few guesses an hour, no gain from a restart, a changed clock or damage."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from evenstep.web.vault.tries import FREE, LONGEST_WAIT_S, count_try, forget_tries, put_back, read_tries, wait_after
from evenstep.web.vault.trouble import TooSoon

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def second(n: float) -> datetime:
    return NOON + timedelta(seconds=n)


def test_the_waits_grow_to_five_minutes() -> None:
    assert [wait_after(n) for n in range(13)] == [0, 0, 0, 0, 0, 10, 20, 40, 80, 160, 300, 300, 300]
    assert wait_after(10**9) == LONGEST_WAIT_S


def test_guessing_every_second_for_a_day_gets_few_guesses_in_any_hour(tmp_path: Path) -> None:
    path = tmp_path / "tries.json"
    looked_at = []
    for n in range(24 * 3600):
        if n >= (looked_at[-1] if looked_at else 0) + wait_after(len(looked_at)):
            count_try(path, second(n))
            looked_at.append(n)
    assert max(sum(start <= n < start + 3600 for n in looked_at) for start in looked_at) <= 100
    assert len(looked_at) < 300
    with pytest.raises(TooSoon):
        count_try(path, second(looked_at[-1] + 1))


def test_a_refused_try_does_not_make_the_wait_longer(tmp_path: Path) -> None:
    path = tmp_path / "tries.json"
    for _ in range(FREE):
        count_try(path, NOON)
    for n, left in [(1, 9), (5, 5), (9.5, 1)]:
        with pytest.raises(TooSoon) as held:
            count_try(path, second(n))
        assert held.value.wait_s == left
    assert len(count_try(path, second(10)).at) == FREE


def test_a_clock_set_back_starts_the_wait_again_but_no_longer(tmp_path: Path) -> None:
    path = tmp_path / "tries.json"
    for _ in range(FREE):
        count_try(path, NOON)
    year_ago = -365 * 86400
    with pytest.raises(TooSoon) as held:
        count_try(path, second(year_ago))
    assert held.value.wait_s == 10
    count_try(path, second(year_ago + 10))


def test_damage_is_no_help_to_a_guesser(tmp_path: Path) -> None:
    path = tmp_path / "tries.json"
    for spoilt in (b"", b"{", b"[]", b'{"at": [], "since": "soon"}', b'{"at": ["2026-01-01"], "since": null}'):
        path.write_bytes(spoilt)
        with pytest.raises(TooSoon):
            count_try(path, datetime.now(UTC))
        assert len(read_tries(path).at) == FREE


def test_the_right_secret_takes_its_own_try_back(tmp_path: Path) -> None:
    path = tmp_path / "tries.json"
    count_try(path, NOON)
    before = count_try(path, second(1))
    put_back(path, before)
    assert read_tries(path).at == (NOON,)
    forget_tries(path)
    put_back(path, read_tries(path))
    assert not path.exists()
