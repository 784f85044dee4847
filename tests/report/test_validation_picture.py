"""The picture of validation: a mark for every rate, in its place, with its words."""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "loop" / "validation"))

from talked import some_groups

from evenstep.report.validation_picture import LEFT, validation_svg

NAME = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def root() -> ET.Element:
    return ET.fromstring(validation_svg(some_groups(), "narrow"))  # noqa: S314 -- our own drawing


def test_every_world_has_a_mark_for_each_of_its_four_rates(root: ET.Element) -> None:
    words = [t.text for t in root.iter(f"{NAME}text")]
    for world in ("null", "spells-4h", "spells-12h", "loop-spells+drift", "elsewhere"):
        assert words.count(world) == 1
    assert len(list(root.iter(f"{NAME}circle"))) == len(list(root.iter(f"{NAME}path"))) == 2 * 5


def test_a_mark_stands_where_its_rate_is(root: ET.Element) -> None:
    groups = some_groups()
    rate = next(g for g in groups if g.place == "spells-4h").summary.effects[0].alarm
    ticks = {
        t.text: float(t.get("x", "")) for t in list(root.iter(f"{NAME}text"))[::-1] if t.get("text-anchor") == "middle"
    }
    assert ticks["0"] == pytest.approx(LEFT, abs=0.1) or ticks["0"] > LEFT
    axis = [float(t.get("x", "")) for t in root.iter(f"{NAME}text") if t.text in {"0", "100"}][:2]
    at = float(list(root.iter(f"{NAME}circle"))[1].get("cx", ""))
    assert at == pytest.approx(axis[0] + rate.value * (axis[1] - axis[0]), abs=0.2)


def test_who_cannot_see_it_hears_every_number(root: ET.Element) -> None:
    said = root.find(f"{NAME}desc")
    rate = next(g for g in some_groups() if g.place == "spells-12h").summary.effects[3].alarm
    assert said is not None
    assert f"{100 * rate.value:.1f}" in (said.text or "")
    assert "where nothing is there" in (said.text or "")


def test_a_low_rate_gets_a_near_axis() -> None:
    svg = validation_svg(some_groups("honest", pairs=300), "honest")
    assert ">6<" in svg
    assert ">12<" in svg
    assert svg.count("stroke-dasharray") == 3, "6 % for both effects, 80 % for k"
