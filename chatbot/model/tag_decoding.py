"""Spans of entities from the logits of tags: beginning, inside and outside of an entity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chatbot.inference import softmax

OUTSIDE = 0
"""Number of the tag of a token without an entity; B and I of the n-th are 1 + 2n and 2 + 2n."""

IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TagSpan:
    """Tokens from `first` to before `end` that are a value of the entity with a number.

    `confidence` is the least probability of a token to be of the entity.
    """

    entity: int
    first: int
    end: int
    confidence: float


def tags_of(spans: Sequence[tuple[int, int, int]], length: int) -> list[int]:
    """Return the tags of tokens, given spans as entity, first and end."""
    tags = [OUTSIDE] * length
    for entity, first, end in spans:
        tags[first:end] = [1 + 2 * entity, *[2 + 2 * entity] * (end - first - 1)]
    return tags


def spans_of(tags: Sequence[int]) -> list[tuple[int, int, int]]:
    """Return the spans of valid tags, as entity, first and end."""
    spans: list[tuple[int, int, int]] = []
    for place, tag in enumerate(tags):
        if tag == OUTSIDE:
            continue
        entity, is_inside = divmod(tag - 1, 2)
        if is_inside and spans and spans[-1][0] == entity and spans[-1][2] == place:
            spans[-1] = (entity, spans[-1][1], place + 1)
        else:
            spans.append((entity, place, place + 1))
    return spans


def decode(logits: NDArray[np.float32]) -> list[TagSpan]:
    """Return the spans of the most likely valid tags, given logits (tokens, tags).

    An inside tag follows a tag of its entity alone (Viterbi's algorithm, with no other costs of
    transitions).
    """
    probabilities = softmax(logits)
    tags = _best_tags(np.log(np.maximum(probabilities, 1e-30)))
    of_entity = probabilities[:, 1::2] + probabilities[:, 2::2]
    return [
        TagSpan(entity, first, end, float(of_entity[first:end, entity].min()))
        for entity, first, end in spans_of(tags)
    ]


def _best_tags(scores: NDArray[np.float64]) -> list[int]:
    total = scores[0].copy()
    total[2::2] = -np.inf
    count = scores.shape[1]
    before = np.zeros((len(scores), count), np.int64)
    begins, insides = np.arange(1, count, 2), np.arange(2, count, 2)
    for place in range(1, len(scores)):
        before[place] = total.argmax()
        goes_on = total[insides] > total[begins]
        before[place, insides] = np.where(goes_on, insides, begins)
        total = total[before[place]] + scores[place]
    tags = [int(total.argmax())]
    for place in range(len(scores) - 1, 0, -1):
        tags.append(int(before[place, tags[-1]]))
    return tags[::-1]
