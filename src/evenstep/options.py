"""The options of `evenstep pattern`: what the files cannot tell, what to look at, and where to write."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import Any, Final, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

PATTERN: Final = (
    click.option(
        "--me", metavar="NAME", envvar="EVENSTEP_ME", help="Which of the two you are, as written in the export."
    ),
    click.option("--zone", metavar="ZONE", envvar="EVENSTEP_ZONE", help="Time zone of the phone, like Europe/Berlin."),
    click.option(
        "--date-order",
        metavar="ORDER",
        envvar="EVENSTEP_DATE_ORDER",
        help="dmy, mdy or ymd: the order of day, month and year, asked only where the file cannot tell.",
    ),
    click.option("--chat", metavar="NAME", help="Which conversation, for exports that hold several."),
    click.option(
        "--two", nargs=2, metavar="NAME NAME", help="The two people, where more wrote. All others are dropped."
    ),
    click.option(
        "--same", multiple=True, metavar="HANDLE=NAME", help="Two names that are one person. May be repeated."
    ),
    click.option(
        "--hard-weeks", type=click.Path(path_type=Path), help="A file of weeks you found hard: 2024-W07 or dates."
    ),
    click.option("--since", metavar="DATE", help="Leave out what came before, like 2024-01-31."),
    click.option("--until", metavar="DATE", help="Leave out this day and what came after."),
    click.option("--encoding", metavar="NAME", help="The text encoding, asked only where the file cannot tell."),
    click.option("--member", metavar="NAME", help="Which file inside a zip, where two have the same name."),
    click.option("--epoch", metavar="DATE", help="Tables with times counted from a start: that start."),
    click.option(
        "--limit",
        multiple=True,
        metavar="NAME=N",
        help="Raise a limit on a file, like file_bytes=N, memory_bytes=N or cpu_s=N.",
    ),
    click.option(
        "--in-process",
        is_flag=True,
        hidden=True,
        help="Read in this process, without the limits of a process apart. Only for files you trust.",
    ),
    click.option(
        "--loop/--no-loop",
        default=True,
        show_default=True,
        help="Look whether each brings more of the other. It can take some seconds.",
    ),
    click.option(
        "--checks",
        type=click.Choice(["none", "default", "full"]),
        default="default",
        show_default=True,
        help="How far the loop is checked; full draws it anew many times and takes minutes.",
    ),
    click.option(
        "--html", "html_to", type=click.Path(path_type=Path), help="Write the whole page here; one file, no script."
    ),
    click.option(
        "--json",
        "json_to",
        type=click.Path(path_type=Path, allow_dash=True),
        help="Write the numbers here; - for standard output.",
    ),
    click.option("--quiet", is_flag=True, help="No summary on the terminal."),
)


def pattern_options(command: Command) -> Command:
    """Give ``command`` all of them, in this order."""
    return reduce(lambda made, option: option(made), reversed(PATTERN), command)
