"""Errors of commands as sentences: what a person reads instead of a traceback."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click
import sqlalchemy as sa

from chatbot.encoder.files import EncoderError
from chatbot.intents.errors import IntentsError
from chatbot.model.architectures import NetworkOptionsError
from chatbot.model.bundle import BundleError
from web.accounts.credentials import PasswordError
from web.accounts.service import AccountError
from web.cli import interrupts
from web.core.errors import NewerTablesError
from web.models.errors import ModelUnavailableError
from web.models.versions import UnknownVersionError, VersionRefusedError
from web.training.lifecycle import TrainingFailedError

P = ParamSpec("P")
R = TypeVar("R")

EXPECTED = (
    AccountError,
    BundleError,
    EncoderError,
    ModelUnavailableError,
    NetworkOptionsError,
    NewerTablesError,
    PasswordError,
    TrainingFailedError,
    UnknownVersionError,
    VersionRefusedError,
)


def in_sentences(command: Callable[P, R]) -> Callable[P, R]:
    """The same command, which ends with exit code 1 and a sentence on an expected error."""

    @wraps(command)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            with interrupts.raised():
                return command(*args, **kwargs)
        except KeyboardInterrupt:
            interrupts.end_process("Cancelled.")
        except click.Abort as error:
            if not isinstance(error.__context__, KeyboardInterrupt):  # but Ctrl-D at a question
                raise
            interrupts.end_process("Cancelled.")
        except interrupts.CancelledError as error:
            interrupts.end_process(str(error))
        except IntentsError as error:
            # Its lines begin with file:line:column, which editors make clickable.
            click.echo(str(error), err=True)
            raise SystemExit(1) from error
        except OSError as error:
            raise click.ClickException(_file_sentence(error)) from error
        except EXPECTED as error:
            raise click.ClickException(str(error)) from error
        except sa.exc.DBAPIError as error:
            raise click.ClickException(database_sentence(error)) from error
        except ValueError as error:
            if not _is_about_training(error):
                raise
            raise click.ClickException(str(error)) from error

    return wrapper


def database_sentence(error: sa.exc.DBAPIError | OSError) -> str:
    """What the database (or its file) said, on one line, and what to do about it."""
    if isinstance(error, sa.exc.DBAPIError) and _is_without_tables(error):
        return "The database has no tables yet. `flask train` makes them, and the first model."
    said = " ".join(str(error.orig if isinstance(error, sa.exc.DBAPIError) else error).split())
    return f"The database cannot be used ({said}). Check DATABASE_URL, and that its server runs."


def _file_sentence(error: OSError) -> str:
    """What the system said about a file, and about which, where it says so."""
    if not error.strerror:
        return str(error)
    return f"{error.filename}: {error.strerror}." if error.filename else f"{error.strerror}."


def _is_about_training(error: ValueError) -> bool:
    # Not imported: that takes seconds, and what trains nothing cannot have raised it.
    subject = sys.modules.get("chatbot.training.config")
    return subject is not None and isinstance(error, subject.TrainingError)


def _is_without_tables(error: sa.exc.DBAPIError) -> bool:
    said = str(error.orig)
    return "no such table" in said or type(error.orig).__name__ == "UndefinedTable"
