"""Hashed character n-grams of a word, shared by misspelt and related words.

(fastText: Bojanowski et al. 2017, https://arxiv.org/abs/1607.04606.)
"""

from __future__ import annotations

from zlib import crc32

import numpy as np
from numpy.typing import NDArray

MAX_NGRAMS = 28


def hashed_ngrams(word: str, buckets: int) -> NDArray[np.int32]:
    """Return the buckets (1 to `buckets`) of the n-grams of a word, padded with 0.

    Shape (MAX_NGRAMS,). CRC-32 is the same on every machine and in every process, unlike Python's
    `hash`.
    """
    ngrams = ngrams_of(word)[:MAX_NGRAMS]
    row = np.zeros(MAX_NGRAMS, np.int32)
    row[: len(ngrams)] = [1 + crc32(ngram) % buckets for ngram in ngrams]
    return row


def ngrams_of(word: str) -> list[bytes]:
    """Return the 3- to 5-grams of ``<word>``, the shortest first."""
    marked = f"<{word}>".encode("utf-32-le", "surrogatepass")
    return [
        marked[start : start + 4 * size]
        for size in (3, 4, 5)
        for start in range(0, len(marked) - 4 * size + 1, 4)
    ]
