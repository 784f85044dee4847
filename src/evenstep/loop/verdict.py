"""From four coefficients to what may be said: Holm over the four, intervals that agree with it, one verdict."""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import NormalDist
from typing import Final

from evenstep.loop.findings import (
    Answer,
    Availability,
    Controls,
    Echo,
    Effect,
    EffectName,
    Enough,
    FitTest,
    Interval,
    LoopResult,
    PersonKey,
    Withheld,
)
from evenstep.loop.history import History
from evenstep.loop.likelihood import Hidden
from evenstep.loop.options import LoopOptions
from evenstep.loop.person import Coefficient, FittedPerson
from evenstep.loop.rule import ORDER, TYPICAL, answer_of, circles_of, verdict_of
from evenstep.stats.holm import holm
from evenstep.stats.student import t_quantile, t_tail

NAN: Final = float("nan")
NOWHERE: Final = Interval(NAN, NAN)
Four = tuple[Effect, Effect, Effect, Effect]
FOOLED_SHARE: Final = 0.1
MOVED: Final = "found in moved weeks"
UNENDED: Final = "search did not end"  # of the fit: both effects of that person have no number
NO_CONTROLS: Final = Controls(0, 0, (0, 0, 0, 0))


def conclude(
    history: History,
    people: tuple[FittedPerson, FittedPerson] | None,
    enough: Enough,
    options: LoopOptions,
    *,
    tests: tuple[FitTest, ...] | None = None,
    controls: Controls = NO_CONTROLS,
    echoes: tuple[Echo, ...] = (),
) -> LoopResult:
    """Everything that may be said about one pair. ``people`` None: there was nothing to fit.

    A test of fit that fails gives "does not fit". An effect that the negative control finds too is taken back
    (``taken_back``). "Both directions" becomes "can't tell", and no circle is named, where ``withheld`` says why.
    ``tests`` None: the checks were not made, and nothing rests on them; (): made, with too few turns for any.
    """
    effects = taken_back(effects_of(people, enough, options), controls)
    answers = [effect.answer for effect in effects]
    verdict = verdict_of(answers, fits=all(test.fits for test in tests or ()))
    why_not = withheld(tests, controls) if verdict == "both directions" else ""
    return LoopResult(
        conversation_id=history.conversation_id,
        verdict="can't tell" if why_not else verdict,
        circles=circles_of(answers) if verdict == "both directions" and not why_not else (),
        effects=effects,
        availability=tuple(availability_of(person.hidden) for person in people) if people else (UNKNOWN, UNKNOWN),  # type: ignore[arg-type]
        fit_tests=tests or (),
        controls=controls,
        echoes=echoes,
        enough=enough,
        log_likelihood=_in_seconds(people),
        withheld=why_not,
        unended=(people[0].unended, people[1].unended) if people else ((), ()),
    )


def withheld(tests: tuple[FitTest, ...] | None, controls: Controls) -> Withheld:
    """Why a circle that closes is not called one; "" where it is.

    Both people stand in every circle. Where the checks were made and nothing of one of them could be tested, for want
    of turns in the weeks left out, or where no search of the negative control ended, the circle would rest on a model
    that nobody has looked at. A single half is shown all the same.
    """
    if fooled(controls):
        return "found in moved weeks"
    untested = tests is not None and ({test.person for test in tests} != {"a", "b"} or controls.shifts == 0)
    return "fit not tested" if untested else ""


def effects_of(people: tuple[FittedPerson, FittedPerson] | None, enough: Enough, options: LoopOptions) -> Four:
    """The four effects in their order, with Holm over all four: those that cannot be estimated count too."""
    nothing = Coefficient(NAN, NAN, NAN, 0, "too few episodes")
    found = [_ended(person, c) for person in people for c in (person.w, person.k)] if people else [nothing] * 4
    p = [p_value(each) for each in found]
    adjusted = holm(p)
    made = [_effect(ORDER[n], found[n], p[n], adjusted[n], enough.episodes[n], enough, options.alpha) for n in range(4)]
    return made[0], made[1], made[2], made[3]


def _ended(person: FittedPerson, found: Coefficient) -> Coefficient:
    """``found`` where the search for the top of the likelihood ended there; elsewhere no number, and a name for it."""
    return found if person.converged else Coefficient(NAN, NAN, NAN, 0, found.problem or UNENDED)


def p_value(found: Coefficient) -> float:
    """The larger of two two-sided p-values: normal by the curvature, t(weeks − 1) by what each week says."""
    if found.problem:
        return NAN
    normal = 2 * NormalDist().cdf(-abs(found.value) / found.model)
    by_weeks = t_tail(found.value / found.weeks, found.n_weeks - 1) if found.weeks > 0 else 1.0
    return max(normal, by_weeks)


def _effect(
    which: tuple[PersonKey, EffectName], found: Coefficient, p: float, adjusted: float, episodes: int, enough: Enough,
    alpha: float,
) -> Effect:  # fmt: skip
    person, name = which
    model = _interval(found.value, found.model, NormalDist().inv_cdf(1 - alpha / 2))
    weeks = _interval(found.value, found.weeks, t_quantile(alpha, found.n_weeks - 1))
    shown = _agreeing(_wider(model, weeks), adjusted < alpha)
    few = episodes < enough.least_episodes
    problem = found.problem or ("too few episodes" if few else "")
    step = TYPICAL[name]
    return Effect(
        person=person,
        name=name,
        coefficient=found.value,
        model=model,
        weeks=weeks,
        shown=shown,
        rate_ratio=_exp(found.value * step),
        ratio=Interval(_exp(shown.low * step), _exp(shown.high * step)),
        p=p,
        p_adjusted=adjusted,
        answer=_answer(name, found.value, shown, adjusted < alpha, problem, enough),
        episodes=episodes,
        problem=problem,
    )


def _answer(name: EffectName, value: float, shown: Interval, found: bool, problem: str, enough: Enough) -> Answer:
    if problem == UNENDED and enough.enough:
        return "can't tell"
    if problem or not enough.enough:
        return "not enough yet"
    return answer_of(name, value, shown.low, shown.high, found=found)


def taken_back(effects: Four, controls: Controls) -> Four:
    """``effects`` without those that the control finds as well: "can't tell", and the interval reaches no effect.

    The control finds one where it is called in more than 1 in 10 of the partner's shifts by whole weeks, and in more
    than one of them: with the default 6 shifts a single call is what chance would do.
    """
    loud = [n > 1 and n > FOOLED_SHARE * controls.shifts for n in controls.effects]
    a, b, c, d = (_silenced(effect) if at else effect for effect, at in zip(effects, loud, strict=True))
    return a, b, c, d


def _silenced(effect: Effect) -> Effect:
    if effect.answer not in ("shows", "opposite"):
        return effect
    shown, step = _agreeing(effect.shown, found=False), TYPICAL[effect.name]
    ratio = Interval(_exp(shown.low * step), _exp(shown.high * step))
    return replace(effect, shown=shown, ratio=ratio, answer="can't tell", problem=MOVED)


def fooled(controls: Controls) -> bool:
    """Whether the test calls a loop where none can be: in more than 1 in 10 of the partner's shifts by whole weeks.

    One of the default 6 is enough: a whole circle by chance is far rarer than a single effect.
    """
    return controls.both_directions > FOOLED_SHARE * controls.shifts


def availability_of(hidden: Hidden) -> Availability:
    """A person's spells and drift in hours and days; busy is the slower of the two states, whatever its label."""
    to_busy, to_free = hidden.to_busy, hidden.to_free
    if hidden.depth < 0:
        to_busy, to_free = to_free, to_busy
    return Availability(abs(hidden.depth), 1 / to_free, 1 / to_busy, abs(hidden.drift_sd), hidden.drift_days)


UNKNOWN: Final = Availability(NAN, NAN, NAN, NAN, NAN)


def _interval(value: float, se: float, width: float) -> Interval:
    return Interval(value - width * se, value + width * se)


def _wider(one: Interval, two: Interval) -> Interval:
    if math.isnan(two.low):
        return one
    return one if one.high - one.low >= two.high - two.low else two


def _agreeing(shown: Interval, found: bool) -> Interval:
    """Touching 0 where Holm finds nothing: an interval must not say more than the verdict."""
    if found or math.isnan(shown.low):
        return shown
    return Interval(min(shown.low, 0.0), max(shown.high, 0.0))


def _exp(x: float) -> float:
    return math.exp(min(x, 700.0))


def _in_seconds(people: tuple[FittedPerson, FittedPerson] | None) -> tuple[float, float]:
    """Log-likelihoods of the turn starts with time in seconds instead of hours."""
    if people is None:
        return NAN, NAN
    per_event = math.log(3600.0)
    counted = [person.log_likelihood - per_event * person.n_events for person in people]
    return counted[0], counted[1]
