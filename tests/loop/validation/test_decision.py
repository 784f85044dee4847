"""A limit is broken when the 99 % bound is beyond it; rows are judged world by world and all together."""

from __future__ import annotations

import pytest

from evenstep.loop.scenarios import SCENARIOS
from evenstep.loop.validation.cells import Cell, Task
from evenstep.loop.validation.decision import POOLED, STATES, Group, groups, worst
from evenstep.loop.validation.estimator import EffectEstimate, Estimate
from evenstep.loop.validation.limits import PITFALL_WORLDS, ROWS, every_world, planned
from evenstep.loop.validation.records import Record, failed

HELD = EffectEstimate(0.0, -1.0, 1.0, 0.9)
MISSED = EffectEstimate(1.0, 0.5, 1.5, 0.9)
ALARM = EffectEstimate(1.0, -0.1, 2.0, 0.01)


def records(world: str, n: int, odd: int, effect: EffectEstimate, verdict: str = "can't tell") -> list[Record]:
    """``n`` pairs, ``odd`` of them with ``effect`` as k of a (and this verdict)."""
    made = []
    for i in range(n):
        strange = i < odd
        estimate = Estimate((HELD, effect if strange else HELD, HELD, HELD), verdict if strange else "can't tell")
        made.append(Record(Task(Cell(world, 52, "e"), i, i), "v", 1.0, (0.0, 0.0, 0.0, 0.0), estimate))
    return made


def only(found: list[Group], place: str) -> Group:
    (group,) = [g for g in found if g.place == place]
    return group


@pytest.mark.parametrize(
    ("alarms", "state"),
    # scipy: beta.ppf(.01, x, 200 - x + 1) is .0566 for x = 20 and .0604 for x = 21
    [(20, "holds"), (21, "broken")],
)
def test_a_false_alarm_rate_breaks_its_limit_beyond_chance_only(alarms: int, state: str) -> None:
    group = only(groups(records("spells-4h", 200, alarms, ALARM)), "spells-4h")
    assert group.state == state
    broken = [check.what for check in group.checks if check.state == "broken"]
    assert broken == (["false alarm, k of a"] if state == "broken" else [])


@pytest.mark.parametrize(
    # beta.ppf(.99, x + 1, 200 - x) of held intervals: .91996 at 174 held, .9239 at 175
    ("missed", "state"),
    [(26, "broken"), (25, "holds")],
)
def test_coverage_of_k_breaks_from_below(missed: int, state: str) -> None:
    assert only(groups(records("spells-4h", 200, missed, MISSED)), "spells-4h").state == state


def test_both_directions_may_be_said_in_one_of_a_hundred() -> None:
    """beta.ppf(.01, 6, 195) is .0090, of 7 it is .0117."""
    assert only(groups(records("spells-4h", 200, 6, HELD, "both directions")), "spells-4h").state == "holds"
    assert only(groups(records("spells-4h", 200, 7, HELD, "both directions")), "spells-4h").state == "broken"


def test_a_small_excess_in_every_world_is_broken_all_together() -> None:
    """17 of 200 may be chance in each world; 204 of 2400 is not."""
    drifts = [w for w in SCENARIOS if w.startswith("drift-")]
    assert len(drifts) == 12
    found = groups([r for world in drifts for r in records(world, 200, 17, ALARM)])
    assert {g.state for g in found if g.place != POOLED} == {"holds"}
    assert only(found, POOLED).state == "broken"
    assert only(found, POOLED).summary.pairs == 2400


def test_too_few_pairs_never_hold_but_can_break() -> None:
    assert only(groups(records("spells-4h", 199, 8, ALARM)), "spells-4h").state == "more pairs needed"
    assert only(groups(records("spells-4h", 20, 12, ALARM)), "spells-4h").state == "broken"
    assert only(groups(records("shifted", 200, 0, ALARM)), "shifted").state == "more pairs needed"
    assert only(groups(records("shifted", 2000, 12, HELD, "both directions")), "shifted").state == "holds"


@pytest.mark.parametrize(
    # 1 - .01 ** (1 / n), the 99 % bound of none in n: .010005 for 458, .009983 for 459
    ("pairs", "state"),
    [(458, "more pairs needed"), (459, "shown to hold")],
)
def test_a_bound_inside_the_limit_needs_no_more_pairs(pairs: int, state: str) -> None:
    assert only(groups(records("shifted", pairs, 0, ALARM)), "shifted").state == state


def test_a_bound_inside_a_limit_of_two_sides_lies_inside_both() -> None:
    """beta.ppf of 950 held in 1000: .932 and .965; of 962: .946 and .975, above 97."""
    for missed, state in ((50, "shown to hold"), (38, "holds")):
        checks = only(groups(records("null", 1000, missed, MISSED)), "null").checks
        assert [check.state for check in checks if check.what == "coverage, k of a"] == [state]


def test_the_worst_is_said_of_several() -> None:
    assert [worst(STATES[i:]) for i in range(5)] == [*STATES, ""]


def test_errors_are_counted_and_break_a_row() -> None:
    bad = failed(Task(Cell("spells-4h", 52, "e"), 300, 1), "v", 1.0, "ValueError: no")
    group = only(groups([*records("spells-4h", 200, 0, ALARM), bad]), "spells-4h")
    assert (group.summary.pairs, group.summary.errors) == (200, 1)
    assert [(c.what, c.state) for c in group.checks if "hold" not in c.state] == [("errors", "broken")]


def test_does_not_fit_is_no_alarm_where_the_row_allows_it_and_one_elsewhere() -> None:
    for world, state in (("pareto", "holds"), ("spells-4h", "broken")):
        assert only(groups(records(world, 200, 150, ALARM, "does not fit")), world).state == state
    shown = only(groups(records("pareto", 200, 150, ALARM, "does not fit")), "pareto").summary
    assert shown.effects[1].alarm.count == 150, "the numbers shown are those of all pairs"


def test_too_high_a_coverage_is_broken_where_the_row_says_so() -> None:
    assert only(groups(records("null", 200, 8, MISSED)), "null").state == "broken", "three effects hold it always"


def test_power_needs_the_right_sign_after_holm() -> None:
    def at(world: str, found: int) -> Group:
        made = []
        for i in range(2000):
            k = EffectEstimate(0.35, 0.1, 0.6, 0.001 if i < found else 0.02)  # .02 is not enough among four
            estimate = Estimate((HELD, k, HELD, k))
            made.append(Record(Task(Cell(world, 52, "e"), i, i), "v", 1.0, (-0.35, 0.35, -0.35, 0.35), estimate))
        return only(groups(made), world)

    assert at("loop-spells+drift", 1700).state == "shown to hold"
    assert at("loop-spells+drift", 1610).state == "holds"
    assert at("loop-spells+drift", 1500).state == "broken"
    assert at("loop-spells", 1500).state == "", "reported only"


def test_every_world_of_the_limits_is_there_and_every_world_has_its_row() -> None:
    assert sorted(every_world()) == sorted(SCENARIOS)
    assert set(PITFALL_WORLDS) <= set(SCENARIOS)


def test_the_plan_has_enough_pairs_for_every_limit() -> None:
    plan = planned(every_world(), ["e"])
    for row in ROWS:
        pairs = [n for cell, n in plan.items() if cell.world in row.worlds]
        assert min(pairs) >= 200
        assert not row.limits or sum(pairs) >= 2000
    assert set(planned(["null"], ["e"], pairs=7).values()) == {7}


def test_changed_worlds_stand_apart_without_limits() -> None:
    cell = Cell("spells-4h", 52, "e", (("turns_a_day", 5.0),))
    made = [Record(Task(cell, i, i), "v", 1.0, (0.0,) * 4, Estimate((ALARM,) * 4)) for i in range(200)]
    (group,) = groups(made)
    assert (group.row, group.place, group.state) == ("other worlds", "spells-4h (turns_a_day = 5.0)", "")
