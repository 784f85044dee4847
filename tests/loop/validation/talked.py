"""Groups of invented records, for the tests of tables and pictures."""

from __future__ import annotations

import fake_worlds

from evenstep.loop.validation.cells import in_turn
from evenstep.loop.validation.decision import Group, groups
from evenstep.loop.validation.estimator import NamedEstimator
from evenstep.loop.validation.flat import Provenance
from evenstep.loop.validation.limits import planned
from evenstep.loop.validation.worker import Work

MADE = Provenance(
    "2026-11-23", "2 cores of a test", "3.11.7", "evenstep validate --pairs 40", 1, 0.5, (("narrow", "v1"),)
)
WORLDS = ("null", "spells-4h", "spells-12h", "loop-spells+drift", "elsewhere")


def some_groups(name: str = "narrow", pairs: int = 40) -> list[Group]:
    """Forty pairs of five worlds under one fake estimator."""
    work = Work(fake_worlds.draw, {name: NamedEstimator(name, getattr(fake_worlds, name))}, {name: "v1"})
    return groups([work.record(task) for task in in_turn(planned(WORLDS, [name], pairs=pairs), 1)])
