"""The page: one file that loads nothing, escapes everything and keeps its headings in order."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest
from pages import SHAPES, report

from evenstep.errors import OptionError
from evenstep.report import html
from evenstep.report.document import Report

HOSTILE = ('<img src=x onerror="x()">', "'\"><script>x()</script>\u202e")
VOID = {"meta", "br", "img", "input", "link", "hr"}


class Outline(HTMLParser):
    """Collects tags, headings and ids, and checks that tags close in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def usual() -> Report:
    return report()


@pytest.fixture(scope="module")
def whole(usual: Report) -> str:
    return html.render_page(usual)


def test_the_page_loads_nothing_and_runs_nothing(whole: str) -> None:
    outline = Outline(whole)
    assert {tag for tag, _ in outline.tags} & {"script", "link", "img", "iframe", "object", "form"} == set()
    for _, attributes in outline.tags:
        assert not any(name.startswith("on") or name in {"style", "src"} for name in attributes)
    without_svg_names = whole.replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?://|//[a-z]+\.", re.sub(r"base64,[^\"]+", "", without_svg_names))
    assert len(whole.encode()) < 500_000


def test_the_page_has_one_first_heading_a_language_and_a_neutral_title(whole: str) -> None:
    outline = Outline(whole)
    assert outline.headings[0] == 1
    assert outline.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(outline.headings, outline.headings[1:], strict=False))
    assert '<html lang="en">' in whole
    assert "<title>Notes: messages</title>" in whole
    assert len(outline.ids) == len(set(outline.ids))
    for _, attributes in outline.tags:
        target = attributes.get("href") or ""
        assert not target.startswith("#") or target[1:] in outline.ids


def test_every_result_says_from_how_many_and_could_be(usual: Report) -> None:
    for section in usual.sections:
        if section.slug in {"research", "reading"}:
            continue
        heads = [head for head, _ in section.notes]
        assert heads[0] == "From", section.slug
        assert "Could be" in heads, section.slug


def test_every_picture_has_its_table_and_a_sentence_first(whole: str, usual: Report) -> None:
    for section in usual.sections:
        part = whole[whole.index(f'id="{section.slug}"') :]
        for chart in section.charts:
            assert part.index('class="finding"') < part.index("<figure")
            assert chart.table.rows
    assert whole.count("<figure") == sum(len(s.charts) + (s.twin is not None) for s in usual.sections)
    assert whole.count("<table") == whole.count("<figure") + 1


def test_names_are_escaped_wherever_they_stand() -> None:
    made = html.render_body(report(HOSTILE, None))
    outline = Outline(made)
    assert "script" not in {tag for tag, _ in outline.tags}
    assert "img" not in {tag for tag, _ in outline.tags}
    assert "\u202e" not in made
    assert "<bdi>&lt;img src=x" in made


def test_the_fragment_has_no_style_and_prefixes_its_ids(usual: Report) -> None:
    made = html.render_body(usual, prefix="x-")
    assert "<style" not in made
    assert not re.search(r"\sstyle=", made)
    assert "<html" not in made
    assert all(name.startswith("x-") for name in Outline(made).ids)


def test_not_enough_is_a_blank_plate_and_no_number(usual: Report) -> None:
    made = html.render_body(report(enough=False))
    assert made.count('class="plate"') >= 6
    assert "<figure" not in made
    assert "Not enough yet to say." in made
    assert 'class="plate"' not in html.render_body(usual)


def test_a_theme_can_be_chosen_and_a_wrong_one_is_named(usual: Report) -> None:
    assert '<html lang="en" data-theme="dark">' in html.render_page(usual, theme="dark")
    with pytest.raises(OptionError, match="theme"):
        html.render_page(usual, theme="pink")


@pytest.mark.parametrize("name", ["me is b", "a slower", "both beyond 72 h", "two months", "short, unknown"])
def test_every_shape_of_data_makes_a_whole_page(name: str) -> None:
    made = html.render_body(report(**SHAPES[name]))
    Outline(made)
    assert "NaN" not in made


WITHOUT = """
import sys
sys.path.insert(0, "tests/report")
for name in ("vl_convert", "altair", "jinja2", "fontTools"):
    sys.modules[name] = None
import evenstep, evenstep.report.document, evenstep.report.json_form, evenstep.report.html
from pages import report
made = report()
evenstep.report.json_form.to_json(made)
for name in ("vl_convert", "altair", "jinja2", "fontTools"):
    try:
        evenstep.report.html.render_page(made)
    except ImportError as error:
        assert "pip install 'evenstep[report]'" in str(error), error
        assert name in str(error), error
    else:
        raise SystemExit("no error for " + name)
    del sys.modules[name]
assert evenstep.report.html.render_page(made)
"""


def test_without_the_extra_the_library_works_and_the_page_says_what_to_install() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
