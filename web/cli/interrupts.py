"""Ctrl-C in a command: a sentence and exit code 130, at any moment.

Before the work of a command, Ctrl-C ends the process at once; within it, KeyboardInterrupt is
raised; after it, Ctrl-C is ignored. All this only in programs that call `take_over`: in tests and
under a WSGI server, SIGINT has another owner.
"""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from chatbot.errors import ExplainedError

EXIT_CODE = 130


class CancelledError(ExplainedError):
    """Command ended by Ctrl-C; the text is a sentence that tells the consequences."""


_is_ours = False


def take_over() -> None:
    """Handle SIGINT from here on: the first statement of a program.

    Without effect outside the main thread, and where SIGINT is handled or ignored already.
    """
    global _is_ours
    is_main = threading.current_thread() is threading.main_thread()
    if is_main and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        _is_ours = True
        exit_at_once()


def exit_at_once() -> None:
    """Let Ctrl-C end the process: while modules are imported, and arguments are parsed.

    A KeyboardInterrupt there gets lost in C extensions, or click ends with exit code 1.
    """
    if _is_ours:
        signal.signal(signal.SIGINT, _exit)


def raise_interrupt() -> None:
    """Let Ctrl-C raise KeyboardInterrupt, as Python does."""
    if _is_ours:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def raised() -> Iterator[None]:
    """The work of a command: Ctrl-C raises KeyboardInterrupt within it, and is ignored after it."""
    raise_interrupt()
    try:
        yield
    finally:
        if _is_ours:
            signal.signal(signal.SIGINT, signal.SIG_IGN)


def end_process(sentence: str) -> NoReturn:
    """End a cancelled command with the sentence and EXIT_CODE.

    By os._exit: under `python -m`, SystemExit is not enough once a KeyboardInterrupt has passed
    through `exec` of a text, as in `dataclasses`. CPython keeps a note of it, and dies by the
    signal at its end (https://bugs.python.org/issue41602).
    """
    print(sentence, file=sys.stderr)
    if not _is_ours:
        raise SystemExit(EXIT_CODE)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(EXIT_CODE)


def _exit(_signum: int, _frame: FrameType | None) -> None:
    os.write(2, b"Cancelled: nothing was done.\n")
    os._exit(EXIT_CODE)
