"""Sentences that a tagger learns: patterns with values, and messages without."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from chatbot.dataset.tagged_sentences import TaggedSentence, Value, tagged
from chatbot.dataset.tagged_variations import Shares, VariationMaker
from chatbot.entities.entity import Entity
from chatbot.intents.intent_set import IntentSet

_PLAIN, _LEAST_PLAIN = 2, 100
"""Sentences without values for each one with, and the least number, as far as there are any."""

_LONGEST_PHRASE = 6
"""Words of a value that is looked for in patterns without marks."""


@dataclass(frozen=True, slots=True)
class TaggingData:
    """Sentences to learn; numbers of entities and intents; values of entities beside the marked."""

    sentences: Sequence[TaggedSentence]
    entities: int
    intents: int
    values: Mapping[int, Sequence[Value]] = field(default_factory=dict)

    def variations(self, shares: Shares, rng: np.random.Generator) -> VariationMaker:
        """Return the maker of variations of the sentences."""
        values: dict[int, list[Value]] = defaultdict(list)
        intents: dict[int, int] = {}
        for sentence in self.sentences:
            for entity, first, end in sentence.spans:
                values[entity].append(sentence.tokens[first:end])
                intents.setdefault(entity, sentence.intent)
        for entity, listed in self.values.items():
            values[entity] += filter(None, listed)
        marked = sum(bool(sentence.spans) for sentence in self.sentences)
        return VariationMaker(values, intents, shares.for_sentences(marked), rng)


def tagging_data(
    intents: IntentSet, entities: dict[str, Entity], off_topic: Sequence[str], seed: int
) -> TaggingData:
    """Return the patterns with values, and some of the patterns and messages without.

    A pattern without marks may lack one: it has a value that is marked elsewhere, or a new one, as
    those accepted in the browser do. Beside patterns with marks of its intent, it is learnt if all
    of its words are in other sentences, but for values.
    """
    names = [*entities]
    marked: list[TaggedSentence] = []
    plain: list[TaggedSentence] = []
    doubtful: list[TaggedSentence] = []
    for number, intent in enumerate(intents):
        for text in intent.patterns:
            sentence = tagged(text, intent.marks.get(text, ()), names, number)
            (marked if sentence.spans else doubtful if intent.marks else plain).append(sentence)
    usual = {word for sentence in (*marked, *plain) for word in _outside(sentence)}
    plain += (sentence for sentence in doubtful if usual.issuperset(_words(sentence)))
    plain += [tagged(text, (), names, len(intents)) for text in off_topic]
    plain = _without_values(plain, marked)
    sentences = [*marked, *_sample(plain, max(_LEAST_PLAIN, _PLAIN * len(marked)), seed)]
    listed = {number: _listed(entities[name]) for number, name in enumerate(names)}
    return TaggingData(sentences, len(names), len(intents) + 1, listed)


def _sample(sentences: Sequence[TaggedSentence], most: int, seed: int) -> list[TaggedSentence]:
    """So many of the sentences at random, in their order."""
    order = np.random.default_rng(seed).permutation(len(sentences))
    return [sentences[row] for row in sorted(order[:most])]


def _without_values(
    plain: Sequence[TaggedSentence], marked: Sequence[TaggedSentence]
) -> list[TaggedSentence]:
    """Sentences that have no value of the marked ones."""
    values = {_words(s)[first:end] for s in marked for _, first, end in s.spans}
    return [s for s in plain if s.tokens and values.isdisjoint(_phrases(s))]


def _listed(entity: Entity) -> list[Value]:
    """Values of a list, and their synonyms, as tokens."""
    terms = (term for value in entity.values for term in (value.value, *value.synonyms))
    return [tagged(term, (), (), 0).tokens for term in terms]


def _outside(sentence: TaggedSentence) -> Iterator[str]:
    """Words that are part of no value."""
    inside = {place for _, first, end in sentence.spans for place in range(first, end)}
    yield from (word for n, (word, _) in enumerate(sentence.tokens) if n not in inside)


def _words(sentence: TaggedSentence) -> tuple[str, ...]:
    return tuple(word for word, _ in sentence.tokens)


def _phrases(sentence: TaggedSentence) -> Iterator[tuple[str, ...]]:
    words = _words(sentence)
    for start in range(len(words)):
        for length in range(1, _LONGEST_PHRASE + 1):
            yield words[start : start + length]
