"""Files of a single long line, or of very many: time and memory stay in proportion."""

import tracemalloc
from time import process_time

import pytest

from chatbot.located_json.parser import parse
from chatbot.located_json.source import JsonSource

LENGTH = 60_000
SQUARES = {
    "words without quotes": "[" + "a," * 8 * LENGTH,
    "an assignment without an end": "let " + "a" * LENGTH,
    "a decorator without an end": "@" + "a" * LENGTH,
    "a function without a name": "function" + " " * LENGTH,
    "a key of YAML without a value": "a:" + " " * LENGTH + "[",
    "a question without a text": "Q" + " " * LENGTH,
    "a key of spaces": '{"' + " " * LENGTH + "b",
    "a text of spaces": '["' + " " * LENGTH + "b",
    "openings of which no closing follows": "[" + "„a\n," * 900 + "b" * 8 * LENGTH,
    "quotes inside, and none after them": "[" + '"a" b, ' * 190 + "c" * 40 * LENGTH,
    "three quotes without an end": '["""' + 'a""b' * 8 * LENGTH,
    "calls": "a(" * 4 * LENGTH,
    "tuples that never end": "[" + '("a",\n' * LENGTH,
    "guillemets that open": "[" + "«a " * 4 * LENGTH,
    "single quotes": "'" * 20 * LENGTH,
    "closing brackets after much": "{" + "]" * 50 * LENGTH + "😀",
    "missing values after much": '{"a": "' + "b" * 50 * LENGTH + '😀", ' + '"c":,' * 990 + "}",
}


@pytest.fixture(scope="module")
def standard() -> float:
    """CPU seconds of this machine for a file of 20,000 values without fault."""
    start = process_time()
    assert not parse(f"[{', '.join(['1'] * 20_000)}]").faults
    return process_time() - start


@pytest.mark.parametrize("name", SQUARES)
def test_time_grows_with_the_length_and_not_with_its_square(name: str, standard: float) -> None:
    start = process_time()
    assert parse(SQUARES[name]).faults
    assert process_time() - start < 8 * standard


@pytest.mark.parametrize(
    "text",
    [
        "a" + ",b" * LENGTH,
        "a" + ".b" * LENGTH,
        "/**/" * LENGTH,
        "async " * LENGTH,
        '{"a"' + ', "b"' * LENGTH + "}",
    ],
)
def test_no_memory_for_ways_back(text: str) -> None:
    tracemalloc.start()
    parse(text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2 * len(text)


@pytest.mark.parametrize("quote", "\"'")
def test_no_memory_for_wrong_escapes_that_nobody_mends(quote: str) -> None:
    text = "[" + quote + "\\x" * 8 * LENGTH + quote + "]"
    tracemalloc.start()
    assert parse(text).faults
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10_000_000


class CountedText(str):
    """Text that counts the characters looked at for line ends."""

    __slots__ = ("counted",)

    counted: int

    def count(self, part: str, start: int = 0, end: int | None = None, /) -> int:  # type: ignore[override]
        self.counted += max(0, (len(self) if end is None else end) - start)
        return super().count(part, start, end)


def test_lines_are_counted_once_and_not_for_each_problem() -> None:
    text = CountedText('["' + "b" * 10_000 + '",\n' + '{"a": 1, "a": 2},\n' * 500 + "1]")
    text.counted = 0
    faults = parse(text).faults
    assert len(faults) == 500
    assert "first in line 501." in faults[-1].message
    assert text.counted < 2 * len(text)


def test_places_in_a_file_of_empty_lines() -> None:
    tracemalloc.start()
    source = JsonSource.from_bytes("a.json", b"\n" * LENGTH + b"[1,]")
    (problem,) = source.problems
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (problem.line, problem.column) == (LENGTH + 1, 3)
    assert peak < 20 * LENGTH
