"""Ctrl-C in a program: a sentence and exit code 130, at any moment.

Before the work of a command, Ctrl-C ends the process at once; during the work, KeyboardInterrupt
is raised; afterwards, Ctrl-C is ignored. All of the above only after a call of `take_over`: in
tests and under a WSGI server, SIGINT has another owner.

Until `take_over`, Ctrl-C is a traceback: the module imports only modules loaded in a millisecond.
"""

from __future__ import annotations

import os
import signal
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn, Self

EXIT_CODE = 130

_is_ours = False


def take_over() -> None:
    """Let Ctrl-C end the process at once: while modules are imported, and arguments are parsed.

    A KeyboardInterrupt there gets lost in C extensions, or click ends with exit code 1. Without
    effect outside the main thread, and where SIGINT is handled or ignored already.
    """
    global _is_ours
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        return
    try:
        signal.signal(signal.SIGINT, _exit)
    except ValueError:  # outside the main thread
        return
    _is_ours = True


def raise_interrupt() -> None:
    """Let Ctrl-C raise KeyboardInterrupt, as in every Python program: the work begins."""
    if _is_ours:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def ignore() -> None:
    """Let Ctrl-C change nothing: the work is done."""
    if _is_ours:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


class Deferred:
    """Context at the end of which a Ctrl-C that came inside raises KeyboardInterrupt.

    Amid a transaction it would leave the connection, and with it the database, locked. Without
    effect outside the main thread, and where SIGINT has another owner.
    """

    def __enter__(self) -> Self:
        self._came = self._late = False
        self._is_ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler
        if self._is_ours:
            try:
                signal.signal(signal.SIGINT, self._note)
            except ValueError:  # outside the main thread
                self._is_ours = False
        return self

    def __exit__(self, *_error: object) -> None:
        if self._is_ours:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        if self._late:
            ignore()
        elif self._came:
            raise KeyboardInterrupt

    def too_late(self) -> None:
        """Let Ctrl-C change nothing from now on: the work is done."""
        self._late = True

    def _note(self, _signum: int, _frame: FrameType | None) -> None:
        self._came = True


def end_process(sentence: str) -> NoReturn:
    """End a cancelled command with the sentence and EXIT_CODE.

    By os._exit: under `python -m`, SystemExit is not enough once a KeyboardInterrupt has passed
    through `exec` of a text, as in `dataclasses`. CPython remembers the interrupt, and dies by the
    signal at the end (https://bugs.python.org/issue41602).
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
