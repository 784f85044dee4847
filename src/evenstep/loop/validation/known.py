"""The estimators validation knows by name, and the version of each one's code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evenstep.loop.pitfalls import PITFALLS
from evenstep.loop.simulate import simulate
from evenstep.loop.validation.estimator import NamedEstimator
from evenstep.loop.validation.model import FORMS, LOOP, UNCHECKED
from evenstep.loop.validation.version import code_version
from evenstep.loop.validation.worker import Work

ESTIMATORS: Mapping[str, NamedEstimator] = {each.name: each for each in (LOOP, UNCHECKED, *FORMS, *PITFALLS)}
NAIVE: Sequence[str] = tuple(each.name for each in PITFALLS)


def work_of(names: Sequence[str], version: str | None = None) -> Work:
    """All a run needs for these estimators: the simulator, and ``version``, or that of the code of each."""
    chosen = {name: ESTIMATORS[name] for name in names}
    versions = {
        name: version or code_version(each.function.__module__, simulate.__module__) for name, each in chosen.items()
    }
    return Work(simulate, chosen, versions)
