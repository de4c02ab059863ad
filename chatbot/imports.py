"""Import of large libraries: in half the time, and with a sentence about a missing library."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType

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


@contextmanager
def placeholders(attributes: Mapping[str, str]) -> Iterator[None]:
    """Run a block of imports with empty modules in place of large modules never used.

    `attributes` has the names of the modules, and of the attribute imported from each. A module
    already loaded stays; the others can be loaded as ever after the block.
    """
    absent = [name for name in attributes if name not in sys.modules]
    for name in absent:
        sys.modules[name] = ModuleType(name)
        setattr(sys.modules[name], attributes[name], None)
    try:
        yield
    finally:
        for name in absent:
            sys.modules.pop(name, None)
