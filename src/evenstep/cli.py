"""The commands: pattern, app, demo. Heavy imports stand inside each command so that --help is quick."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TextIO

import click

from evenstep.cli_loop import register as register_loop
from evenstep.errors import OptionError
from evenstep.exits import EXIT_CODES, Commands, needs_extra
from evenstep.options import pattern_options
from evenstep.output import check_target, plain, write_whole

if TYPE_CHECKING:
    from evenstep.gather import Answers, Pair
    from evenstep.loop.findings import LoopResult
    from evenstep.report.document import Report


@click.group(cls=Commands, epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="evenstep", message="%(prog)s %(version)s")
def main() -> None:
    """See the dance of reaching and stepping back in your own messages.

    Everything runs on this computer. Messages are read for their time, length and kind; no text
    is kept, and nothing is sent anywhere.

    \b
    New here? Try it on invented people first:
      evenstep demo                     writes an invented export
      evenstep pattern FILE             shows the pattern in it
      evenstep app                      the same in your browser
    """


register_loop(main)


@main.command(epilog=EXIT_CODES)
@click.argument("exports", nargs=-1, required=True, type=click.Path(path_type=Path))
@pattern_options
def pattern(exports: tuple[Path, ...], **given: Any) -> None:
    """Show the pattern in one or several EXPORTS of the same two people.

    Reads WhatsApp, Messenger, Instagram, iMessage, SMS, Signal, Telegram, Discord, LINE, KakaoTalk,
    e-mail, Slack, Google Chat, Hangouts, Matrix, Teams and tables (CSV, TSV, JSON, JSONL, Parquet)
    by their content, whatever they are called: a file, a zip or a folder, as the app made it.
    Several are put together and nothing is counted twice.

    \b
    Examples
      evenstep pattern "WhatsApp Chat with Bo.zip" --me Al --zone Europe/Berlin
      evenstep pattern result.json --html pattern.html
      evenstep pattern old.zip new.zip --json - --quiet | jq .sentences
    """
    from evenstep.report.document import build_report

    for option, target in (("html", given["html_to"]), ("json", given["json_to"])):
        if target is not None and str(target) != "-":
            check_target(option, target, [*exports, *filter(None, [given["hard_weeks"]])])
    answers, hard_weeks = _answers(given), _hard_weeks(given["hard_weeks"])
    pair, me = _gather(exports, answers, given["limit"], apart=not given["in_process"])
    loop = _loop(pair, given["checks"]) if given["loop"] else None
    report = build_report(
        pair.conversations, pair.events, pair.readings, me=me, hard_weeks=hard_weeks, now=_now(), loop=loop
    )
    _deliver(report, given["html_to"], given["json_to"], quiet=given["quiet"])


@main.command()
@click.option("--port", type=click.IntRange(1024, 65_535), help="A fixed port; without it a free one is chosen.")
@click.option("--browser/--no-browser", default=True, help="Open the browser. The address is printed in any case.")
@click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), help="The folder of your notes, if not the usual one."
)
def app(port: int | None, browser: bool, data: Path | None) -> None:
    """Open the private app in your browser. It answers to this computer only; your notes are kept encrypted on it."""
    from evenstep.machine import data_folder

    try:
        from evenstep.web.serve import serve
        from evenstep.web.vault.folder import is_ours_or_empty
    except ModuleNotFoundError as error:
        needs_extra(error, "app")
    if data is not None and not is_ours_or_empty(data):
        raise OptionError("data", "this folder holds other files. Choose an empty one, or one that evenstep made.")
    try:
        serve(data or data_folder(), port=port, open_browser=browser)
    except OSError as error:
        raise OptionError("port", f"the app cannot listen there: {error.strerror or 'no reason given'}.") from error


@main.command()
@click.argument("target", type=click.Path(path_type=Path), default=Path("WhatsApp Chat with Jon.txt"))
@click.option("--story", default="reaching", metavar="NAME", help="reaching, busy, even or short.", show_default=True)
def demo(target: Path, story: str) -> None:
    """Write an invented export to TARGET, so that you can try everything without a real one."""
    from evenstep.samples import ME, ZONE, sample_export

    text = sample_export(story)
    check_target("target", target, [])
    if target.exists():
        raise OptionError("target", f"{target.name} is there already; nothing was written over it.")
    write_whole("target", target, text)
    click.echo(plain(f"Wrote {target}: the messages of two people who do not exist. Now try:"))
    click.echo(plain(f'  evenstep pattern "{target}" --me {ME} --zone {ZONE}'))


def _answers(given: dict[str, Any]) -> Answers:
    from evenstep.ask import as_moment, as_same
    from evenstep.gather import Answers

    dates = {name: as_moment(name, given[name]) if given[name] else None for name in ("since", "until", "epoch")}
    said = {name: given[name] for name in ("zone", "date_order", "chat", "me", "encoding", "member")}
    everything: dict[str, Any] = said | dates | {"two": given["two"] or None, "same": as_same(given["same"])}
    return Answers(**everything)


def _gather(exports: Sequence[Path], answers: Answers, limit: Sequence[str], *, apart: bool) -> tuple[Pair, str | None]:
    """The two people's history and who of them is oneself; on a terminal, asks what the files cannot tell."""
    from evenstep.ask import as_limits, ask_me, gather_asking
    from evenstep.gather import gather
    from evenstep.sources.apart.reader import read_apart

    limits, reader = as_limits(limit), read_apart if apart else None
    if not _someone_is_there():
        pair = gather(exports, answers, now=_now(), limits=limits, reader=reader)
    else:
        pair = gather_asking(
            exports, answers, now=_now(), limits=limits, likely_zone=_this_zone(), echo=_say, reader=reader
        )
    row = pair.conversations.row(0, named=True)
    if row["me"] is None and _someone_is_there():
        return pair, ask_me((row["person_a"], row["person_b"]), _say)
    return pair, row["me"]


def _loop(pair: Pair, checks: Literal["none", "default", "full"]) -> LoopResult:
    """What the fit finds in the two people's history; says on a terminal that it takes a while, and how long."""
    from evenstep.progress import working

    with working(sys.stderr, _how_long(checks)):
        from evenstep.loop.fit import fit_loop

        return fit_loop(pair.conversations, pair.events, checks=checks)


def _how_long(checks: Literal["none", "default", "full"]) -> str:
    from evenstep.loop.chain import backward
    from evenstep.machine import keeps

    if checks == "full":
        return "Looking for the loop, every check: this can take many minutes"
    if not keeps(backward):
        return "Getting ready to look for the loop: once only, about half a minute"
    return "Looking for the loop: this can take some seconds"


def _someone_is_there() -> bool:
    """True when questions can be seen and answered."""
    return _is_terminal(sys.stdin) and _is_terminal(sys.stderr)


def _say(line: str) -> None:
    click.echo(line, err=True)


def _deliver(report: Report, html_to: Path | None, json_to: Path | None, *, quiet: bool) -> None:
    import json

    from evenstep.report.json_form import to_json

    if json_to is not None:
        text = json.dumps(to_json(report), ensure_ascii=False, indent=2, allow_nan=False)
        if str(json_to) == "-":
            click.echo(text)
        else:
            write_whole("json", json_to, text + "\n")
    if html_to is not None:
        write_whole("html", html_to, _page(report))
    if not quiet:
        from evenstep.report.terminal import print_report

        print_report(report, sys.stderr if json_to is not None and str(json_to) == "-" else sys.stdout)
    for written in (json_to, html_to):
        if written is not None and str(written) != "-":
            click.echo(plain(f"Wrote {written}"), err=True)
    if html_to is None and not quiet and _someone_is_there():
        _say("  For the pictures, and how each number was got, add: --html pattern.html")


def _page(report: Report) -> str:
    try:
        from evenstep.report.html import render_page
    except ModuleNotFoundError as error:
        needs_extra(error, "report")
    return render_page(report)


def _hard_weeks(path: Path | None) -> frozenset[str]:
    if path is None:
        return frozenset()
    from evenstep.report.hard_weeks import parse_weeks

    try:
        return parse_weeks(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise OptionError("hard_weeks", f"{path.name} cannot be read as text.") from error


def _now() -> datetime:
    return datetime.now(UTC)


def _this_zone() -> str | None:
    from evenstep.machine import this_zone

    return this_zone()


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()
