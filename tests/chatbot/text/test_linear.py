"""Every step from a message to words, clauses and entities takes time linear in the message.

Work is counted where it can be; else a step is compared with the same step on a text of the same
length, in the same process. A text of 1,000 signs took a quadratic expression 300 times as long.
"""

import time
from collections.abc import Callable
from datetime import date
from functools import partial

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chatbot.entities.entity import BUILT_IN, Entity, ListValue
from chatbot.entities.finder import EntityFinder
from chatbot.text.clauses import two_clauses
from chatbot.text.language_guess import guess_language
from chatbot.text.negation import polarity_of
from chatbot.text.words import LONGEST_RUN, MAX_CHARACTERS, WordSplitter, normalise

UNIT = st.text(st.sampled_from("aé1 .'´^&#;@:/<(-_~=!?,😀中\u0301"), min_size=1, max_size=4)
UNITS = ("a.", "é<", "1", "1.", ";", "!", "- ", "a@", "www.", "http://", "&#", "(1", "not ", "中。")
ORDINARY = "where is my parcel (CW 204817)? I am waiting: it was sent on 12 May. "
ON = date(2026, 6, 1)
SLOWER = 60
"""Times that a hostile text may take an ordinary one's: it has as many words as characters."""


class RecordingTokenizer:
    """Tokenizer that notes what it has to read."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def tokenize(self, line: str) -> list[str]:
        self.lines.append(line)
        return line.split()


@given(unit=UNIT, count=st.integers(1, MAX_CHARACTERS))
@example(unit="a.", count=500)
@example(unit="é<", count=500)
def test_the_tokenizer_never_reads_a_long_run_at_once(unit: str, count: int) -> None:
    """Its expressions are quadratic in a run without spaces, at worst: no run may grow."""
    splitter, tokenizer = WordSplitter(), RecordingTokenizer()
    splitter._tokenizer = tokenizer
    splitter.words(unit * count)
    for line in tokenizer.lines:
        assert max(map(len, line.split()), default=0) <= LONGEST_RUN
        assert len(line) <= 2 * MAX_CHARACTERS


def test_nothing_of_a_long_run_is_lost_and_words_stay_whole() -> None:
    address = "https://example.org/" + "/".join(["parcel"] * 40)
    words = WordSplitter().words(f"see {address} please")
    assert words[0] == "see"
    assert words[-1] == "please"
    whole = "".join(words[1:-1]).replace("/", "")
    assert whole == address.replace("/", "")


LIST = Entity("list", "town", tuple(map(ListValue, ("a a a a b", "a 1 a 1 c", "Oslo"))))
PATTERN = Entity("pattern", pattern="(a|a|1.?)+b")


def _finder(entity: Entity) -> Callable[[str], object]:
    return lambda text: EntityFinder([entity], "english").find(text, ON)


STEPS: dict[str, Callable[[str], object]] = {
    "normalise": normalise,
    "words": WordSplitter().words,
    "language": lambda text: guess_language([text]),
    "clauses": partial(two_clauses, language="english"),
    "negation": lambda text: polarity_of(text, ("not", "here"), WordSplitter()),
    "list": _finder(LIST),
    "pattern": _finder(PATTERN),
    **{kind: _finder(Entity(kind)) for kind in BUILT_IN},
}


@pytest.mark.parametrize("name", STEPS)
def test_no_text_takes_a_step_much_longer_than_an_ordinary_one(name: str) -> None:
    step = STEPS[name]
    ordinary = min(_seconds(step, ORDINARY) for _ in range(5))
    for unit in UNITS:
        if _seconds(step, unit) > SLOWER * ordinary:
            # A second look, for a busy machine; a quadratic step fails each time.
            assert min(_seconds(step, unit) for _ in range(5)) < SLOWER * ordinary, unit


def _seconds(step: Callable[[str], object], unit: str) -> float:
    text = (unit * MAX_CHARACTERS)[:MAX_CHARACTERS]
    started = time.process_time()
    step(text)
    return time.process_time() - started
