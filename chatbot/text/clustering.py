"""Clusters of messages with the same meaning, for a person to decide about each cluster at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

FloatArray = NDArray[np.float32]
Embed = Callable[[str], FloatArray]
"""Function from a text to the sentence vector of length 1."""

MIN_TOKEN_SET_RATIO = 80.0
"""Least `token_set_ratio` of two messages of a cluster, 0 to 100."""
MIN_TRIGRAM_COSINE = 0.6
"""Least cosine of the character trigrams: the token set of a single word is part of many messages.
"""
MIN_SENTENCE_COSINE = 0.7
"""Least cosine of sentence vectors for joining two clusters."""
MAX_ENCODED_CLUSTERS = 120
"""Number of clusters, the largest first, with a sentence vector: encoding takes milliseconds."""

_BUCKETS = 1024
_BLOCK = 256


def cluster(texts: Sequence[str], embed: Embed | None = None) -> list[list[int]]:
    """Cluster texts by words and, with `embed`, by sentence vectors.

    Return the indexes of `texts` by cluster, both in the order of `texts`. A text joins the cluster
    with the most similar first text, or begins a new cluster. So the removal of a whole cluster
    leaves the other clusters unchanged.
    """
    indexes: dict[str, list[int]] = {}
    for index, text in enumerate(texts):
        indexes.setdefault(text, []).append(index)
    distinct = list(indexes)
    clusters = _cluster_by_words(distinct)
    if embed is not None:
        counts = [len(indexes[text]) for text in distinct]
        clusters = _join_by_meaning(clusters, distinct, embed, counts)
    return sorted(
        sorted(index for member in members for index in indexes[distinct[member]])
        for members in clusters
    )


def _cluster_by_words(texts: Sequence[str]) -> list[list[int]]:
    trigrams = _trigram_vectors(texts)
    clusters: dict[int, list[int]] = {}
    for start in range(0, len(texts), _BLOCK):
        block = trigrams[start : start + _BLOCK]
        # Of the texts before, the first of each cluster: only these are joined.
        candidates = [*clusters, *range(start, start + len(block))]
        for index, row in enumerate(block @ trigrams[candidates].T, start):
            similar = _most_similar(candidates, row[: index - start - len(block)])
            leader = _leader(index, similar, texts, clusters)
            clusters.setdefault(leader, []).append(index)
    return list(clusters.values())


def _most_similar(candidates: Sequence[int], cosines: FloatArray) -> list[int]:
    """Return the candidates that have a cosine and are similar, the most similar first."""
    places = np.flatnonzero(cosines >= MIN_TRIGRAM_COSINE)
    if len(places) > 1:
        places = places[np.argsort(-cosines[places], kind="stable")]
    return [candidates[place] for place in places.tolist()]


def _leader(
    index: int, similar: Sequence[int], texts: Sequence[str], clusters: dict[int, list[int]]
) -> int:
    """Return the first text of the cluster for the text at `index`: `index` for a new cluster."""
    for candidate in similar:
        if candidate in clusters:
            ratio = fuzz.token_set_ratio(texts[index], texts[candidate])
            if ratio >= MIN_TOKEN_SET_RATIO:
                return candidate
    return index


def _join_by_meaning(
    clusters: list[list[int]], texts: Sequence[str], embed: Embed, counts: Sequence[int]
) -> list[list[int]]:
    sizes = [-sum(counts[member] for member in members) for members in clusters]
    largest = sorted(np.argsort(sizes, kind="stable")[:MAX_ENCODED_CLUSTERS].tolist())
    if not largest:
        return clusters
    vectors = np.stack([embed(texts[clusters[number][0]]) for number in largest])
    cosines = vectors @ vectors.T
    joined = {number: list(members) for number, members in enumerate(clusters)}
    for row, number in enumerate(largest):
        earlier = [column for column in range(row) if largest[column] in joined]
        nearest = max(earlier, key=lambda column: float(cosines[row, column]), default=None)
        if nearest is not None and cosines[row, nearest] >= MIN_SENTENCE_COSINE:
            joined[largest[nearest]] += joined.pop(number)
    return list(joined.values())


def _trigram_vectors(texts: Sequence[str]) -> FloatArray:
    """Hashed character trigrams of each text, as rows of length 1: shape (texts, _BUCKETS)."""
    presence = np.zeros((len(texts), _BUCKETS), np.float32)
    for row, text in enumerate(texts):
        padded = f" {text} "
        presence[row, [crc32(padded[i : i + 3].encode()) % _BUCKETS for i in range(len(text))]] = 1
    lengths = np.linalg.norm(presence, axis=1, keepdims=True)
    return np.asarray(presence / np.maximum(lengths, 1), np.float32)
