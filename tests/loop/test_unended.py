"""A search that did not come to its end is named: in the fit, in what is said of the pair, in its checks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from evenstep.loop import climb as climb_module
from evenstep.loop import controls as control_module
from evenstep.loop import fit as fit_module
from evenstep.loop import known as known_module
from evenstep.loop import person as person_module
from evenstep.loop import residuals as residual_module
from evenstep.loop.bootstrap import against
from evenstep.loop.climb import Top, climb, inverse_columns
from evenstep.loop.controls import controls_of
from evenstep.loop.design import OWES
from evenstep.loop.enough import enough_of
from evenstep.loop.findings import Controls, FitTest, LoopResult
from evenstep.loop.fit import PairFit, fit_loop, fit_pair, unseen
from evenstep.loop.history import History, history_of
from evenstep.loop.likelihood import Likelihood
from evenstep.loop.options import LoopOptions
from evenstep.loop.person import _coefficient, finished, maximise
from evenstep.loop.simulate import Simulated, simulate
from evenstep.loop.terms import BESIDE, W, terms_of
from evenstep.loop.verdict import conclude
from evenstep.report.names import People
from evenstep.report.wording.loop_method import control, how, searches

OPTIONS = LoopOptions(levels=5)
PEOPLE = People.of("Ada", "Bo", None)
TEST = FitTest("a", "answering", 100, 0.05, 0.5, 0.0, True)
ALL = ("rough", "alone", "answering", "reaching", "effects")
Chosen = Callable[[Likelihood], bool]


@pytest.fixture(scope="module")
def made() -> Simulated:
    return simulate("loop-spells", weeks=26, seed=5)


@pytest.fixture(scope="module")
def history(made: Simulated) -> History:
    return history_of(made.conversations, made.events, OPTIONS)


@pytest.fixture(scope="module")
def pair(history: History) -> PairFit:
    return fit_pair(history, OPTIONS)


def said(pair: PairFit) -> LoopResult:
    enough = enough_of(pair.history, pair.clocks, pair.rows, OPTIONS)
    return conclude(pair.history, pair.people, enough, OPTIONS)


def stopping(monkeypatch: pytest.MonkeyPatch, module: Any, chosen: Chosen) -> None:
    """From now on the searches of ``module`` over likelihoods that are ``chosen`` say that they did not end."""

    def stopped(likelihood: Likelihood, *given: Any, **named: Any) -> Top:
        top = climb(likelihood, *given, **named)
        return replace(top, converged=False) if chosen(likelihood) else top

    monkeypatch.setattr(module, "climb", stopped)


def answers_only(likelihood: Likelihood) -> bool:
    return bool((likelihood.rows.state[likelihood.rows.risk] == OWES).all())


def with_beside(likelihood: Likelihood) -> bool:
    return BESIDE[0] in likelihood.terms.names


@pytest.mark.parametrize(
    ("module", "chosen", "name", "numbers"),
    [
        (person_module, lambda _: True, "rough", True),
        (fit_module, lambda each: not with_beside(each), "alone", False),
        (known_module, answers_only, "answering", False),
        (known_module, lambda each: not answers_only(each), "reaching", False),
        (fit_module, with_beside, "effects", False),
    ],
)
def test_every_search_of_a_fit_is_heard_of(
    history: History,
    pair: PairFit,
    monkeypatch: pytest.MonkeyPatch,
    module: Any,
    chosen: Chosen,
    name: str,
    numbers: bool,
) -> None:
    """By its name; and what rests on it has no number, but for a first look that later searches went on from."""
    stopping(monkeypatch, module, chosen)
    found = fit_pair(history, OPTIONS)
    result = said(found)
    assert result.unended == ((name,), (name,))
    assert [person.converged for person in found.people] == [numbers] * 2
    assert [effect.problem for effect in result.effects] == ["" if numbers else "search did not end"] * 4
    if numbers:
        assert result.effects == said(pair).effects


def test_where_all_ended_nothing_is_said(pair: PairFit) -> None:
    result = said(pair)
    assert result.unended == ((), ())
    assert searches(PEOPLE, result) == ()
    assert "The search" not in dict(how(PEOPLE, result))


def test_a_search_at_its_limit_is_not_silent(made: Simulated, monkeypatch: pytest.MonkeyPatch) -> None:
    """No step allowed at all, anywhere: no number, no verdict that rests on one, and every search named."""
    monkeypatch.setattr(climb_module, "MOST_STEPS", 0)
    result = fit_loop(made.conversations, made.events, options=OPTIONS)
    assert [own[:5] for own in result.unended] == [ALL, ALL]
    # A place that is not a top need not bend down either.
    assert {"search did not end"} <= {effect.problem for effect in result.effects} <= {"search did not end", "flat"}
    assert all(np.isnan(effect.coefficient) for effect in result.effects)
    assert result.verdict in ("can't tell", "does not fit")
    assert not any(test.ended for test in result.fit_tests)
    assert result.controls.unended > 0
    assert result.controls.effects == (0, 0, 0, 0)


def test_one_of_two_first_searches_is_enough_to_be_named(pair: PairFit, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that did not end might have ended higher, whichever of the two it was."""
    rows = pair.rows[0]
    for lost in (0, 1):
        asked: list[Likelihood] = []

        def chosen(likelihood: Likelihood, asked: list[Likelihood] = asked, n: int = lost + 1) -> bool:
            asked.append(likelihood)
            return len(asked) == n

        stopping(monkeypatch, person_module, chosen)
        _, top = maximise(rows, terms_of(rows), 1, spells=False, decrement=1.0)
        assert len(asked) == 2
        assert not top.converged


def test_conjugate_gradients_at_their_limit_are_not_silent(pair: PairFit, monkeypatch: pytest.MonkeyPatch) -> None:
    likelihood, top = pair.likelihoods[0], pair.tops[0]
    assert finished(likelihood, top).unended == ()
    at = (likelihood.terms.names.index(W),)
    likelihood.evaluate(top.theta)
    information = likelihood.complete_information(likelihood.rows.y - likelihood.work.score)
    poor = replace(
        top, inverse=np.asarray(np.linalg.inv(information), np.float64)
    )  # of the complete data: work is left
    assert inverse_columns(likelihood, poor, at).solved == (True,)
    monkeypatch.setattr(climb_module, "MOST_PRODUCTS", 0)
    assert inverse_columns(likelihood, poor, at).solved == (False,)
    found = finished(likelihood, poor)
    assert found.unended == ("errors",)
    assert np.isfinite(found.w.model)


def test_no_curvature_is_not_called_separation(pair: PairFit) -> None:
    likelihood, top = pair.likelihoods[0], pair.tops[0]
    n = likelihood.terms.names.index(W)
    for variance in (0.0, -1.0, np.inf, np.nan):
        column = np.full(likelihood.size, 0.1)
        column[n] = variance
        assert _coefficient(likelihood, top, n, column).problem == "flat"
    rows = replace(likelihood.rows, y=np.where(likelihood.terms.values[:, n] != 0, 0, likelihood.rows.y))
    never = replace(likelihood, rows=rows)
    assert _coefficient(never, top, n, np.full(likelihood.size, 0.1)).problem == "separation"


def test_what_has_no_number_needs_no_exact_error(pair: PairFit, monkeypatch: pytest.MonkeyPatch) -> None:
    likelihood, top = pair.likelihoods[0], pair.tops[0]
    monkeypatch.setattr(climb_module, "MOST_PRODUCTS", 0)
    rows = replace(likelihood.rows, y=np.zeros_like(likelihood.rows.y))
    found = finished(replace(likelihood, rows=rows), replace(top, inverse=np.eye(likelihood.size)))
    assert (found.w.problem, found.k.problem) == ("separation", "separation")
    assert found.unended == ()


def test_a_held_out_search_that_did_not_end_marks_its_tests(pair: PairFit, monkeypatch: pytest.MonkeyPatch) -> None:
    before = unseen(pair)
    assert before
    assert all(test.ended for test in before)
    stopping(monkeypatch, residual_module, lambda _: True)
    after = unseen(pair)
    assert not any(test.ended for test in after)
    assert [replace(test, ended=True) for test in after] == list(before)


def test_a_drawn_history_whose_fit_did_not_end_marks_the_test() -> None:
    assert against(TEST, [TEST] * 3).ended
    assert not against(TEST, [TEST, replace(TEST, ended=False), TEST]).ended
    assert against(TEST, [TEST, replace(TEST, person="b", ended=False)]).ended
    assert not against(replace(TEST, ended=False), [TEST]).ended


def test_shifts_without_an_end_are_counted_apart(pair: PairFit, monkeypatch: pytest.MonkeyPatch) -> None:
    stopping(monkeypatch, control_module, lambda _: True)
    fits = ((pair.likelihoods[0], pair.tops[0].theta), (pair.likelihoods[1], pair.tops[1].theta))
    found = controls_of(pair.history, fits, pair.known, OPTIONS, 1)
    assert found == Controls(0, 0, (0, 0, 0, 0), unended=1)
    assert "did not come to its end" in text(control(PEOPLE, found))
    assert "was not done" in text(control(PEOPLE, Controls(0, 0, (0, 0, 0, 0))))


@pytest.mark.parametrize(
    ("own", "about", "words"),
    [
        ((("rough",), ()), "Ada", "may have missed a closer fit"),
        (((), ("alone", "effects")), "Bo", "some are not given"),
        (((), ("errors",)), "Bo", "less exact than usual"),
    ],
)
def test_the_page_says_whose_search_and_what_is_missing(
    pair: PairFit, own: tuple[tuple[Any, ...], tuple[Any, ...]], about: str, words: str
) -> None:
    for people in (PEOPLE, PEOPLE.swapped()):
        entry = text(dict(how(people, replace(said(pair), unended=own)))["The search"])
        assert about in entry
        assert words in entry
        assert ({"Ada", "Bo"} - {about}).pop() not in entry
        assert entry.count(".") <= 2


def test_the_page_says_that_a_check_is_rough(pair: PairFit) -> None:
    result = replace(said(pair), fit_tests=(TEST, replace(TEST, person="b", ended=False)))
    assert "that check is a rough one" in text(dict(how(PEOPLE, result))["The search"])
    assert "The search" not in dict(how(PEOPLE, replace(result, fit_tests=(TEST,))))


def text(sentence: Any) -> str:
    return str(sentence).replace("\u2068", "").replace("\u2069", "")
