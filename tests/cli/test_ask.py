"""Questions on a terminal: by number or by name, two people, a zone with this machine's as the offer."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from evenstep.ask import as_moment, ask, ask_me, gather_asking, put
from evenstep.errors import Choice, NeedsAnswer, OptionError
from evenstep.gather import Answers
from evenstep.sources.base import Limits

ORDER = NeedsAnswer("date_order", "Which is it?", [Choice("dmy", "1 February"), Choice("mdy", "2 January")])
TWO = NeedsAnswer("two", "Which two?", [Choice("Al", "9"), Choice("Bo", "7"), Choice("Cy", "2")])
ZONE = NeedsAnswer("zone", "Which zone?", [])


def test_a_number_or_the_value_itself() -> None:
    assert put(ORDER, Answers(), "2").date_order == "mdy"
    assert put(ORDER, Answers(), "dmy").date_order == "dmy"


def test_two_people_by_numbers_or_names() -> None:
    assert put(TWO, Answers(), "1, 3").two == ("Al", "Cy")
    assert put(TWO, Answers(), "Bo,Al").two == ("Bo", "Al")
    with pytest.raises(OptionError, match="comma between them"):
        put(TWO, Answers(), "1")


def test_earlier_answers_are_kept() -> None:
    assert put(ORDER, Answers(zone="Asia/Tokyo"), "1") == Answers(zone="Asia/Tokyo", date_order="dmy")


def test_dates_become_moments() -> None:
    assert as_moment("since", "2024-05-31") == datetime(2024, 5, 31, tzinfo=UTC)
    assert as_moment("since", "2024-05-31T02:00+02:00") == datetime(2024, 5, 31, tzinfo=UTC)
    with pytest.raises(OptionError, match=r"since: '31\.5' is not a date"):
        as_moment("since", "31.5")


def test_a_question_nobody_can_put_is_an_option() -> None:
    with pytest.raises(OptionError, match="give it as an option"):
        put(NeedsAnswer("columns", "Which?", []), Answers(), "x")


def test_the_terminal_shows_every_choice_and_offers_this_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    with CliRunner().isolation(input="2\n"):
        said = ask(ORDER, Answers(), likely_zone=None, echo=shown.append)
    assert said.date_order == "mdy"
    assert any("1  dmy  (1 February)" in line for line in shown)
    with CliRunner().isolation(input="\n"):
        assert ask(ZONE, Answers(), likely_zone="Europe/Oslo", echo=shown.append).zone == "Europe/Oslo"


def test_a_name_cannot_redraw_the_terminal() -> None:
    shown: list[str] = []
    odd = NeedsAnswer("chat", "Which \x1b]0;x\x07one?", [Choice("a\x1b[2J", "b\u202ec")])
    with pytest.raises(click.Abort), CliRunner().isolation(input=""):
        ask(odd, Answers(), likely_zone=None, echo=shown.append)
    assert all(line.isprintable() for line in shown)
    assert "  1  a\\x1b[2J  (b\\x202ec)" in shown


@pytest.mark.parametrize(
    ("question", "typed", "option", "kept"),
    [
        (ZONE, "Berlin\nEurope/Berlin\n", "zone", "Europe/Berlin"),
        (ORDER, "7\n1\n", "date_order", "dmy"),
        (TWO, "1\n1,2\n", "two", ("Al", "Bo")),
    ],
)
def test_a_reply_that_cannot_be_used_is_asked_for_again(
    question: NeedsAnswer, typed: str, option: str, kept: object
) -> None:
    with CliRunner().isolation(input=typed):
        said = ask(question, Answers(), likely_zone=None, echo=lambda _: None)
    assert getattr(said, option) == kept


@pytest.mark.parametrize(("typed", "me"), [("2\n", "Bo"), ("Al\n", "Al"), ("\n", None), ("Cy\n1\n", "Al")])
def test_one_may_say_who_one_is_or_leave_it(typed: str, me: str | None) -> None:
    shown: list[str] = []
    with CliRunner().isolation(input=typed):
        assert ask_me(("Al", "Bo"), shown.append) == me
    assert any("leave this empty" in line for line in shown)


def test_a_name_that_nobody_has_is_asked_for_again(tmp_path: Path) -> None:
    names = ("Al", "Bo", "Cy")
    rows = [f"2024-01-{day:02d}T10:0{i}:00Z,{name}" for day in range(1, 9) for i, name in enumerate(names)]
    table = tmp_path / "group.csv"
    table.write_text("\n".join(["time,sender", *rows]))
    shown: list[str] = []
    with CliRunner().isolation(input="Al,Zed\nAl,Cy\n"):
        now = datetime(2024, 2, 1, tzinfo=UTC)
        pair = gather_asking([table], Answers(), now=now, limits=Limits(), likely_zone=None, echo=shown.append)
    assert set(pair.events["sender"].cast(str)) == {"Al", "Cy"}
    assert any("Zed" in line for line in shown)


def test_who_is_who_is_asked_in_words_and_a_number_too_high_is_asked_for_again() -> None:
    question = NeedsAnswer("same", "Who is that?", [Choice("Dora=Ada", ""), Choice("Dora=Ben", "")])

    @click.command()
    def asked() -> None:
        click.echo(str(ask(question, Answers(), likely_zone=None, echo=click.echo).same))

    result = CliRunner().invoke(asked, input="3\n2\n")
    assert "  1  Dora is Ada" in result.output
    assert "'3' is not in the list" in result.output
    assert "{'Dora': 'Ben'}" in result.output
