"""The negative control: quiet with a moved partner, loud where moving changes nothing, and heeded by the verdict."""

from __future__ import annotations

import numpy as np
import pytest

from evenstep.loop.controls import ALL, FEW, Fit, _asked, controls_of, shifts_of
from evenstep.loop.enough import enough_of
from evenstep.loop.findings import Controls, FitTest
from evenstep.loop.fit import PairFit, fit_loop, fit_pair
from evenstep.loop.history import history_of
from evenstep.loop.options import LoopOptions
from evenstep.loop.rearranged import shifted_history
from evenstep.loop.simulate import Simulated, simulate
from evenstep.loop.verdict import conclude, fooled

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
