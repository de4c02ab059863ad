"""Word pieces of a message and the vectors of the pieces, as input of a network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from chatbot.encoder.files import DIMENSION, EncoderError, folder_with
from chatbot.encoder.kept_messages import load_messages, store_messages
from chatbot.text.sentence import sentence

if TYPE_CHECKING:  # loading the tokenizers is of no use to most networks
    from chatbot.encoder.sentence_encoder import SentenceEncoder

PIECE_WIDTH = 2 * DIMENSION
"""Length of the concatenated vectors of the last two layers."""


class PieceReader(Protocol):
    """Source of word pieces with vectors."""

    @property
    def is_of_words(self) -> bool:
        """True if most words of the language are pieces, which are quick to look up."""

    def read(self, words: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of the pieces of a message, shape (pieces, PIECE_WIDTH)."""

    def names(self, words: Sequence[str]) -> tuple[str, ...]:
        """Return the pieces of a message."""

    def has_word(self, word: str) -> bool:
        """Return True for a word equal to a single piece, and so a word of the language."""

    def number(self, word: str) -> int | None:
        """Return the number of a word equal to a single piece, None for any other.

        The pieces of a reader that `is_of_words` are in the order of frequency.
        """


class EncoderPieceReader:
    """Piece reader with a sentence encoder, in milliseconds per message."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self.encoder = encoder

    @property
    def is_of_words(self) -> bool:
        return not self.encoder.is_multilingual

    def read(self, words: Sequence[str]) -> NDArray[np.float32]:
        return _side_by_side(self.encoder.encode(self.encoder.text_of(words)).layers)

    def names(self, words: Sequence[str]) -> tuple[str, ...]:
        return self.encoder.encode(self.encoder.text_of(words)).pieces

    def has_word(self, word: str) -> bool:
        return self.number(word) is not None

    def number(self, word: str) -> int | None:
        return self.encoder.number(word)


class CachedPieceReader(EncoderPieceReader):
    """Piece reader with a cache: training reads every message many times."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        super().__init__(encoder)
        self._cache: dict[str, NDArray[np.float16]] = {}

    def cache(self, sentences: Iterable[Sequence[str]]) -> None:
        """Encode messages in batches; the cache holds vectors in half precision."""
        texts = {self.encoder.text_of(words) for words in sentences}
        new = sorted(texts - self._cache.keys())
        for text, message in zip(new, self.encoder.encode_batch(new), strict=True):
            self._cache[text] = _side_by_side(message.layers).astype(np.float16)

    def keep(self, sentences: Iterable[Sequence[str]]) -> None:
        """Cache messages of the library, which stay in the encoder's folder for other trainings.

        Nothing that a person wrote belongs there.
        """
        folder, fingerprint = self.encoder.folder, self.encoder.fingerprint
        messages = {self.encoder.text_of(words): words for words in sentences}
        if messages.keys() <= self._cache.keys():
            return
        kept = load_messages(folder, fingerprint) if folder else {}
        self._cache.update(kept)
        self.cache(messages.values())
        new = {text: self._cache[text] for text in messages}
        if folder and not new.keys() <= kept.keys():
            store_messages(folder, fingerprint, kept, new)

    def read(self, words: Sequence[str]) -> NDArray[np.float32]:
        vectors = self._cache.get(self.encoder.text_of(words))
        return super().read(words) if vectors is None else vectors.astype(np.float32)


def sentence_vector(pieces: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the mean vectors of the two layers, both of length 1: shape (PIECE_WIDTH,).

    The second half is the sentence vector as all-MiniLM-L6-v2 defines it.
    """
    means = pieces.mean(axis=0).reshape(2, DIMENSION)
    lengths = np.linalg.norm(means, axis=1, keepdims=True)
    return np.asarray((means / np.maximum(lengths, 1e-9)).ravel(), np.float32)


def _side_by_side(layers: NDArray[np.float32]) -> NDArray[np.float32]:
    return layers.reshape(len(layers), PIECE_WIDTH)


def installed_piece_reader(fingerprint: str = "") -> EncoderPieceReader:
    """Return a reader with the installed encoder of a fingerprint, loaded once per process.

    Without a `fingerprint`, that is the English one. Raises EncoderMissingError without an encoder,
    and EncoderError for a damaged encoder or a different one.
    """
    from chatbot.encoder.sentence_encoder import shared_encoder

    folder = folder_with(fingerprint)
    encoder = shared_encoder(folder)
    if fingerprint and encoder.fingerprint != fingerprint:
        raise EncoderError(
            sentence(
                "The model was trained with another sentence encoder than the one in %(folder)s."
                " Train it again with: flask train",
                folder=folder,
            )
        )
    return EncoderPieceReader(encoder)
