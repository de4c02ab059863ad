"""Cards: questions that people put to one another, with the names of things for answers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chatbot.intents.dialects.foreign.content import Content
from chatbot.intents.dialects.foreign.courtesies import is_courtesy
from chatbot.intents.dialects.names import QUESTION_NAMES

_FEWEST = 5
_SHARE = 4
_SENTENCE = 4
"""Cards that tell what a file is, one in how many may have a sentence, and the words of one."""

_FACT = re.compile(r"[\d@/]|[.!?…。！？]\W*$")
"""Sign of a fact to rely on, as a number or an address, and the end of a sentence."""

_LAST_LATIN = "\u024f"


def are_cards(items: Sequence[Content]) -> bool:
    """True for five questions or more whose answers name things: a piano, der Hund, Paris.

    Who asks a bot is told something: a sentence, a number, an address, or is greeted.
    """
    if len(items) < _FEWEST or not all(map(_is_asked, items)):
        return False
    return _SHARE * sum(map(is_telling, items)) < len(items)


def is_telling(item: Content) -> bool:
    """True for an answer that tells something: a sentence, a fact, a courtesy."""
    return any(map(_tells, item.answers))


def _is_asked(item: Content) -> bool:
    """True for an answer to a text that is called a question: keywords are said to a bot."""
    is_question = not QUESTION_NAMES.isdisjoint(item.patterns)
    return is_question and not item.has_wordings and bool(item.answers)


def _tells(answer: str) -> bool:
    """True for an answer that tells something; other letters than Latin ones may have no spaces."""
    words = answer.split()
    is_sentence = len(words) >= _SENTENCE or bool(_FACT.search(answer))
    return is_sentence or any(map(is_courtesy, words)) or max(answer) > _LAST_LATIN
