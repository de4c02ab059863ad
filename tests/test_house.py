"""The rules of rooms, names and prose that can be counted hold for the whole tree."""

import ast
from pathlib import Path

import pytest

from chatbot.home import HOME
from tests import house


@pytest.fixture(scope="module")
def sources() -> list[house.Source]:
    return house.sources(HOME)


def test_no_docstring_begins_with_a_question(sources: list[house.Source]) -> None:
    assert not house.bad_docstrings(sources)


def test_no_local_is_a_pronoun_or_a_participle(sources: list[house.Source]) -> None:
    assert not house.bad_locals(sources)


def test_a_class_name_has_one_meaning() -> None:
    assert not house.doubled_classes(house.sources(HOME, house.PRODUCT))


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("def f(found): ...", ["found"]),
        ("def f():\n    for each in range(3): ...", ["each"]),
        ("x = [one for one in range(3)]", ["one"]),
        ("def f():\n    def g(told): ...", ["told"]),
        ("known = 3", []),
        ("class A:\n    asked: int", []),
    ],
)
def test_names_of_functions_are_told_from_those_of_modules(line: str, places: list[str]) -> None:
    source = house.Source(Path("x.py"), line, ast.parse(line))
    assert [name.text for name in house.bad_locals([source])] == places


def test_docstrings_of_constants_count() -> None:
    text = '"""How."""\nA = 1\n"""What it is."""\n\ndef f():\n    """Which."""\n'
    source = house.Source(Path("x.py"), text, ast.parse(text))
    assert [docstring.line for docstring in house.bad_docstrings([source])] == [1, 3, 6]
