"""The negative control: quiet with a moved partner, loud where moving changes nothing, and heeded by the verdict."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from evenstep.loop import controls as control_module
from evenstep.loop.climb import Top
from evenstep.loop.controls import ALL, FEW, Fit, _asked, controls_of, shifts_of
from evenstep.loop.design import HOUR, OWES
from evenstep.loop.enough import enough_of
from evenstep.loop.findings import Controls, FitTest
from evenstep.loop.fit import PairFit, fit_loop, fit_pair
from evenstep.loop.history import history_of
from evenstep.loop.likelihood import Likelihood
from evenstep.loop.options import LoopOptions
from evenstep.loop.person import Latent
from evenstep.loop.rearranged import WEEK_S, shifted_history
from evenstep.loop.simulate import Simulated, simulate
from evenstep.loop.terms import BESIDE
from evenstep.loop.verdict import conclude, fooled

Floats = npt.NDArray[np.float64]
OPTIONS = LoopOptions(levels=5)


@pytest.fixture(scope="module")
def made() -> Simulated:
    return simulate("loop-spells", weeks=30, seed=4, w=(-0.5, -0.5), k=(0.4, 0.4))


@pytest.fixture(scope="module")
def pair(made: Simulated) -> PairFit:
    return fit_pair(history_of(made.conversations, made.events, OPTIONS), OPTIONS)


def fits_of(pair: PairFit) -> tuple[Fit, Fit]:
    return ((pair.likelihoods[0], pair.tops[0].theta), (pair.likelihoods[1], pair.tops[1].theta))


@pytest.mark.parametrize(("weeks", "most"), [(2, 8), (9, 8), (10, 8), (52, 8), (52, 51), (300, 51)])
def test_shifts_are_distinct_even_and_never_near_the_truth(weeks: int, most: int) -> None:
    shifts = shifts_of(weeks, most)
    assert len(shifts) == len(set(shifts)) == min(most, weeks - 1)
    assert shifts[0] == 1
    assert shifts[-1] == max(weeks - 1, 1)
    assert np.ptp(np.diff(shifts)) <= 1 if len(shifts) > 1 else True
    assert shifts_of(1, most) == ()


def test_a_true_loop_is_gone_when_the_partner_is_moved(pair: PairFit) -> None:
    enough = enough_of(pair.history, pair.clocks, pair.rows, OPTIONS)
    assert conclude(pair.history, pair.people, enough, OPTIONS).verdict == "both directions"
    heard: list[tuple[int, int]] = []
    found = controls_of(pair.history, fits_of(pair), pair.known, OPTIONS, 4, lambda n, of: heard.append((n, of)))
    assert found.shifts == 4
    assert found.both_directions == 0
    assert sum(found.effects) <= 2  # of 16
    assert heard == [(n, 4) for n in (1, 2, 3, 4)]


def test_a_control_finds_what_is_there(pair: PairFit) -> None:
    """Moved by no week at all, the partner is the true one: the control finds what the fit found."""
    effects = conclude(
        pair.history, pair.people, enough_of(pair.history, pair.clocks, pair.rows, OPTIONS), OPTIONS
    ).effects
    found, _ = _asked(pair.history, fits_of(pair), pair.known, OPTIONS, 0, (None, None))
    assert [effect.answer for effect in found] == ["shows"] * 4
    for effect, other in zip(effects, found, strict=True):
        assert abs(effect.coefficient - other.coefficient) < 0.2 * (effect.model.high - effect.model.low)


def test_a_shift_has_the_fits_own_grid_and_what_was_known_an_hour_before(
    pair: PairFit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Columns about b move along with b and are an hour older, those about a stay; levels and spells are the fit's."""
    made: list[Likelihood] = []

    def stays(likelihood: Likelihood, theta: Floats, *_: object) -> Top:
        made.append(likelihood)
        return Top(theta, 0.0, theta, np.eye(likelihood.size), True, 1)

    monkeypatch.setattr(control_module, "climb", stays)
    monkeypatch.setattr(control_module, "finished", lambda *_: pair.people[0])
    assert pair.known is not None
    fits = tuple(
        (Likelihood(rows, likelihood.terms, levels, spells), top.theta)
        for rows, likelihood, levels, spells, top in zip(
            pair.rows, pair.likelihoods, (7, 3), (True, False), pair.tops, strict=True
        )
    )
    shift = 5
    _asked(pair.history, (fits[0], fits[1]), pair.known, OPTIONS, shift, (None, None))
    assert [(each.levels, each.spells) for each in made] == [(7, True), (3, False)]
    span = pair.history.weeks * WEEK_S
    for likelihood, own, partner, own_moves in zip(made, pair.known, pair.known[::-1], (False, True), strict=True):
        assert likelihood.terms.names[-len(BESIDE) :] == BESIDE
        rows, columns = likelihood.rows, likelihood.terms.values[:, -len(BESIDE) :]
        at = np.arange(0, rows.y.size, 7)
        begin = rows.begin_s[at]
        before = (begin - shift * WEEK_S - HOUR) % span
        mine, theirs = (before, begin) if own_moves else (begin, before)
        owes = rows.state[at] == OWES
        spell = partner.whole.filtered_spell
        expected = [
            last(partner.whole, partner.whole.filtered_drift, theirs),
            last(partner.whole, spell - spell.mean(), theirs),
            last(partner.reaching, partner.reaching.filtered_drift, theirs),
            np.where(owes, last(own.answering, own.answering.filtered_drift, mine), 0.0),
            np.where(owes, 0.0, last(own.reaching, own.reaching.filtered_drift, mine)),
        ]
        np.testing.assert_allclose(columns[at], np.column_stack(expected))
        assert (np.abs(columns[at]).max(axis=0) > 0.01).sum() >= 3


def last(known: Latent, values: Floats, at_s: Floats) -> Floats:
    """What was known at the end of the last panel that had ended by then; 0 before the first."""
    n = (known.end_s[None, :] <= at_s[:, None] + 1e-6).sum(axis=1)
    seen: Floats = np.append(0.0, values)[n]
    return seen


def test_a_shift_is_fitted_as_well_as_the_truth(pair: PairFit) -> None:
    """Against the pair fitted from scratch, with its own first look at each person."""
    moved = shifted_history(pair.history, 9, OPTIONS.turn_gap_s)
    anew = fit_pair(moved, OPTIONS)
    effects, _ = _asked(pair.history, fits_of(pair), pair.known, OPTIONS, 9, (None, None))
    all_anew = [c for person in anew.people for c in (person.w, person.k)]
    for effect, other in zip(effects, all_anew, strict=True):
        # What is held beside comes from the true history here, from the moved one there.
        assert abs(effect.coefficient - other.value) < 1.0 * other.model
        # On the coarser drift a standard error may come out too large; it must not come out much smaller.
        assert (effect.model.high - effect.model.low) / 3.92 > 0.7 * other.model


def test_the_loop_checks_itself(made: Simulated, pair: PairFit) -> None:
    alone = conclude(pair.history, pair.people, enough_of(pair.history, pair.clocks, pair.rows, OPTIONS), OPTIONS)
    assert alone.fit_tests == ()
    assert alone.controls.shifts == 0
    checked = fit_loop(made.conversations, made.events, options=OPTIONS)
    assert checked.verdict == "both directions"
    assert checked.controls.shifts == FEW
    assert len(checked.fit_tests) >= 4
    assert checked.effects == alone.effects
    assert ALL == 51


@pytest.mark.parametrize(
    ("shifts", "loops", "verdict"),
    [(6, 0, "both directions"), (6, 1, "can't tell"), (51, 5, "both directions"), (51, 6, "can't tell")],
)
def test_a_fooled_control_takes_the_loop_back(pair: PairFit, shifts: int, loops: int, verdict: str) -> None:
    controls = Controls(shifts, loops, (loops,) * 4)
    enough = enough_of(pair.history, pair.clocks, pair.rows, OPTIONS)
    result = conclude(pair.history, pair.people, enough, OPTIONS, controls=controls)
    assert result.verdict == verdict
    assert bool(result.circles) == (verdict == "both directions")
    assert fooled(controls) == (verdict == "can't tell")
    assert result.controls == controls


def test_a_fooled_control_comes_after_a_misfit(pair: PairFit) -> None:
    enough, controls = enough_of(pair.history, pair.clocks, pair.rows, OPTIONS), Controls(8, 8, (8, 8, 8, 8))
    misfit = FitTest("a", "answering", 100, 0.4, 0.0, 0.0, False)
    both = conclude(pair.history, pair.people, enough, OPTIONS, controls=controls, tests=(misfit,))
    assert both.verdict == "does not fit"
