"""Variations of tagged sentences: other values, invented ones, values alone, small letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from chatbot.dataset.tagged_sentences import TaggedSentence, Value
from chatbot.text.tokens import Token

_SHORTEST_INVENTED = 4
"""Characters of a word in whose place an invented one may stand: shorter ones are of a language."""


_FEW = 100
"""Sentences with values, up to which those in them are too few by themselves."""


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of the sentences, or of values for the first two, that are varied."""

    other_value: float = 0.4
    invented: float = 0.15
    lower_case: float = 0.3
    alone: float = 0.06

    def for_sentences(self, count: int) -> Shares:
        """Return the shares for so many sentences with values.

        Many have values enough, and another value would often not fit into the sentence.
        """
        few = min(1.0, _FEW / max(count, 1))
        return replace(
            self,
            other_value=few * self.other_value,
            invented=few * self.invented,
        )


class VariationMaker:
    """Maker of variations, given the values of each entity by its number."""

    def __init__(
        self,
        values: Mapping[int, Sequence[Value]],
        intents: Mapping[int, int],
        shares: Shares,
        rng: np.random.Generator,
    ) -> None:
        self._values = {entity: list(dict.fromkeys(listed)) for entity, listed in values.items()}
        self._intents = intents
        self._shares = shares
        self._rng = rng
        self._words = {
            entity: [t for value in listed for t in value if _is_inventable(t)]
            for entity, listed in self._values.items()
        }

    def varied(self, sentence: TaggedSentence) -> TaggedSentence:
        """Return the sentence, or a variation."""
        if self._rng.random() < self._shares.lower_case:
            sentence = sentence.in_lower_case()
        if not sentence.spans:
            return sentence
        values = [
            self._value(entity, sentence.tokens[first:end]) for entity, first, end in sentence.spans
        ]
        return sentence.with_values(values)

    def alone(self, count: int) -> list[TaggedSentence]:
        """Return values without a sentence around, as a visitor answers a question."""
        entities = [entity for entity, listed in self._values.items() if listed]
        sentences = []
        for _ in range(round(count * self._shares.alone) if entities else 0):
            entity = entities[self._rng.integers(len(entities))]
            value = self._value(entity, self._any(entity))
            intent = self._intents.get(entity, 0)
            sentences.append(TaggedSentence(value, ((entity, 0, len(value)),), intent))
        return sentences

    def _value(self, entity: int, value: Value) -> Value:
        if self._rng.random() < self._shares.other_value:
            value = self._any(entity)
        if self._rng.random() < self._shares.invented:
            value = tuple(self._invented(entity, token) for token in value)
        return value

    def _any(self, entity: int) -> Value:
        listed = self._values[entity]
        return listed[self._rng.integers(len(listed))]

    def _invented(self, entity: int, token: Token) -> Token:
        """A word with the beginning of one word of the entity and the end of another."""
        words = self._words[entity]
        if not words or not _is_inventable(token):
            return token
        first, last = (words[self._rng.integers(len(words))][0] for _ in range(2))
        cut, rest = (self._rng.integers(1, len(word)) for word in (first, last))
        return first[:cut] + last[rest:], token[1]


def _is_inventable(token: Token) -> bool:
    return len(token[0]) >= _SHORTEST_INVENTED and token[0].isalpha()
