"""The commands of the loop for those who check it: simulate and validate. Heavy imports stand inside."""

from __future__ import annotations

import os
import platform
import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from evenstep.errors import OptionError
from evenstep.exits import EXIT_STOPPED
from evenstep.output import check_target, plain, write_whole

if TYPE_CHECKING:
    from evenstep.loop.validation.cells import Cell
    from evenstep.loop.validation.flat import Provenance
    from evenstep.loop.validation.records import Record
    from evenstep.loop.validation.run import Told
    from evenstep.loop.validation.table import Table
    from evenstep.loop.validation.worker import Work


def register(group: click.Group) -> None:
    """Put the two commands into ``group``."""
    group.add_command(simulate)
    group.add_command(validate)


@click.command()
@click.option("--world", required=True, metavar="NAME", help="Which invented world; a wrong name lists them all.")
@click.option("--pairs", default=1, show_default=True, type=click.IntRange(1), help="How many pairs of people.")
@click.option("--weeks", default=52, show_default=True, type=click.IntRange(1, 520), help="How long each history is.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="Same seed, same pairs.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the events here: FILE.parquet or FILE.csv.")
@click.option("--whatsapp", type=click.Path(path_type=Path), help="Write the first pair here as a WhatsApp export.")
def simulate(world: str, pairs: int, weeks: int, seed: int, out: Path | None, whatsapp: Path | None) -> None:
    """Draw pairs of invented people from a world in which the truth is known.

    Beside FILE.parquet or FILE.csv stand FILE.truth.csv, with the true effects of each pair, and for
    Parquet FILE.conversations.parquet. They are the pairs that evenstep validate draws.

    \b
    Example
      evenstep simulate --world spells-4h --pairs 20 --out busy.csv
    """
    from evenstep.loop.scenarios import SCENARIOS
    from evenstep.loop.simulate import simulate as draw
    from evenstep.loop.validation.cells import check_names
    from evenstep.loop.validation.written import drawn_pairs, whatsapp_of

    check_names("world", [world], list(SCENARIOS))
    if out is None and whatsapp is None:
        raise OptionError("out", "say where to write: --out FILE.parquet, --out FILE.csv or --whatsapp FILE.")
    for option, target in (("out", out), ("whatsapp", whatsapp)):
        if target is not None:
            check_target(option, target, [])
    drawn = drawn_pairs(draw, world, weeks=weeks, pairs=pairs, first_seed=seed)
    if out is not None:
        _write_tables(out, world, drawn)
    if whatsapp is not None:
        write_whole("whatsapp", whatsapp, whatsapp_of(drawn[0][1].conversations, drawn[0][1].events))
        click.echo(plain(f"Wrote {whatsapp}: two people who do not exist. {SCENARIOS[world].says}."))


def _write_tables(out: Path, world: str, drawn: Sequence[Any]) -> None:
    from evenstep.events.schema import to_parquet
    from evenstep.loop.validation.written import csv_of, tables_of

    if out.suffix not in {".parquet", ".csv"}:
        raise OptionError("out", f"{out.name} should end in .parquet or .csv.")
    conversations, events, truth = tables_of(world, drawn)
    if out.suffix == ".csv":
        write_whole("out", out, csv_of(events))
    else:
        to_parquet(events, out)
        to_parquet(conversations, out.with_suffix(".conversations.parquet"))
    write_whole("out", out.with_suffix(".truth.csv"), truth.write_csv())
    click.echo(plain(f"Wrote {out}: {len(drawn)} pairs, {events.height:,} events; the truth is in the file beside it."))


@click.command()
@click.option("--worlds", multiple=True, metavar="NAME", help="Only this world. May be repeated.")
@click.option("--estimator", "estimators", multiple=True, metavar="NAME", help="Which analysis. May be repeated.")
@click.option("--pairs", type=click.IntRange(1), help="Pairs of each world; without it, as many as the limits need.")
@click.option("--weeks", default=52, show_default=True, type=click.IntRange(1, 520), help="How long each history is.")
@click.option("--set", "changes", multiple=True, metavar="FIELD=N", help="Change a number of every world.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="The first seed.")
@click.option("--jobs", type=click.IntRange(1), help="Processes at once; without it, one for each core.")
@click.option(
    "--out", default=Path("build/validation"), show_default=True, type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the results. A second run goes on where the first one stopped.",
)  # fmt: skip
@click.option("--code", metavar="TEXT", help="The code's version; without it, a hash of the program without comments.")
@click.option("--pitfalls", is_flag=True, help="The naive analyses, in the worlds that show how they fail.")
@click.option("--so-far", is_flag=True, help="Run nothing; show what the folder holds.")
@click.option("--table", "table_to", type=click.Path(path_type=Path), help="Put the tables into this Markdown page.")
@click.option("--picture", "picture_to", type=click.Path(path_type=Path), help="Write the picture here, as SVG.")
def validate(**given: Any) -> None:
    """Test the analysis in invented worlds where the truth is known.

    Prints how often something is found that is not there, how often what is there is found, and
    whether every limit holds. This takes hours; stop it with Ctrl-C, and the same command goes on.

    \b
    Examples
      evenstep validate --worlds spells-4h --pairs 20
      evenstep validate --pitfalls --table docs/validation.md
    """
    from evenstep.loop.validation.run import kept, run

    pairs, work = _plan(given)
    for option in ("table", "picture"):
        if given[f"{option}_to"] is not None:
            check_target(option, given[f"{option}_to"], [])
    if given["so_far"]:
        records = kept(pairs, work, given["out"], first_seed=given["seed"])
    else:
        try:
            with _progress() as tell:
                jobs = given["jobs"] or os.cpu_count() or 1
                records = run(pairs, work, given["out"], first_seed=given["seed"], jobs=jobs, tell=tell)
        except KeyboardInterrupt:
            click.echo(f"Stopped. What was done is in {given['out']}; the same command goes on from there.", err=True)
            raise SystemExit(EXIT_STOPPED) from None
    _show(records, work, given)


def _plan(given: dict[str, Any]) -> tuple[Mapping[Cell, int], Work]:
    """How many pairs of which cells, and what works on them."""
    from evenstep.loop.scenarios import SCENARIOS
    from evenstep.loop.validation.cells import as_overrides, check_names
    from evenstep.loop.validation.known import ESTIMATORS, NAIVE, work_of
    from evenstep.loop.validation.limits import PITFALL_PAIRS, PITFALL_WORLDS, every_world, planned

    naive = given["pitfalls"]
    names = given["estimators"] or (NAIVE if naive else ("loop",))
    worlds = given["worlds"] or (PITFALL_WORLDS if naive else every_world())
    check_names("worlds", worlds, list(SCENARIOS))
    check_names("estimator", names, list(ESTIMATORS))
    pairs = given["pairs"] or (PITFALL_PAIRS if naive else None)
    changes = as_overrides("set", given["changes"])
    return planned(worlds, names, weeks=given["weeks"], pairs=pairs, overrides=changes), work_of(names, given["code"])


def _show(records: Sequence[Record], work: Work, given: dict[str, Any]) -> None:
    from evenstep.loop.validation.decision import groups
    from evenstep.loop.validation.flat import to_csv, to_json
    from evenstep.loop.validation.table import decision_table, markdown, put_between, tables
    from evenstep.report.validation_picture import validation_svg

    if not records:
        raise OptionError("out", f"{given['out']} holds no results of this code and these worlds yet.")
    found = groups(records)
    made = _provenance(records, work, given["seed"])
    for name in dict.fromkeys(group.estimator for group in found):
        _print([*tables(found, name)], name)
        write_whole("out", given["out"] / f"{name.replace(' ', '-')}.svg", validation_svg(found, name))
    _print([decision_table(found)], "")
    write_whole("out", given["out"] / "summary.csv", to_csv(found))
    write_whole("out", given["out"] / "summary.json", to_json(found, made))
    if given["table_to"] is not None:
        page = given["table_to"].read_text(encoding="utf-8") if given["table_to"].exists() else ""
        mark = "pitfalls of the loop" if given["pitfalls"] else "validation of the loop"
        write_whole("table", given["table_to"], put_between(page, mark, markdown(found, made)))
    if given["picture_to"] is not None:
        write_whole("picture", given["picture_to"], validation_svg(found, found[0].estimator))


def _print(tables: Sequence[Table], heading: str) -> None:
    """The tables on standard output; as wide as they are where it is no terminal."""
    from rich.box import ASCII, SIMPLE
    from rich.console import Console
    from rich.table import Table as Grid

    terminal = sys.stdout.isatty()
    console = Console(file=sys.stdout, width=None if terminal else 240)
    if heading:
        console.print(f"\n{heading}", style="bold", markup=False)
    for table in tables:
        console.print(f"\n{table.title}. {table.says}", markup=False, highlight=False)
        grid = Grid(*table.headers, box=SIMPLE if terminal else ASCII)
        for row in table.rows:
            grid.add_row(*(cell.replace("*", "") for cell in row))
        console.print(grid, highlight=False, markup=False)


def _provenance(records: Sequence[Record], work: Work, seed: int) -> Provenance:
    from evenstep.loop.validation.flat import Provenance
    from evenstep.machine import this_processor

    command = shlex.join(["evenstep", *sys.argv[1:]])
    hours = sum(record.seconds for record in records) / 3600
    today = datetime.now(UTC).date().isoformat()
    machine, python = f"{os.cpu_count()} cores of {this_processor()}", platform.python_version()
    return Provenance(today, machine, python, command, seed, hours, tuple(work.versions.items()))


@contextmanager
def _progress() -> Iterator[Told]:
    """A bar where standard error is a terminal, else a line for every twentieth part."""
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
            task = bar.add_task("Pairs", total=None)

            def draw(done: int, total: int, record: Record | None) -> None:
                name = f"{record.task.cell.title}, {record.task.cell.estimator}" if record is not None else "Pairs"
                bar.update(task, completed=done, total=total, description=name)

            yield draw
    else:

        def say(done: int, total: int, record: Record | None) -> None:
            if record is None or done % max(1, total // 20) == 0:
                click.echo(f"{datetime.now(UTC):%H:%M:%S}  {done} of {total} pairs", err=True)

        yield say
