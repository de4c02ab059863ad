"""Vectors of word pieces without context, made by the sentence encoder and kept beside it."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from chatbot.encoder.files import MANIFEST, VECTORS, damage_error, load_manifest, unreadable_error
from chatbot.encoder.piece_table import VECTOR_SIZE, PieceTable
from chatbot.encoder.sentence_encoder import SentenceEncoder
from chatbot.text.sentence import sentence

_BATCH = 512


def piece_table(folder: Path) -> PieceTable:
    """Return the table of the encoder in a folder, made and stored there where it is missing.

    Making it takes half a minute. A folder that cannot be written to is left as it is. Raises
    EncoderError.
    """
    manifest = load_manifest(folder)
    if not manifest.vectors:
        return PieceTable.from_bytes(_make(folder))
    try:
        data = (folder / VECTORS).read_bytes()
    except OSError as error:
        raise unreadable_error(folder, VECTORS, error) from error
    if hashlib.sha256(data).hexdigest() != manifest.vectors:
        raise damage_error(
            folder, sentence("its %(file)s is not the one that was made", file=VECTORS)
        )
    return PieceTable.from_bytes(data)


def _make(folder: Path) -> bytes:
    encoder = SentenceEncoder.load(folder, threads=os.cpu_count() or 1)
    pieces = encoder.vocabulary()
    data = PieceTable.of(pieces, static_vectors(encoder, len(pieces))).to_bytes()
    manifest = replace(load_manifest(folder), vectors=hashlib.sha256(data).hexdigest())
    try:
        for name, content in ((VECTORS, data), (MANIFEST, manifest.to_json().encode())):
            draft = folder / f".{name}"
            draft.write_bytes(content)
            draft.replace(folder / name)
    except OSError:  # the vectors are made again the next time
        pass
    return data


def static_vectors(encoder: SentenceEncoder, count: int) -> NDArray[np.float32]:
    """Return the vectors of the first `count` pieces, shape (count, VECTOR_SIZE).

    The vector of a piece is its own in the last layer, between [CLS] and [SEP], centred and reduced
    to the principal components. As the vocabulary is ordered by frequency, the logarithm of its
    number stands in for its rarity (https://github.com/MinishLab/model2vec). The mean square of all
    numbers is 1.
    """
    batches = (range(start, min(start + _BATCH, count)) for start in range(0, count, _BATCH))
    vectors = np.concatenate([encoder.encode_alone(batch) for batch in batches])
    vectors -= vectors.mean(axis=0)
    components = np.linalg.eigh(vectors.T @ vectors)[1][:, ::-1][:, :VECTOR_SIZE]
    reduced = vectors @ components * np.log1p(np.arange(count, dtype=np.float32))[:, None]
    return np.asarray(reduced / np.sqrt(np.mean(reduced**2)), np.float32)
