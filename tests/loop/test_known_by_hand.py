"""Seven panels worked out by hand: answers alone, reaching alone, and what was known of a drift after each of them."""

from __future__ import annotations

from itertools import product
from math import exp, log

import numpy as np
import numpy.typing as npt
import pytest

from evenstep.loop import known as known_module
from evenstep.loop.climb import Top
from evenstep.loop.design import IDLE, OWES, WAITS, Rows
from evenstep.loop.known import Known, held_beside, known_of, only
from evenstep.loop.likelihood import Likelihood
from evenstep.loop.person import latent
from evenstep.loop.terms import BESIDE, PACE, K, Terms, W, terms_of

Floats = npt.NDArray[np.float64]

# state, hours, a turn starts at its end, at risk, a new day begins with it: one while no answer is owed
PANELS = (
    (OWES, 1.0, False, True, False),
    (OWES, 0.5, True, True, False),
    (WAITS, 0.25, False, False, False),  # inside one's own turn
    (WAITS, 2.0, False, True, False),
    (IDLE, 3.0, True, True, True),
    (OWES, 1.0, False, True, False),
    (IDLE, 4.0, True, True, False),
)
RATES = {OWES: 0.8, WAITS: 0.3, IDLE: 0.2}  # an hour
SD, DAYS = 0.7, 3.0
STAY = 0.5 * (1 + exp(-1 / DAYS))  # two levels of drift, one sd above and below, that last so long
REACHING = (WAITS, IDLE)


@pytest.fixture(scope="module")
def rows() -> Rows:
    state, hours, starts, risk, day = (np.array(column) for column in zip(*PANELS, strict=True))
    none, n = np.zeros(state.size), state.size
    return Rows(
        begin_s=3600 * (np.cumsum(hours) - hours),
        dt_h=hours,
        y=starts.astype(np.int64),
        risk=risk,
        state=state,
        turn=np.arange(n),
        hour=np.zeros(n, np.int64),
        new_day=day,
        week=np.zeros(n, np.int64),
        since=np.zeros(n, np.int64),
        remind=np.full(n, 3),
        log_pressure=none,
        slowness=none,
        pace=np.zeros((n, 2)),
    )


def likelihood_of(rows: Rows, levels: int, *, spells: bool = False) -> tuple[Likelihood, Floats]:
    """With RATES, the drift above, the same at every hour; with ``spells``, deep ones of some hours."""
    likelihood = Likelihood(rows, terms_of(rows), levels, spells)
    theta = likelihood.start()
    clocks = {"owes 0 min": OWES, "waits 0 min": WAITS, "idle 0 min": IDLE}
    theta[: len(likelihood.terms.names)] = [log(RATES[clocks[name]]) for name in likelihood.terms.names]
    theta[-5:] = (2.0 if spells else 0.0), 0.0, 0.0, SD, log(DAYS)
    return likelihood, theta


def weight(states: tuple[int, ...], drift: tuple[float, float], upto: int = len(PANELS)) -> float:
    """The probability of what happened in the panels of ``states``, with the log rates of both days moved."""
    total, today = 1.0, 0
    for state, hours, starts, risk, day in PANELS[:upto]:
        today += day
        if risk and state in states:
            rate = RATES[state] * exp(drift[today])
            total *= exp(-rate * hours) * (rate if starts else 1.0)
    return total


def over_days(states: tuple[int, ...], upto: int = len(PANELS)) -> dict[tuple[float, float], float]:
    """For the drift of the first and the second day, its probability together with what happened."""
    found = {}
    for one, two in product((-SD, SD), repeat=2):
        found[one, two] = 0.5 * (STAY if one == two else 1 - STAY) * weight(states, (one, two), upto)
    return found


def test_answers_alone_by_hand(rows: Rows) -> None:
    """Two and a half hours at risk, one answer; no hour of waiting or idling, no turn started in one."""
    likelihood, theta = likelihood_of(only(rows, rows.state == OWES), 1)
    assert likelihood.filtered(theta) == pytest.approx(log(0.8) - 0.8 * (1 + 0.5 + 1), abs=1e-6)


def test_reaching_alone_by_hand(rows: Rows) -> None:
    """Two hours of waiting, seven of idling, two starts; the quarter of an hour inside a turn does not count."""
    likelihood, theta = likelihood_of(only(rows, rows.state != OWES), 1)
    assert likelihood.filtered(theta) == pytest.approx(2 * log(0.2) - 0.3 * 2 - 0.2 * (3 + 4), abs=1e-6)


@pytest.mark.parametrize("states", [(OWES,), REACHING])
def test_with_a_drift_the_days_between_are_kept(rows: Rows, states: tuple[int, ...]) -> None:
    likelihood, theta = likelihood_of(only(rows, np.isin(rows.state, states)), 2)
    assert likelihood.filtered(theta) == pytest.approx(log(sum(over_days(states).values())), abs=1e-6)


def test_a_known_drift_is_its_mean_as_a_log_rate(rows: Rows) -> None:
    """After each panel, given what came before and in it; not centred and not scaled."""
    likelihood, theta = likelihood_of(rows, 2)
    known = latent(likelihood, theta)
    for n in range(len(PANELS)):
        paths = over_days((OWES, *REACHING), n + 1)
        today = sum(day for *_, day in PANELS[: n + 1])
        mean = sum(drift[today] * p for drift, p in paths.items()) / sum(paths.values())
        assert known.filtered_drift[n] == pytest.approx(mean, abs=1e-6)
    assert np.abs(known.filtered_drift).min() > 0.01
    np.testing.assert_allclose(known.end_s, 3600 * np.cumsum(rows.dt_h))
    assert known.filtered_spell == pytest.approx(np.zeros(len(PANELS)))  # where there are no spells


def test_a_known_spell_lies_between_busy_and_free(rows: Rows) -> None:
    """A log rate: the depth below 0 when surely busy. A turn speaks for free, hours without one for busy."""
    likelihood, theta = likelihood_of(rows, 1, spells=True)
    known = latent(likelihood, theta).filtered_spell
    assert (known < 0).all()
    assert (known > -2).all()
    assert known[1] > known[0]
    assert known[3] < known[2]
    assert known[4] > known[3]
    assert latent(likelihood, theta).filtered_drift == pytest.approx(np.zeros(len(PANELS)))  # one level is none


def test_both_fits_are_to_their_own_panels(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers to those in which an answer is owed, reaching to all others; both without the effects, and as coarse."""
    asked: list[Likelihood] = []

    def stays(likelihood: Likelihood, theta: Floats, *_: object, before: tuple[Terms, Floats]) -> Top:
        asked.append(likelihood)
        return Top(theta, 0.0, theta, before[1], True, 1)

    monkeypatch.setattr(known_module, "climb", stays)
    monkeypatch.setattr(known_module, "LEAST", 0)
    pressed = Rows(**{**vars(rows), "log_pressure": 0.1 * (rows.state == OWES), "slowness": 0.1 * (rows.state != OWES)})
    coarse, fine = (Likelihood(pressed, terms_of(pressed), levels) for levels in (3, 5))
    assert {W, K} < set(coarse.terms.names)
    whole, rough = ((each, Top(each.start(), 0.0, each.start(), np.eye(each.size), True, 1)) for each in (fine, coarse))
    known = known_of(whole, rough)
    assert [set(each.rows.state[each.rows.risk]) for each in asked] == [{OWES}, set(REACHING)]
    assert [each.levels for each in asked] == [3, 3]
    assert not {W, K, *PACE, *BESIDE} & {name for each in asked for name in each.terms.names}
    np.testing.assert_allclose(known.whole.end_s, 3600 * np.cumsum(rows.dt_h))
    np.testing.assert_allclose(known.answering.end_s / 3600, [1.0, 1.5, 3.75, 6.75, 7.75, 11.75])
    np.testing.assert_allclose(known.reaching.end_s / 3600, [1.75, 3.75, 6.75, 7.75, 11.75])


def test_before_anything_is_known_all_columns_are_zero(rows: Rows) -> None:
    """In the first panel; and everywhere where nothing of a person is known."""
    likelihood, theta = likelihood_of(rows, 2, spells=True)
    seen = latent(likelihood, theta)
    columns = held_beside(rows, Known(seen, seen, seen), Known(seen, seen, seen))
    assert columns.shape == (len(PANELS), len(BESIDE))
    assert not columns[0].any()
    assert columns[1:, :3].all()
    plain, start = likelihood_of(rows, 1)
    none = latent(plain, start)
    nothing = Known(none, none, none)
    assert not held_beside(rows, nothing, nothing).any()


def test_a_drift_is_held_as_it_is_and_a_spell_less_its_mean(rows: Rows) -> None:
    likelihood, theta = likelihood_of(rows, 2, spells=True)
    seen = latent(likelihood, theta)
    of_them, of_it, reaching, answers, reaches = held_beside(rows, Known(seen, seen, seen), Known(seen, seen, seen)).T
    before = np.append(0.0, seen.filtered_drift[:-1])
    np.testing.assert_allclose(of_them, before)
    np.testing.assert_allclose(reaching, before)
    np.testing.assert_allclose(answers + reaches, before)
    owes = rows.state == OWES
    assert not answers[~owes].any()
    assert not reaches[owes].any()
    np.testing.assert_allclose(of_it[1:], seen.filtered_spell[:-1] - seen.filtered_spell.mean())
