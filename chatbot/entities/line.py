"""Line of a message, in which entities are looked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from chatbot.text.words import normalise, without_accents

_TOKEN = re.compile(
    # Scripts without spaces between words: a sign is a word.
    r"[\u0e00-\u0eff\u2e80-\u9fff]|[^\W\u0e00-\u0eff\u2e80-\u9fff]+"
)


@dataclass(frozen=True, slots=True)
class Token:
    """Word in small letters without accents, or digits, and its place in the line."""

    word: str
    start: int
    end: int


@dataclass(frozen=True)
class Line:
    """Visible text of a message, in a language, said on a day."""

    text: str
    language: str
    today: date

    @classmethod
    def of(cls, message: str, language: str, today: date) -> Line:
        """Return the line of a message: its first thousand characters."""
        return cls(normalise(message), language, today)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Words and numbers of the line."""
        return tuple(tokens_of(self.text))

    def spans(self, phrase: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Places of a phrase, given its words."""
        words = [token.word for token in self.tokens]
        count = len(phrase)
        for index in range(len(words) - count + 1):
            if words[index] == phrase[0] and words[index : index + count] == list(phrase):
                yield self.tokens[index].start, self.tokens[index + count - 1].end


def today() -> date:
    """Return the day on the clock of the machine."""
    return datetime.now().astimezone().date()


def tokens_of(text: str) -> Iterator[Token]:
    """Words of a text as they are compared, with their places."""
    for match in _TOKEN.finditer(text):
        yield Token(folded(match[0]), match.start(), match.end())


def folded(text: str) -> str:
    """Return a text in small letters without accents."""
    return without_accents(text.casefold())
