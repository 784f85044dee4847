"""The two circles as drawings: both people, who moves, how sure, closed or open, names that fit."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from loops import LOOPS
from pages import drawn, report

from evenstep.report import html
from evenstep.report.chart import Chart
from evenstep.report.draw import draw_key
from evenstep.report.theme import LIGHT
from evenstep.report.wording import circles as words

SVG = "{http://www.w3.org/2000/svg}"


def charts(name: str, names: tuple[str, str] = ("Ada", "B"), me: str | None = "Ada") -> tuple[Chart, ...]:
    made = report(names, me, loop=LOOPS[name])
    return next(section for section in made.sections if section.slug == "loop").charts


ALL = [(name, chart) for name, found in LOOPS.items() if found.verdict not in ("not enough yet", "does not fit")
       for chart in charts(name)]  # fmt: skip
IDS = [f"{name}-{chart.slug}" for name, chart in ALL]


def parse(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 -- our own drawing


def texts(svg: str) -> list[str]:
    return [re.sub("[\u2068\u2069]", "", text.text or "") for text in parse(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize(("name", "chart"), ALL, ids=IDS)
def test_a_circle_has_a_name_a_description_both_people_and_no_inline_style(name: str, chart: Chart) -> None:
    for svg in (drawn(chart).wide, drawn(chart).narrow):
        root = parse(svg)
        assert root.get("role") == "img"
        assert root[0].text == str(chart.title) and root[1].text == str(chart.alt)
        assert root.get("aria-labelledby") == f"{root[0].get('id')} {root[1].get('id')}"
        assert not re.search(r"\sstyle=|<style|<script|\son\w+=|href=", svg)
        said = " ".join(texts(svg))
        assert re.search(r"\byou\b", said) and re.search(r"\bB\b", said)
        assert LIGHT.hue_a in svg and LIGHT.hue_b in svg
        for element in root.iter():
            for kind in ("fill", "stroke"):
                if element.get(kind, "none").startswith("#") and element.tag != f"{SVG}text":
                    assert f"{kind[0]}-" in element.get("class", "")


@pytest.mark.parametrize(("name", "chart"), ALL, ids=IDS)
def test_words_are_large_enough_and_inside(name: str, chart: Chart) -> None:
    for svg, shown_at in ((drawn(chart).wide, 400.0), (drawn(chart).narrow, 320.0)):
        root = parse(svg)
        width, height = (float(n) for n in root.attrib["viewBox"].split()[2:])
        assert width == shown_at
        for text in root.iter(f"{SVG}text"):
            size = float(text.attrib["font-size"].removesuffix("px"))
            x, y = (float(n) for n in re.findall(r"-?[\d.]+", text.attrib["transform"])[:2])
            half = len(text.text or "") * size * 0.25
            assert size >= 14
            assert size * 0.8 <= y <= height - 4
            assert text.get("text-anchor") != "middle" or half <= x <= width - half


def test_ink_dots_and_gaps_are_drawn_for_their_answers() -> None:
    closed, open_ = (drawn(chart).narrow for chart in charts("one circle"))
    assert LIGHT.paper_deep in closed and LIGHT.paper_deep not in open_
    assert "stroke-dasharray" not in closed
    assert closed.count("fill-opacity") == 2
    assert open_.count("stroke-dasharray") == 1
    assert open_.count("fill-opacity") == 1  # no band where there is no sign
    blank = drawn(charts("nothing estimated")[1]).narrow
    assert blank.count("stroke-dasharray") == 2 and "fill-opacity" not in blank


def test_the_first_person_is_always_on_the_left() -> None:
    for me, first in (("Ada", "you"), ("B", "you"), (None, "Ada")):
        for chart in charts("one circle", me=me):
            poses = [text for text in texts(drawn(chart).narrow) if "reach" in text or "step" in text][-2:]
            assert poses[0].startswith(first)
            assert chart.data.sides[0].key == ("b" if me == "B" else "a")


def test_a_thicker_line_is_a_stronger_one() -> None:
    ring = charts("one circle")[0].data
    assert ring.bottom.least > ring.top.least > 0
    assert ring.bottom.most > ring.bottom.least
    assert (ring.top.sure, ring.bottom.sure) == ("shows, a little", "shows, clearly")


def test_the_other_way_round_turns_its_arrow_and_stays_open() -> None:
    turned, usual = charts("the other way round")[0], charts("one half")[0]
    assert turned.data.top.words.endswith("answers sooner")
    assert turned.data.bottom.words == "you reach out less"
    assert "arrow turned back" in str(turned.alt)
    assert "The circle stays open." in str(turned.caption)
    ends = [re.findall(r'd="M[\d. ]+L([\d.]+) ([\d.]+)L', drawn(chart).narrow)[-1] for chart in (turned, usual)]
    assert float(ends[0][0]) > 280 and float(ends[1][0]) < 40  # the arrow of the half at the bottom


@pytest.mark.parametrize(
    "names", [("Bartholomew the Third", "Christopher-Alexander"), ("愛" * 30, "مريم بنت عبد الله"), ("👩‍👩‍👧" * 9, "B")]
)
def test_long_names_fit(names: tuple[str, str]) -> None:
    from evenstep.report.drawing import ink
    from evenstep.report.drawing.circles import NARROW

    for chart in charts("one circle", names, None):
        for text in parse(drawn(chart).narrow).iter(f"{SVG}text"):
            size = float(text.attrib["font-size"].removesuffix("px"))
            assert ink.width_of(text.text or "", NARROW) * size / NARROW.size <= 320


def test_the_key_explains_what_is_drawn() -> None:
    for name, found in LOOPS.items():
        made = next(s for s in report(loop=found).sections if s.slug == "loop")
        if not made.enough:
            continue
        assert {effect.answer for effect in found.effects} <= {answer for answer, _ in made.key}, name
    shapes = {answer: draw_key(answer) for answer in words.KEY}
    assert len(set(shapes.values())) == len(shapes)
    assert all('aria-hidden="true"' in svg and "s-ink" in svg for svg in shapes.values())


def test_on_the_page_the_sentence_leads_and_the_table_follows() -> None:
    page = html.render_body(report(loop=LOOPS["one circle"]))
    part = page[page.index('<section class="section" id="loop"') :]
    part = part[: part.index("</section>")]
    opens = ("The same as a table", "The same drawn as four lines", "How we got this", "What could fool this")
    order = [part.index(mark) for mark in ('class="finding"', "<figure", "How to read it", "In plain numbers", *opens)]
    assert order == sorted(order)
    assert part.count("<figure") == 3 and part.count("<table") == 2  # two circles, and the same as four lines
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert "style=" not in part
