"""Errors of commands: a sentence and an exit code instead of a traceback."""

from collections.abc import Callable
from functools import wraps
from typing import NoReturn, ParamSpec, TypeVar

import click
import sqlalchemy as sa

from chatbot.errors import ExplainedError
from chatbot.intents.errors import IntentsError
from web.cli import interrupts

P = ParamSpec("P")
R = TypeVar("R")


class CancelledError(ExplainedError):
    """Command ended by Ctrl-C; the text is a sentence about the consequences."""


EXPECTED = (ExplainedError, OSError, sa.exc.DBAPIError)


def reports_errors(command: Callable[P, R]) -> Callable[P, R]:
    """Decorate a command: exit code 1 for an expected error, 130 for Ctrl-C."""

    @wraps(command)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return _interruptible(command, *args, **kwargs)
        except KeyboardInterrupt:
            interrupts.end_process("Cancelled.")
        except click.Abort as error:
            if not isinstance(error.__context__, KeyboardInterrupt):  # but Ctrl-D at a prompt
                raise
            interrupts.end_process("Cancelled.")
        except BrokenPipeError:  # as of `| head`: click ends without a word
            raise
        except EXPECTED as error:
            _end(error)

    return wrapper


def _interruptible(command: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    interrupts.raise_interrupt()
    try:
        return command(*args, **kwargs)
    finally:
        interrupts.ignore()


def _end(error: Exception) -> NoReturn:
    if isinstance(error, CancelledError):
        interrupts.end_process(str(error))
    if isinstance(error, IntentsError):
        # The lines begin with file:line:column: editors make the place clickable.
        click.echo(str(error), err=True)
        raise SystemExit(1) from error
    raise click.ClickException(sentence(error)) from error


def sentence(error: Exception) -> str:
    """The text of an expected error, or the words of the database or the system."""
    if isinstance(error, sa.exc.DBAPIError):
        return database_sentence(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}." if error.filename else f"{error.strerror}."
    return str(error)


def database_sentence(error: sa.exc.DBAPIError | OSError) -> str:
    """The words of the database, or of the system about the file, on a line, and a remedy."""
    if isinstance(error, sa.exc.DBAPIError) and _is_without_tables(error):
        return "The database has no tables yet. `flask train` makes them, and the first model."
    words = " ".join(str(error.orig if isinstance(error, sa.exc.DBAPIError) else error).split())
    return f"The database cannot be used ({words}). Check DATABASE_URL, and that its server runs."


def _is_without_tables(error: sa.exc.DBAPIError) -> bool:
    return "no such table" in str(error.orig) or type(error.orig).__name__ == "UndefinedTable"
