"""Pictures: valid Vega-Lite, plain SVG without inline style, both people in each, names that cannot break it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import altair as alt
import pytest
from pages import drawn, report

from evenstep.report.chart import Chart
from evenstep.report.document import Report
from evenstep.report.draw import draw, specification
from evenstep.report.drawing.fields import ticks
from evenstep.report.theme import LIGHT

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = ("</text><script>x()</script>", "愛 مريم 👩‍👩‍👧 \u202e")


def parse(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 -- our own drawing


def charts(made: Report) -> list[Chart]:
    return [chart for section in made.sections for chart in section.charts]


@pytest.mark.parametrize("chart", charts(report()), ids=lambda c: c.slug)
@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
def test_a_picture_is_a_valid_specification(chart: Chart, narrow: bool) -> None:
    spec = specification(chart, narrow=narrow)
    alt.LayerChart.from_dict(spec, validate=True)
    assert spec["width"] == (320 if narrow else 560)


@pytest.mark.parametrize("chart", charts(report()), ids=lambda c: c.slug)
def test_svg_has_a_name_a_description_and_no_inline_style(chart: Chart) -> None:
    both = draw(chart, prefix="p-")
    for made in (both.wide, both.narrow):
        root = parse(made)
        assert root.get("role") == "img"
        title, desc = (root.find(f"{SVG}{name}") for name in ("title", "desc"))
        assert title is not None and desc is not None
        assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
        assert title.text == str(chart.title)
        assert desc.text == str(chart.alt)
        assert not re.search(r"\sstyle=|<style|<script|\son\w+=|href=", made)


@pytest.mark.parametrize("chart", charts(report()), ids=lambda c: c.slug)
def test_no_word_is_smaller_than_14_px_where_it_is_shown(chart: Chart) -> None:
    for made, shown_at in ((drawn(chart).wide, 560.0), (drawn(chart).narrow, 320.0)):
        root = parse(made)
        scale = shown_at / float(root.attrib["viewBox"].split()[2])
        sizes = [float(text.attrib["font-size"].removesuffix("px")) for text in root.iter(f"{SVG}text")]
        assert min(sizes) * scale >= 14


@pytest.mark.parametrize("chart", charts(report()), ids=lambda c: c.slug)
def test_every_word_lies_inside_the_picture(chart: Chart) -> None:
    for made in (drawn(chart).wide, drawn(chart).narrow):
        root = parse(made)
        width, height = (float(n) for n in root.attrib["viewBox"].split()[2:])
        for text in root.iter(f"{SVG}text"):
            x, y = (float(n) for n in re.findall(r"-?[\d.]+", text.attrib["transform"])[:2])
            assert 0 <= x <= width
            assert 10 <= y <= height


@pytest.mark.parametrize("chart", [c for c in charts(report()) if c.kind != "week"], ids=lambda c: c.slug)
def test_both_people_are_in_every_picture_by_word_and_by_hue(chart: Chart) -> None:
    for made in (drawn(chart).wide, drawn(chart).narrow):
        words = " ".join(text.text or "" for text in parse(made).iter(f"{SVG}text"))
        assert re.search(r"\byou\b", words)
        assert "\u2068B\u2069" in words
        assert LIGHT.hue_a in made and LIGHT.hue_b in made
        assert "hatch-a)" in made and "hatch-b)" in made


def test_ids_are_unique_across_all_pictures_of_a_page() -> None:
    all_drawn = [drawn(chart) for chart in charts(report())]
    ids = re.findall(r'\sid="([^"]+)"', "".join(d.wide + d.narrow for d in all_drawn))
    assert len(ids) == len(set(ids))
    links = re.findall(r"url\(#([^)]+)\)", "".join(d.wide + d.narrow for d in all_drawn))
    assert links
    assert set(links) <= set(ids)


def test_colours_are_classes_so_that_a_theme_can_change_them() -> None:
    for chart in charts(report()):
        for element in parse(drawn(chart).wide).iter():
            for name, prefix in (("fill", "f-"), ("stroke", "s-")):
                colour = element.get(name, "none")
                is_rim = element.tag == f"{SVG}text" and name == "stroke"
                if colour.startswith("#") and not is_rim:
                    assert prefix in element.get("class", ""), ET.tostring(element)


def test_hostile_names_stay_letters() -> None:
    for chart in charts(report(HOSTILE, None)):
        for made in (drawn(chart).wide, drawn(chart).narrow):
            root = parse(made)
            assert root.find(f".//{SVG}script") is None
            assert "\u202e" not in made
            words = " ".join(text.text or "" for text in root.iter(f"{SVG}text"))
            assert "愛" in words


def test_the_hue_stays_with_the_person_whoever_looks() -> None:
    for me in ("Ada", "B", None):
        chart = next(c for c in charts(report(me=me)) if c.slug == "starts")
        root = parse(drawn(chart).wide)
        words = [(re.sub("[\u2068\u2069]", "", t.text or ""), t.get("fill")) for t in root.iter(f"{SVG}text")]
        fills = {text.split(" ")[0]: fill for text, fill in words}
        assert fills["you" if me == "Ada" else "Ada"] == LIGHT.hue_a
        assert fills["you" if me == "B" else "B"] == LIGHT.hue_b


def test_the_time_axis_ends_where_waits_count_as_open() -> None:
    assert ticks(72 * 3600.0, narrow=False)[-3:] == [6 * 3600.0, 24 * 3600.0, 72 * 3600.0]
    assert ticks(24 * 3600.0, narrow=False)[-2:] == [6 * 3600.0, 24 * 3600.0]
    assert ticks(48 * 3600.0, narrow=True)[-2:] == [6 * 3600.0, 48 * 3600.0]
