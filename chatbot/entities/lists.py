"""Values of a list in a message: word for word, or with a typing error."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from chatbot.entities.entity import Entity, Mention
from chatbot.entities.line import Line, tokens_of
from chatbot.entities.typing_errors import TypingErrors

_SHORTEST_FUZZY = 5
"""Characters of a term that is recognised with a typing error: shorter ones are too alike."""

_LETTERS_AN_ERROR = 8
"""Characters of a term for each further typing error."""


class _Terms:
    """Terms of a list by their first words; long ones by number of words and first letter."""

    def __init__(self, entity: Entity) -> None:
        self.exact: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        self.fuzzy: dict[tuple[int, str], dict[str, str]] = defaultdict(dict)
        for listed in entity.values:
            for term in (listed.value, *listed.synonyms):
                words = tuple(token.word for token in tokens_of(term))
                if words:
                    self.exact[words[0]].append((words, listed.value))
                    joined = " ".join(words)
                    if entity.fuzzy and len(joined) >= _SHORTEST_FUZZY:
                        self.fuzzy[len(words), joined[0]].setdefault(joined, listed.value)


def find_listed(
    entity: Entity, line: Line, errors: TypingErrors | None = None
) -> Iterator[Mention]:
    """Find values of a list: of exact terms the longest, else terms with a typing error.

    Without `errors`, any word may be one. What is none is a value where one is asked for, and it
    is the whole reply: "pairs" may be Paris.
    """
    terms = _terms(entity)
    exact = [
        Mention(value, line.tokens[index].start, line.tokens[index + len(words) - 1].end)
        for index, token in enumerate(line.tokens)
        for words, value in terms.exact.get(token.word, ())
        if words == tuple(token.word for token in line.tokens[index : index + len(words)])
    ]
    return iter(exact) if exact else _misspelt(terms, line, errors)


def _misspelt(terms: _Terms, line: Line, errors: TypingErrors | None) -> Iterator[Mention]:
    """Values of terms with a typing error."""
    for count in {count for count, _ in terms.fuzzy}:
        for index in range(len(line.tokens) - count + 1):
            part = line.tokens[index : index + count]
            words = " ".join(token.word for token in part)
            # The first letter is seldom wrong, as in the spelling of other words.
            choices = terms.fuzzy.get((count, words[0]), {})
            if not choices:
                continue
            if value := _nearest(words, choices, errors):
                yield Mention(value, part[0].start, part[-1].end)
            elif count == len(line.tokens) and (value := _nearest(words, choices, None)):
                yield Mention(value, part[0].start, part[-1].end, is_sure=False)


def _nearest(words: str, choices: dict[str, str], errors: TypingErrors | None) -> str | None:
    """Value of the terms that are nearest, None if none is near or two values are alike near."""
    if len(words) < _SHORTEST_FUZZY - 1:
        return None
    from rapidfuzz import process  # 2 MB that only a bot with a list needs
    from rapidfuzz.distance import OSA

    most = 1 + len(words) // (2 * _LETTERS_AN_ERROR)
    near = process.extract(
        words, choices.keys(), scorer=OSA.distance, score_cutoff=most, limit=None
    )
    meant = [row for row in near if errors is None or errors.may_be(words, row[0])]
    least = min((distance for _, distance, _ in meant), default=0)
    values = {choices[term] for term, distance, _ in meant if distance == least}
    return values.pop() if len(values) == 1 else None


_terms = lru_cache(maxsize=256)(_Terms)
