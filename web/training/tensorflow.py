"""Importing TensorFlow in a terminal: soon, without its chatter, and without losing a Ctrl-C."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from chatbot import imports


@contextmanager
def loading_tensorflow() -> Iterator[None]:
    """A block that imports a module which imports TensorFlow."""
    with _quiet_stderr(), heeding_ctrl_c(), imports.without_garbage_collection():
        yield


@contextmanager
def _quiet_stderr() -> Iterator[None]:
    """Keep out what TensorFlow's C++ part says on being loaded, before it reads its settings."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


@contextmanager
def heeding_ctrl_c() -> Iterator[Callable[[], bool]]:
    """Raise KeyboardInterrupt at the end if it was raised and lost, as in code that C++ calls.

    TensorFlow's import does so, and its tracing. The block gets a function that tells whether
    Ctrl-C was pressed, so that it can end sooner.
    """
    came = False

    def interrupt(signum: int, frame: FrameType | None) -> None:
        nonlocal came
        came = True
        signal.default_int_handler(signum, frame)

    if threading.current_thread() is not threading.main_thread():
        yield lambda: False  # which gets no signals
        return
    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield lambda: came
    finally:
        signal.signal(signal.SIGINT, before)
        if came:
            raise KeyboardInterrupt
