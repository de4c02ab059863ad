"""Docstrings of libraries, left out of memory: nobody calls help() in a server."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.machinery import (
    BYTECODE_SUFFIXES,
    EXTENSION_SUFFIXES,
    SOURCE_SUFFIXES,
    ExtensionFileLoader,
    FileFinder,
    SourceFileLoader,
    SourcelessFileLoader,
)
from operator import is_
from types import CodeType

_DESCRIBED = ("chatbot", "web")
"""Packages whose docstrings are read: of views, for the description of the API."""

_REMNANT = "…"
"""Docstring in place of a long one: SQLAlchemy asserts that some functions have a docstring."""

_LONG = 160
"""Characters from which a docstring is left out: a sixth of the functions have nearly all text."""

_MAY_HAVE_DOCSTRING = getattr(inspect, "CO_HAS_DOCSTRING", inspect.CO_OPTIMIZED)
"""Flag of the code of functions; before Python 3.14, the first text of any is its docstring."""


@contextmanager
def left_out() -> Iterator[None]:
    """Run a block of imports of libraries whose functions keep no long docstring.

    `python -OO` would drop assertions, too, and compile every library anew.
    """
    hook = FileFinder.path_hook(
        (ExtensionFileLoader, EXTENSION_SUFFIXES),
        (_Loader, SOURCE_SUFFIXES),
        (SourcelessFileLoader, BYTECODE_SUFFIXES),
    )
    sys.path_hooks.insert(0, hook)
    sys.path_importer_cache.clear()
    try:
        yield
    finally:
        sys.path_hooks.remove(hook)
        sys.path_importer_cache.clear()


class _Loader(SourceFileLoader):
    """Loader of modules from their files, compiled or not."""

    def get_code(self, fullname: str) -> CodeType | None:
        code = super().get_code(fullname)
        if code is None or fullname.partition(".")[0] in _DESCRIBED:
            return code
        return _without_docstrings(code)


def _without_docstrings(code: CodeType) -> CodeType:
    """Code in which no function has a long docstring."""
    constants = [
        _without_docstrings(constant) if isinstance(constant, CodeType) else constant
        for constant in code.co_consts
    ]
    if _has_long_docstring(code):
        constants[0] = _REMNANT
    if all(map(is_, constants, code.co_consts)):
        return code
    return code.replace(co_consts=tuple(constants))


def _has_long_docstring(code: CodeType) -> bool:
    if not code.co_flags & _MAY_HAVE_DOCSTRING or code.co_name.startswith("<"):
        return False  # a class, a lambda or a comprehension
    first = code.co_consts[0] if code.co_consts else None
    return isinstance(first, str) and len(first) >= _LONG
