"""The vectors of a message's word pieces, as a network reads them: made once, then remembered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from chatbot.encoder.files import DIMENSION, EncoderError, encoder_folder

if TYPE_CHECKING:  # it loads the tokenizers, which most networks have no use for
    from chatbot.encoder.sentence_encoder import SentenceEncoder

PIECE_WIDTH = 2 * DIMENSION
"""The vectors of the last layer and of the one below it, side by side."""


class PieceReader(Protocol):
    """Whatever gives the vectors of a message's pieces."""

    def read(self, words: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of the pieces, shape (pieces, PIECE_WIDTH)."""

    def names(self, words: Sequence[str]) -> tuple[str, ...]:
        """Return the pieces themselves."""

    def has_word(self, word: str) -> bool:
        """True for a word that is one piece, and so one of the language."""


class EncodedPieces:
    """Reads pieces by a sentence encoder, which takes milliseconds a message."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self.encoder = encoder

    def read(self, words: Sequence[str]) -> NDArray[np.float32]:
        return _side_by_side(self.encoder.encode(" ".join(words)).layers)

    def names(self, words: Sequence[str]) -> tuple[str, ...]:
        return self.encoder.encode(" ".join(words)).pieces

    def has_word(self, word: str) -> bool:
        return self.encoder.has_word(word)


class RememberedPieces(EncodedPieces):
    """Reads pieces that were made before: training meets each message many times."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        super().__init__(encoder)
        self._known: dict[tuple[str, ...], NDArray[np.float16]] = {}

    def remember(self, sentences: Iterable[Sequence[str]]) -> None:
        """Make the vectors of these messages, many at a time; half precision is enough."""
        new = sorted({tuple(words) for words in sentences} - self._known.keys())
        encoded = self.encoder.encode_batch([" ".join(words) for words in new])
        for words, message in zip(new, encoded, strict=True):
            self._known[words] = _side_by_side(message.layers).astype(np.float16)

    def read(self, words: Sequence[str]) -> NDArray[np.float32]:
        known = self._known.get(tuple(words))
        return super().read(words) if known is None else known.astype(np.float32)


def sentence_vector(pieces: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the mean vector of each of the two layers, both of length 1: shape (PIECE_WIDTH,).

    The second half is the sentence vector as all-MiniLM-L6-v2 defines it.
    """
    means = pieces.mean(axis=0).reshape(2, DIMENSION)
    lengths = np.linalg.norm(means, axis=1, keepdims=True)
    return np.asarray((means / np.maximum(lengths, 1e-9)).ravel(), np.float32)


def _side_by_side(layers: NDArray[np.float32]) -> NDArray[np.float32]:
    return layers.reshape(len(layers), PIECE_WIDTH)


def pieces_of(fingerprint: str = "") -> EncodedPieces:
    """Return a reader with the installed sentence encoder, which all bots of a process share.

    Raises EncoderMissingError where there is none, and EncoderError where it is damaged or, with
    a `fingerprint`, another one.
    """
    from chatbot.encoder.sentence_encoder import shared_encoder

    encoder = shared_encoder(encoder_folder())
    if fingerprint and encoder.fingerprint != fingerprint:
        raise EncoderError(
            f"The model was trained with another sentence encoder than the one in "
            f"{encoder_folder()}. Train it again with: flask train"
        )
    return EncodedPieces(encoder)
