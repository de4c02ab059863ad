"""Sentence encoder: contextual vectors of the word pieces of a message.

The encoder is all-MiniLM-L6-v2 (https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2), a
MiniLM (Wang et al. 2020, https://arxiv.org/abs/2002.10957) trained for similar vectors of sentences
with the same meaning (Reimers and Gurevych 2019, https://arxiv.org/abs/1908.10084). The weights
are frozen: only the network on top of the vectors is trained.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from chatbot.encoder.files import GRAPH, TOKENIZER, damage_error, load_manifest
from chatbot.inference import open_session
from chatbot.text.words import normalise

MAX_PIECES = 128
"""Limit of pieces per message, the two special pieces included: room for the 64 words of
`chatbot.text.words`, and a bound on the time for a message."""

FloatArray = NDArray[np.float32]

_BATCH_PIECES = 2048


@dataclass(frozen=True, slots=True)
class EncodedMessage:
    """Word pieces of a message from [CLS] to [SEP], and the vectors.

    `layers` has shape (pieces, 2, DIMENSION): the outputs of layer 5 and of layer 6.
    """

    pieces: tuple[str, ...]
    layers: FloatArray


@lru_cache(maxsize=2)
def shared_encoder(folder: Path) -> SentenceEncoder:
    """Return the encoder in a folder, loaded once per process. Raises EncoderError."""
    return SentenceEncoder.load(folder)


class SentenceEncoder:
    """Encoder of messages into vectors, safe to share among threads.

    `fingerprint` is the SHA-256 of the graph: a network works with the vectors of the same graph
    only.
    """

    def __init__(
        self, session: onnxruntime.InferenceSession, tokenizer: Tokenizer, fingerprint: str
    ) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self.fingerprint = fingerprint

    @classmethod
    def load(cls, folder: Path, threads: int = 1) -> SentenceEncoder:
        """Return the encoder in a folder, with verified files.

        More `threads` shorten the time for many messages and lengthen the time for a single
        message. Raises EncoderMissingError for a folder without an encoder, and EncoderError for a
        damaged encoder.
        """
        manifest = load_manifest(folder)
        try:
            tokenizer = open_tokenizer(folder / TOKENIZER)
            return cls(open_session(folder / GRAPH, threads), tokenizer, manifest.graph)
        except Exception as error:  # onnxruntime and tokenizers have errors without a common base
            raise damage_error(folder, "it cannot be opened") from error

    def encode(self, text: str) -> EncodedMessage:
        """Return the pieces and vectors of a message; an empty message has [CLS] and [SEP]."""
        return self._run([self._tokenizer.encode(normalise(text))])[0]

    def encode_batch(self, texts: Sequence[str]) -> list[EncodedMessage]:
        """Return the pieces and vectors of messages, in order, equal to the results of `encode`.

        Messages of similar length go through the graph together.
        """
        encodings = [self._tokenizer.encode(normalise(text)) for text in texts]
        encoded: dict[int, EncodedMessage] = {}
        for indexes in _batches([len(encoding) for encoding in encodings]):
            messages = self._run([encodings[index] for index in indexes])
            encoded.update(zip(indexes, messages, strict=True))
        return [encoded[index] for index in range(len(texts))]

    def has_word(self, word: str) -> bool:
        """Return True for a lower-case word equal to a single piece."""
        return self._tokenizer.token_to_id(word) is not None

    def _run(self, encodings: Sequence[Encoding]) -> list[EncodedMessage]:
        longest = max(map(len, encodings))
        ids = np.zeros((len(encodings), longest), np.int64)
        mask = np.zeros((len(encodings), longest), np.float32)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding)] = encoding.ids
            mask[row, : len(encoding)] = 1
        outputs: Any = self._session.run(["layer5", "layer6"], {"ids": ids, "mask": mask})
        layers = np.stack(outputs, axis=2)
        return [
            EncodedMessage(tuple(encoding.tokens), layers[row, : len(encoding)])
            for row, encoding in enumerate(encodings)
        ]


def open_tokenizer(path: Path) -> Tokenizer:
    """Return the tokenizer in a file, without padding and special pieces in messages."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_PIECES)
    # A typed "[SEP]" is three pieces, and not the end of the message.
    tokenizer.encode_special_tokens = True
    return tokenizer


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Return the indexes of messages, the shortest first, in batches of bounded size."""
    batches: list[list[int]] = []
    for index in sorted(range(len(lengths)), key=lambda index: lengths[index]):
        if not batches or (len(batches[-1]) + 1) * lengths[index] > _BATCH_PIECES:
            batches.append([])
        batches[-1].append(index)
    return batches
