"""Import of large libraries: in half the time, and with a sentence about a missing library."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pkgutil import resolve_name
from types import ModuleType

from chatbot import docstrings
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


_NOT_FOR_TRAINING = ("requests", "scipy.stats", "tensorflow._api.v2.lite")
"""Modules that TensorFlow and scikit-learn import for other uses: a tenth of the time."""


@contextmanager
def for_training() -> Iterator[None]:
    """Run a block of imports of training rooms; raises TrainingUnavailableError."""
    try:
        with deferred(*_NOT_FOR_TRAINING):
            yield
    except ModuleNotFoundError as error:
        raise TrainingUnavailableError(error.name) from error


class LateModule(ModuleType):
    """Stand-in for a module, or for an attribute of one: loads the module on the first use."""

    def __getattr__(self, name: str) -> object:
        if sys.modules.get(self.__name__) is not self:
            return getattr(resolve_name(self.__name__), name)
        if name.startswith("__"):
            raise AttributeError(name)
        return LateModule(f"{self.__name__}.{name}")

    def __call__(self, *arguments: object, **options: object) -> object:
        return resolve_name(self.__name__)(*arguments, **options)


@contextmanager
def deferred(*names: str) -> Iterator[None]:
    """Run a block of imports with modules loaded on their first use, if ever, after the block.

    A module already loaded stays.
    """
    modules = {name: LateModule(name) for name in names if name not in sys.modules}
    sys.modules.update(modules)
    try:
        yield
    finally:
        for name in modules:
            sys.modules.pop(name, None)


@contextmanager
def for_days(*seldom_needed: str) -> Iterator[None]:
    """Run the imports of a process that stays, with all that makes the process small and quick.

    Modules that are seldom needed are loaded on their first use, if ever.
    """
    with without_garbage_collection(), docstrings.left_out(), deferred(*seldom_needed):
        yield
