"""Wording: what no sentence may say, in the source of every sentence and in many written reports."""

from __future__ import annotations

import ast
import dataclasses
import re
from pathlib import Path

import polars as pl
import pytest
from pages import SHAPES, report
from results import invented

import evenstep.report.wording
from evenstep.events.schema import SOURCE_NAMES
from evenstep.measures.base import MeasureOptions
from evenstep.measures.catalogue import MEASURES
from evenstep.report.document import Report, compose
from evenstep.report.json_form import to_json
from evenstep.report.names import People
from evenstep.report.numbers import Number, Pair, weeks_to_go
from evenstep.report.wording import balance, method, shares, starts, waiting
from evenstep.report.wording.reading import app_words

CAUSE = r"because|caus\w*|due to|leads? to|led to|makes?|made you|therefore|so that you|effect|results? in|why"
JUDGE = (
    r"better|worse|good|bad|best friend|fault|blam\w*|guilt\w*|invest\w*|cold|needy|cling\w*|ignor\w*|anxious\w*|"
    r"avoid\w*|healthy|toxic|too (?:much|little|often|many|few)|should|must|never|always|pursuer|distanc\w*|chas\w*|"
    r"obsess\w*|neglect\w*|cares?|love\w*|score|winner|loser|hurry up|urgent|congrat\w*|great|sorry|alarming|score"
)
FORBIDDEN = re.compile(rf"\b(?:{CAUSE}|{JUDGE})\b|[!%]|per ?cent", re.IGNORECASE)
FOLDER = Path(evenstep.report.wording.__file__).parent


def _literals(path: Path) -> list[str]:
    """Every string in a source file that is not a docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.FunctionDef, ast.ClassDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    ]


def words_of(made: Report) -> list[str]:
    """Everything a report says."""
    said = [str(made.title), str(made.lead)]
    for section in made.sections:
        said += [str(section.label), str(section.finding), *map(str, section.more)]
        said += [f"{head}. {text}" for head, text in (*section.notes, *section.how, *section.facts)]
        for chart in section.charts:
            said += [str(chart.title), str(chart.caption), str(chart.alt)]
            said += [str(cell) for row in (chart.table.headers, *chart.table.rows) for cell in row]
    return said


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda p: p.stem)
def test_no_sentence_in_the_source_judges_explains_or_shouts(path: Path) -> None:
    for text in _literals(path):
        assert not FORBIDDEN.search(text), text


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_no_report_judges_explains_or_shouts(shape: dict[str, object]) -> None:
    for text in words_of(report(**shape)):
        assert not FORBIDDEN.search(text), text
        assert "{" not in text, text
        assert "None" not in text and "nan" not in text.split(), text


def test_what_the_catalogue_says_of_its_measures_is_calm_too() -> None:
    for one in MEASURES:
        assert "!" not in one.question + one.how
        assert not re.search(r"\b(?:pursuer|distancer|because)\b", one.question + one.how), one.name


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_every_finding_about_two_names_both(shape: dict[str, object]) -> None:
    made = report(**shape)
    for section in made.sections:
        if not section.enough or section.slug in {"week", "reading"}:
            continue
        text = f" {section.finding} ".lower()
        first = made.people.first
        mine = re.search(r"\byou(?:r|rs)?\b", text) if first.is_me else f"\u2068{first.name.lower()}\u2069" in text
        whole = section.slug in {"sweep", "starts"} and "even" in text
        assert mine or whole, section.finding
        assert f"\u2068{made.people.second.name.lower()}\u2069" in text or whole, section.finding


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_the_page_reads_easily(shape: dict[str, object]) -> None:
    """Flesch–Kincaid grade of all running sentences, names left out: at most 8."""
    text = " ".join(t for t in words_of(report(**shape)) if t.endswith("."))
    assert _grade(re.sub(r"\u2068[^\u2069]*\u2069", "Sam", text)) <= 8


def _grade(text: str) -> float:
    sentences = max(1, len(re.findall(r"[.?:;](?:\s|$)", text)))
    words = re.findall(r"[A-Za-z’']+", text)
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e\b", "", w.lower())))) for w in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def _pair(first: float | None, second: float | None, low: float = 0.5, high: float = 0.7) -> Pair:
    a = Number("", None, first, low, high, 500, 60, True, None, None)
    b = Number("", None, second, 1 - high, 1 - low, 500, 60, True, None, None)
    return Pair(a, b)


PEOPLE = People.of("Ada", "B", "Ada")


def plain(sentence: object) -> str:
    return str(sentence).replace("\u2068", "").replace("\u2069", "")


def test_who_starts_in_each_verdict() -> None:
    pair = _pair(0.61, 0.39)
    said = {lead: plain(starts.starts(PEOPLE, pair, lead)) for lead in ("first", "second", "even", "cant_tell")}
    assert said["first"] == "Over this time you started more often: about 61 of 100 conversations, and B 39."
    assert said["second"] == "Over this time B started more often: about 39 of 100 conversations, and you 61."
    assert said["even"] == "Over this time it looks even. You started about 61 of 100 conversations, and B 39."
    assert said["cant_tell"].startswith("Can’t tell who started more often over this time.")


def test_could_be_says_both_ranges() -> None:
    assert plain(shares.could_be(PEOPLE, _pair(0.61, 0.39, 0.57, 0.65))) == "57 to 65 of 100 for you, 35 to 43 for B"


def test_answers_say_the_uncertainty_first() -> None:
    said = plain(waiting.waiting(PEOPLE, _pair(2100.0, 3000.0), "cant_tell", 60, 72 * 3600))
    assert said == (
        "Can’t tell whose answers take longer, yours or B’s. Half of the waits for your answer were over within "
        "35 min, half of those for B’s within 50 min. The difference could easily be chance."
    )


def test_a_longer_wait_is_said_only_where_both_clocks_agree() -> None:
    assert waiting.both_clocks("first", "first") == "first"
    assert waiting.both_clocks("even", "even") == "even"
    assert waiting.both_clocks("even", "cant_tell") == waiting.both_clocks("cant_tell", "even") == "cant_tell"
    for plain_clock, own in (("first", "second"), ("even", "second"), ("first", "cant_tell")):
        assert waiting.both_clocks(plain_clock, own) == "depends"
    said = plain(waiting.waiting(PEOPLE, _pair(2100.0, 3000.0), "depends", 60, 72 * 3600))
    assert said.startswith("Can’t tell whose answers take longer, yours or B’s: that depends on the clock one takes.")
    assert "longer than" not in said


def test_the_plain_clock_is_said_first_and_the_own_clock_as_a_note() -> None:
    section = next(s for s in report(gap="a_more", medians=(9000.0, 700.0)).sections if s.slug == "waiting")
    assert (
        "Half of the waits for your answer were over within 4 h 15 min, half of those for B’s within 20 min."
        in plain(section.finding)
    )
    assert dict(section.notes)["Holds"] is section.notes[-1][1]
    assert plain(section.notes[-1][1]).endswith("half were over after 2 h 30 min for you, 12 min for B")
    assert [chart.slug for chart in section.charts] == ["waiting-clock", "waiting-active"]
    assert [plain(c.title).rsplit(", ", 1)[1] for c in section.charts] == [
        "by the plain clock",
        "on each one’s own clock",
    ]
    assert "quiet hours" not in " ".join(words_of(report()))


def test_the_two_verdicts_of_the_section_are_those_of_both_clocks() -> None:
    base = report()
    odd = (pl.col("measure") == "waiting_gap") & (pl.col("key") == "active")
    results = invented(gap="b_more").with_columns(verdict=pl.when(odd).then(pl.lit("even")).otherwise("verdict"))
    made = compose(results, base.people, base.history, base.readings, now=base.written, options=base.options)
    section = next(s for s in made.sections if s.slug == "waiting")
    assert "that depends on the clock one takes" in str(section.finding)
    assert section.notes[-1][0] == "Leans on"


def test_an_unreached_median_is_said_without_a_number() -> None:
    said = plain(waiting.waiting(PEOPLE, _pair(None, 3000.0), "first", 60, 72 * 3600))
    assert "Half of the waits for B’s answer were over within 50 min." in said
    assert "More than half of those for yours were still open after 72 hours." in said


def test_beyond_the_horizon_there_is_no_difference_to_speak_of() -> None:
    said = plain(waiting.waiting(PEOPLE, _pair(None, None), "cant_tell", 60, 72 * 3600))
    assert "difference" not in said
    assert said.startswith("Can’t tell")


def test_a_clock_of_minutes_says_under_2_minutes() -> None:
    said = plain(waiting.waiting(PEOPLE, _pair(70.0, 3000.0), "second", 60, 72 * 3600))
    assert "were over in under 2 minutes, half of those for B’s within 50 min" in said
    both = plain(waiting.waiting(PEOPLE, _pair(70.0, 110.0), "second", 60, 72 * 3600))
    assert "longer" not in both
    assert both.endswith("That is too short to tell yours and B’s apart.")
    own = plain(waiting.own_clocks(PEOPLE, _pair(70.0, 110.0), "even", 72 * 3600)[1])
    assert "70 seconds for you, 2 min for B" in own


def test_not_enough_yet_has_weeks_and_no_hurry() -> None:
    six = "Not enough yet to say. About 6 more weeks of messages would help. There is no hurry."
    assert plain(shares.not_enough(6)) == six
    assert "1 more week of" in plain(shares.not_enough(1))
    assert plain(shares.not_enough(None)) == "Not enough yet to say. There is no hurry."
    assert "years" in plain(shares.not_enough(500))


def test_the_horizon_of_a_wait_is_the_one_that_was_measured() -> None:
    two_days, none = 48 * 3600.0, _pair(None, None)
    assert "still open after 48 hours" in plain(waiting.waiting(PEOPLE, none, "cant_tell", 60, two_days))
    assert waiting.median_words(none.first, 60, two_days) == "over 48 h"
    blank = Number("", None, None, None, None, 500, 60, True, None, None)
    assert waiting.time_range(blank, 60, two_days) == "more than 48 h"


def test_renewed_starts_carry_their_ranges() -> None:
    assert plain(starts.renewed(PEOPLE, _pair(0.6, 0.4))) == (
        "Of 100 starts by you, about 60 (50 to 70) came after your own message had been the last one; "
        "of 100 by B, about 40 (30 to 50) came after B’s own."
    )


def test_cuts_that_are_not_shown_are_said() -> None:
    assert plain(starts.sweep_leans_on(10, 10)) == "no choice of ours: all cuts are shown"
    assert plain(starts.sweep_leans_on(8, 10)).startswith("no choice of ours: 8 of 10 cuts are shown")


def test_weeks_to_go_follow_the_pace_so_far() -> None:
    options = MeasureOptions()
    assert weeks_to_go(20, 30, 12, 12.0, options) == 6
    assert weeks_to_go(29, 30, 2, 2.0, options) == 6
    assert weeks_to_go(100, 30, 3, 3.0, options) == 5
    assert weeks_to_go(0, 30, 3, 3.0, options) is None


def test_runs_show_a_second_digit_only_where_one_would_hide_the_difference() -> None:
    assert "1.42" not in plain(balance.runs(PEOPLE, _pair(1.42, 1.18)))
    assert "1.32" in plain(balance.runs(PEOPLE, _pair(1.32, 1.28)))


def test_the_sweep_says_when_it_depends() -> None:
    leads = [("1 h", "first"), ("2 h", "second"), ("8 h", "cant_tell")]
    said = plain(starts.sweep(PEOPLE, leads, "depends on the cut", "cant_tell"))
    assert said.startswith("Yes, so don’t lean on it. At 1 h you start more. At 2 h B starts more.")


def test_the_rules_say_what_the_measures_were_told() -> None:
    options = MeasureOptions(draws=300, turn_gap_s=60.0, session_gap_s=4 * 3600.0)
    told = " ".join(
        plain(text) for entries in (method.STARTS, method.RUNS) for _, text in method.rules(entries, options)
    )
    assert "300 times" in told
    assert "a silence of 4 h or more" in told
    assert "a pause of more than 60 seconds" in told
    assert starts.holds("any cut", (1800.0, 7200.0)) == ("Holds", method.say("for any cut from 30 min to 2 h"))


def test_a_long_history_with_thin_ends_is_not_asked_for_more_weeks() -> None:
    assert plain(balance.months_need(118, 26, 8)) == "118 weeks; this needs messages in 8 weeks at each end"
    assert plain(balance.months_need(10, 26, 8)) == "10 weeks so far; this needs 26 weeks"


def test_a_lead_that_depends_on_the_cut_is_not_claimed() -> None:
    said = plain(starts.starts(PEOPLE, _pair(0.61, 0.39), "first", "depends on the cut"))
    assert said.startswith(
        "It depends on how we count. At the cut shown here it is 61 of 100 starts for you and 39 for B"
    )
    assert "more often" not in said


def test_a_change_without_a_range_says_so() -> None:
    blank = Number("", None, 0.08, None, None, 500, 60, True, None, None)
    assert plain(balance.drift_could_be(PEOPLE, blank, "turns")) == "no range can be given"


def test_the_limit_is_that_of_the_files_not_of_the_dates_one_chose() -> None:
    base = report()
    made = dataclasses.replace(base, readings=tuple(dataclasses.replace(r, capped=False) for r in base.readings))
    assert "limit" in str(base.lead)
    assert "limit" not in str(made.lead)
    assert to_json(made)["reading"]["capped"] is False
    assert to_json(base)["reading"]["capped"] is True


def test_late_answers_and_the_other_cuts_are_said_as_they_are() -> None:
    assert plain(starts.without_late(PEOPLE, _pair(0.7, 0.3, 0.64, 0.76))) == (
        "Without starts that also answer an old message: of 100, 70 (64 to 76) by you, 30 (24 to 36) by B."
    )
    leads = [("1 h", "even"), ("2 h", "cant_tell"), ("8 h", "first")]
    assert plain(starts.sweep(PEOPLE, leads, "2 to 20 hours", "first")).endswith("The other cuts differ.")


def test_hard_weeks_that_overlap_say_so_first_with_counts() -> None:
    said = plain(balance.reach_weeks(PEOPLE, _pair(0.6, 0.4), _pair(0.58, 0.42)))
    assert said.startswith("Can’t tell hard weeks from ordinary ones")
    assert "counted from 500 reaches. For you it could be 50 to 70." in said


@pytest.mark.parametrize("app", SOURCE_NAMES)
def test_every_app_is_called_by_its_name(app: str) -> None:
    assert app_words(app) not in (app, "")
