"""Clauses of a message: two questions that somebody asks at once."""

from __future__ import annotations

import re
from functools import lru_cache

from chatbot.text.words import normalise, without_accents

_AND = {
    "arabic": "و ثم",
    "danish": "og",
    "dutch": "en ook",
    "english": "and also plus & then",
    "finnish": "ja sekä",
    "french": "et ensuite puis",
    "german": "und sowie außerdem",
    "hungarian": "és meg valamint",
    "italian": "e ed poi inoltre",
    "norwegian": "og",
    "portuguese": "e depois também",
    "romanian": "și iar apoi",
    "russian": "и также",
    "spanish": "y e además luego",
    "swedish": "och samt",
}
_FEWEST_WORDS = 2
_LONGEST = 30
"""Most words of a message with two questions: a longer one tells a story with one question."""


def two_clauses(text: str, language: str) -> tuple[tuple[str, str], ...]:
    """Return the ways to read a text as two clauses of at least two words each.

    A clause ends at a conjunction or at a punctuation mark. The tuple is empty for most messages,
    and at most two long.
    """
    line = normalise(text)
    if len(line.split()) > _LONGEST:
        return ()
    halves = [
        (line[: end.start()].strip(" ,"), line[end.end() :].strip(" ,"))
        for end in _ends(language).finditer(line)
    ]
    return tuple(
        (first, second)
        for first, second in halves
        if min(len(first.split()), len(second.split())) >= _FEWEST_WORDS
    )[:2]


@lru_cache(maxsize=32)
def _ends(language: str) -> re.Pattern[str]:
    words = _AND.get(language, "")
    names = {*words.split(), *without_accents(words).split()}
    conjunction = "|".join(re.escape(name) for name in sorted(names)) or "(?!)"
    return re.compile(
        rf"(?<![.;!?…])[.;!?…]++\s+(?:(?:{conjunction})\s)?|\s(?:{conjunction})\s", re.IGNORECASE
    )
