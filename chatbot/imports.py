"""Import of large libraries: in half the time, and with a sentence where they are missing."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from chatbot.errors import TrainingUnavailableError


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Run a block of imports without garbage collection, and freeze all objects afterwards.

    TensorFlow makes some 700,000 objects. Repeated collections take as long as the import, and as
    long again at the end of the process. Forked processes go on sharing the memory of frozen
    objects (https://docs.python.org/3/library/gc.html#gc.freeze).
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@contextmanager
def for_training() -> Iterator[None]:
    """Run a block of imports of training rooms; raises TrainingUnavailableError."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise TrainingUnavailableError(error.name) from error
