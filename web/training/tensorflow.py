"""Import of TensorFlow in a terminal: without messages, and without losing a Ctrl-C."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from chatbot import imports


@contextmanager
def loading_tensorflow() -> Iterator[None]:
    """Context of an import of TensorFlow; raises TrainingUnavailableError."""
    quick = imports.without_garbage_collection()
    with imports.for_training(), _quiet_stderr(), heeding_ctrl_c(), quick:
        yield


@contextmanager
def _quiet_stderr() -> Iterator[None]:
    """Suppress the messages of TensorFlow's C++ part on loading, before reading settings."""
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
    """Raise KeyboardInterrupt at the end if raised and lost within, as in code called by C++.

    Import and tracing of TensorFlow lose a KeyboardInterrupt. The context is a function, true
    after Ctrl-C, for the block to end sooner.
    """
    interrupted = False

    def interrupt(signum: int, frame: FrameType | None) -> None:
        nonlocal interrupted
        interrupted = True
        signal.default_int_handler(signum, frame)

    if threading.current_thread() is not threading.main_thread():
        yield lambda: False  # other threads get no signals
        return
    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield lambda: interrupted
    finally:
        signal.signal(signal.SIGINT, before)
        if interrupted:
            raise KeyboardInterrupt
