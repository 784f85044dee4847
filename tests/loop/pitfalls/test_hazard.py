"""Risk time: who could act when, cut without losing a second or an act, and the hazard fitted to it."""

from __future__ import annotations

import numpy as np
import pytest

from evenstep.loop.pitfalls.contact import contact_of
from evenstep.loop.pitfalls.hazard import (
    clock_cuts,
    cut_rows,
    first_effect,
    fit_hazard,
    normal_effect,
    owing,
    waiting,
)
from evenstep.loop.simulate import simulate
from evenstep.loop.validation.estimator import UNSAID
from tables import conversations_of, events_from

PAIR = simulate("spells-4h", weeks=6, seed=3)
CONTACT = contact_of(PAIR.conversations, PAIR.events)


def test_owing_ends_with_the_session_and_waiting_begins_after_the_turn() -> None:
    events = events_from([
        ("A", "2024-01-01 10:00"), ("A", "2024-01-01 10:02"), ("B", "2024-01-01 23:00"),
        ("A", "2024-01-01 23:30"), ("A", "2024-01-01 23:45"),
    ])  # fmt: skip
    contact = contact_of(conversations_of(events), events)
    owed = owing(contact, 1)
    start = contact.first_s[0]
    assert ((owed.begin_s - start) / 60).tolist() == [0, 810]
    assert ((owed.end_s - start) / 60).tolist() == [482, 825]  # 8 h after the last event, long before the answer
    assert owed.acts.tolist() == [False, False]
    held = waiting(contact, 0)
    assert ((held.begin_s - start) / 60).tolist() == [7, 815]
    assert held.acts.tolist() == [False, True]
    assert owing(contact, 0).acts.tolist() == [True]


@pytest.mark.parametrize("of", [owing, waiting])
def test_cutting_loses_no_second_and_no_act(of: object) -> None:
    risk = of(CONTACT, 0)  # type: ignore[operator]
    rows = cut_rows(risk, clock_cuts(CONTACT.debt_s[risk.turn]))
    assert rows.acts.sum() == risk.acts.sum() > 50
    assert (rows.end_s - rows.begin_s).sum() == pytest.approx((risk.end_s - risk.begin_s).sum(), rel=1e-9)
    assert (np.floor(rows.begin_s / 3600) == np.ceil(rows.end_s / 3600) - 1).all()  # never over a full hour
    clock = rows.begin_s - CONTACT.debt_s[rows.turn]
    assert not ((clock < 119.9) & (rows.end_s - CONTACT.debt_s[rows.turn] > 120.1)).any()


def test_the_hazard_expects_as_many_acts_as_there_were() -> None:
    risk = owing(CONTACT, 1)
    rows = cut_rows(risk, clock_cuts(CONTACT.debt_s[risk.turn]))
    count = np.log1p(CONTACT.earlier[rows.turn])
    fit, design = fit_hazard(CONTACT, 1, rows, rows.middle_s - CONTACT.debt_s[rows.turn], count[:, None])
    assert fit.problem == ""
    assert fit.mean.sum() == pytest.approx(rows.acts.sum(), rel=1e-8)
    assert fit.mean @ count == pytest.approx(rows.acts @ count, rel=1e-8)
    plain = first_effect(fit, design, rows, by_week=False)
    weekly = first_effect(fit, design, rows, by_week=True)
    assert weekly.coefficient == plain.coefficient
    assert weekly.low < weekly.coefficient < weekly.high
    assert weekly.p != plain.p


def test_where_there_is_no_estimate_nothing_is_said() -> None:
    risk = owing(CONTACT, 1)
    rows = cut_rows(risk, clock_cuts(CONTACT.debt_s[risk.turn]))
    never = (rows.acts == 0).astype(float)[:, None]
    fit, design = fit_hazard(CONTACT, 1, rows, rows.middle_s - CONTACT.debt_s[rows.turn], never)
    assert fit.problem == "separation"
    assert first_effect(fit, design, rows, by_week=False) == UNSAID


def test_a_normal_effect() -> None:
    found = normal_effect(-1.96, 1.0)
    assert found.p == pytest.approx(0.05, abs=1e-4)
    assert found.high == pytest.approx(0.0, abs=1e-4)
