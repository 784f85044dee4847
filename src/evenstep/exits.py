"""How a command ends: exit codes, and every error as one plain line on the terminal without a traceback."""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from pathlib import Path
from typing import Any, NoReturn

import click

from evenstep.errors import EvenstepError, InputError, NeedsAnswer, OptionError, StoreError, described
from evenstep.output import plain

EXIT_CODES = """\b
Exit codes
  0    done
  1    something went wrong that we did not expect
  2    the command was not understood
  3    a question only you can answer; the message names the option
  4    a file was refused; nothing was changed
  5    an option has a value that cannot be used
  6    your notes cannot be opened or written just now
  130  you stopped it
"""
EXIT_UNEXPECTED, EXIT_QUESTION, EXIT_REFUSED, EXIT_OPTION, EXIT_STORE, EXIT_STOPPED = 1, 3, 4, 5, 6, 130


class Commands(click.Group):
    """A group that turns every evenstep error into one plain message and its exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; no traceback reaches the person."""
        try:
            return super().invoke(ctx)
        except EvenstepError as error:
            _leave(error)
        except (KeyboardInterrupt, click.Abort):
            click.echo("Stopped. Nothing was changed.", err=True)
            raise SystemExit(EXIT_STOPPED) from None
        except BrokenPipeError:
            _let_go_of_output()
            raise SystemExit(0) from None
        except (click.ClickException, click.exceptions.Exit):
            raise
        except Exception as error:  # the contract of the exit codes: 1 is said in a line, without a value in it
            click.echo(_unexpected(error), err=True)
            _let_go_of_output()
            raise SystemExit(EXIT_UNEXPECTED) from None


def needs_extra(error: ModuleNotFoundError, extra: str) -> NoReturn:
    """Leave with how to install the extra that holds the missing package. Raises OptionError."""
    raise OptionError(
        extra, f'this needs more packages: pip install "evenstep[{extra}]" ({error.name} is missing).'
    ) from error


def _leave(error: EvenstepError) -> NoReturn:
    codes: list[tuple[type[EvenstepError], int]] = [
        (NeedsAnswer, EXIT_QUESTION),
        (InputError, EXIT_REFUSED),
        (OptionError, EXIT_OPTION),
        (StoreError, EXIT_STORE),
    ]
    click.echo(_told(error, on_a_screen=sys.stderr is not None and sys.stderr.isatty()), err=True)
    raise SystemExit(next((code for kind, code in codes if isinstance(error, kind)), EXIT_UNEXPECTED))


def _told(error: EvenstepError, *, on_a_screen: bool) -> str:
    """One line, as logs expect it; a refusal on a screen as three: which file, what is wrong, what to do."""
    if not on_a_screen or not isinstance(error, InputError):
        return plain(str(error))
    return "\n  ".join(plain(part) for part in described(error.code, error.file, error.place, error.detail))


def _unexpected(error: Exception) -> str:
    """The kind of fault and its place in our code; never its message, which may hold a name or a text."""
    if isinstance(error, OSError):
        return f"This could not be done: {error.strerror or 'the system gave no reason'}."
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__} in {Path(place.filename).name}, line {place.lineno}"
    return (
        f"Something went wrong that we did not expect ({where}). This is a fault in evenstep. Please report this line."
    )


def _let_go_of_output() -> None:
    """Nobody reads on, or the disk is full: what is left in the buffer must not fail again at the end."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
