"""The four halves as lines: the same numbers as the circles, on one scale, cut where they go beyond it."""

from __future__ import annotations

import dataclasses
import math
import re
import xml.etree.ElementTree as ET

import pytest
from loops import LOOPS, loop, none, reaching, unsure
from pages import drawn, report
from test_wording import FORBIDDEN, plain

from evenstep.loop.findings import Interval, LoopResult
from evenstep.report import html
from evenstep.report.chart import Chart, HalfLines
from evenstep.report.draw import draw_form
from evenstep.report.halves import WITHHELD
from evenstep.report.sections.base import Section
from evenstep.report.theme import LIGHT
from evenstep.report.wording import four_lines as words

SVG = "{http://www.w3.org/2000/svg}"
SHOWN = [name for name, found in LOOPS.items() if found.verdict not in WITHHELD]


def section(found: LoopResult, names: tuple[str, str] = ("Ada", "B"), me: str | None = "Ada") -> Section:
    return next(each for each in report(names, me, loop=found).sections if each.slug == "loop")


def twin(found: LoopResult, names: tuple[str, str] = ("Ada", "B"), me: str | None = "Ada") -> Chart:
    made = section(found, names, me).twin
    assert made is not None
    return made


def lines(chart: Chart) -> HalfLines:
    assert isinstance(chart.data, HalfLines)
    return chart.data


def texts(svg: str) -> list[str]:
    root = ET.fromstring(svg)  # noqa: S314 -- our own drawing
    return [re.sub("[\u2068\u2069]", "", text.text or "") for text in root.iter(f"{SVG}text")]


def test_later_and_more_lie_to_the_right_with_the_numbers_of_the_fit() -> None:
    later, more, _, unsure_row = lines(twin(LOOPS["one circle"])).rows
    assert later.range_ is not None and more.range_ is not None and unsure_row.range_ is not None
    assert (later.person.key, later.range_.value) == ("b", pytest.approx(-math.log(0.78)))
    assert (later.range_.low, later.range_.high) == (pytest.approx(-math.log(0.92)), pytest.approx(-math.log(0.66)))
    assert (more.person.key, more.range_.value) == ("a", pytest.approx(math.log(1.42)))
    turned = lines(twin(LOOPS["the other way round"])).rows[0].range_
    assert turned is not None and turned.high < 0


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize("me", ["Ada", "B", None])
def test_every_picture_has_both_people_words_that_fit_and_no_inline_style(name: str, me: str | None) -> None:
    chart = twin(LOOPS[name], me=me)
    for svg, width in ((drawn(chart).wide, 560.0), (drawn(chart).narrow, 320.0)):
        root = ET.fromstring(svg)  # noqa: S314 -- our own drawing
        assert root.attrib["viewBox"].split()[2] == f"{width:g}"
        assert root[1].text == str(chart.alt)
        assert LIGHT.hue_a in svg and LIGHT.hue_b in svg
        assert not re.search(r"\sstyle=|<style|<script|\son\w+=|href=", svg)
        assert len(texts(svg)) == 4 * 3 + 3
        assert all(float(text.attrib["font-size"].removesuffix("px")) >= 14 for text in root.iter(f"{SVG}text"))
    said = " ".join([plain(chart.title), plain(chart.caption), plain(chart.alt), *texts(drawn(chart).wide)])
    assert not FORBIDDEN.search(said)
    first = "your" if me == "Ada" else "Ada’s"
    assert f"{first} answers" in said and f"{first} reaching" in said


def test_what_cannot_be_told_is_dotted_and_hollow_and_no_range_is_no_line() -> None:
    svg = drawn(twin(LOOPS["one circle"])).wide
    assert svg.count("stroke-dasharray") == 1
    hollow = re.findall(r"<(?:circle|path)[^>]*stroke-width=\"2\"[^>]*>", svg)
    assert len(hollow) == 1 and LIGHT.paper in hollow[0] and LIGHT.hue_b in hollow[0]
    none_at_all = lines(twin(LOOPS["nothing estimated"])).rows
    assert [row.range_ is None for row in none_at_all] == [True, False, True, True]
    assert drawn(twin(LOOPS["nothing estimated"])).wide.count("stroke-dasharray") == 1


def test_a_range_beyond_the_scale_is_cut_with_an_arrow_and_said() -> None:
    wide = dataclasses.replace(unsure("a", "k"), ratio=Interval(0.031, 4567.0))
    found = loop("can't tell", none("a", "w"), wide, none("b", "w"), none("b", "k"))
    chart = twin(found)
    assert lines(chart).reach == pytest.approx(math.log(8))
    assert "An arrow at the end of a line: it goes on." in plain(chart.caption)
    assert "An arrow" not in plain(twin(LOOPS["one circle"]).caption)
    for svg in (drawn(chart).wide, drawn(chart).narrow):
        width = float(svg.partition('viewBox="0 0 ')[2].split()[0])
        xs = [float(x) for path in re.findall(r' d="([^"]+)"', svg) for x in re.findall(r"[MHL](-?[\d.]+)", path)]
        assert xs and all(0 <= x <= width for x in xs)


def test_long_names_and_names_that_turn_the_line_stay_inside() -> None:
    for names in (("Maximiliane-Elisabeth", "B"), ("مريم", "B"), ("</text><script>", "B")):
        svg = drawn(twin(LOOPS["one circle"], names, None)).narrow
        assert "<script" not in svg
        longest = max(texts(svg), key=len)
        assert len(longest) * 15 * 0.5 < 320


def test_the_scale_is_that_of_the_widest_range_but_never_too_fine() -> None:
    quiet = loop("no sign", none("a", "w"), none("a", "k"), none("b", "w"), none("b", "k"))
    assert lines(twin(quiet)).reach == pytest.approx(math.log(1.5))
    assert lines(twin(LOOPS["one circle"])).reach == pytest.approx(math.log(1.69) * 1.05)
    far = dataclasses.replace(reaching("a"), rate_ratio=4.0, ratio=Interval(2.0, 6.0))
    assert lines(twin(loop("one direction", none("a", "w"), far, none("b", "w"), none("b", "k")))).reach == (
        pytest.approx(math.log(6) * 1.05)
    )


def test_the_page_holds_both_folds_and_only_where_something_is_drawn() -> None:
    page = html.render_body(report(loop=LOOPS["one circle"]))
    assert page.count(words.SUMMARY) == page.count(words.FORMS_SUMMARY) == 1
    assert page.count('class="forms"') == 1
    for head, _ in words.FORMS.values():
        assert f"<b>{head}</b>" in page
    blank = html.render_body(report(loop=LOOPS["not enough yet"]))
    assert words.SUMMARY not in blank and words.FORMS_SUMMARY not in blank


def test_each_form_of_a_circle_is_drawn_in_ink_and_stands_for_no_one() -> None:
    forms = {form: draw_form(form) for form in words.FORMS}
    assert len(set(forms.values())) == 4
    for form, svg in forms.items():
        assert LIGHT.hue_a not in svg and LIGHT.hue_b not in svg
        assert (LIGHT.paper_deep in svg) == (form == "closed")
        assert svg.count("stroke-dasharray") == {"half": 1, "can't tell": 2}.get(form, 0)
