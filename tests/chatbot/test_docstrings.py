"""Docstrings that are left out of memory."""

from importlib import import_module
from pathlib import Path

import pytest

from chatbot.docstrings import left_out

LONG = "Count. " * 40
LIBRARY = f'''
class Counter:
    """{LONG}"""

    def count(self):
        """{LONG}"""
        return 1, lambda: "{LONG}", [text for text in ("{LONG}",)], "{LONG[1:]}"

    def add(self):
        """Add."""
'''


def test_functions_of_libraries_alone_lose_long_docstrings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "counting.py").write_text(LIBRARY, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with left_out():
        counter = import_module("counting").Counter
    assert len(counter.count.__doc__) == 1
    assert (counter.__doc__, counter.add.__doc__) == (LONG, "Add.")
    number, text, texts, rest = counter().count()
    assert (number, text(), texts, rest) == (1, LONG, [LONG], LONG[1:])


def test_libraries_keep_docstrings_after_the_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "counted.py").write_text(LIBRARY, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with left_out():
        pass
    assert import_module("counted").Counter.count.__doc__ == LONG
