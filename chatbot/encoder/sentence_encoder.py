"""The sentence encoder: the contextual vectors of the pieces of a message.

It is all-MiniLM-L6-v2 (https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2), a MiniLM
(Wang et al. 2020, https://arxiv.org/abs/2002.10957) that was trained to give sentences of the same
meaning the same vector (Reimers and Gurevych 2019, https://arxiv.org/abs/1908.10084). Here it is
frozen: what is learnt reads its vectors.
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

from chatbot.encoder.files import GRAPH, TOKENIZER, checked_manifest, damaged
from chatbot.inference import open_session
from chatbot.text.words import normalise

MAX_PIECES = 128
"""What is read of a message, the two special pieces included: room for the 64 words of
`chatbot.text.words`, and a bound on the time that one message takes."""

FloatArray = NDArray[np.float32]

_BATCH_PIECES = 2048


@dataclass(frozen=True, slots=True)
class EncodedMessage:
    """The pieces of a message from [CLS] to [SEP], as the encoder sees them, and their vectors.

    `layers` has shape (pieces, 2, DIMENSION): the outputs of layers 5 and 6, in this order.
    """

    pieces: tuple[str, ...]
    layers: FloatArray


@lru_cache(maxsize=2)
def shared_encoder(folder: Path) -> SentenceEncoder:
    """Return the encoder in a folder, loaded once for the whole process. Raises EncoderError."""
    return SentenceEncoder.load(folder)


class SentenceEncoder:
    """Turns messages into vectors. One per process is enough: threads may share it.

    `fingerprint` is the SHA-256 of the graph: vectors of encoders with another one are no
    substitute.
    """

    def __init__(
        self, session: onnxruntime.InferenceSession, tokenizer: Tokenizer, fingerprint: str
    ) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self.fingerprint = fingerprint

    @classmethod
    def load(cls, folder: Path, threads: int = 1) -> SentenceEncoder:
        """Return the encoder in a folder, after checking that it is what was installed.

        More `threads` encode many messages sooner, and each of them later.

        Raises EncoderMissingError when there is none, and EncoderError when it is damaged.
        """
        manifest = checked_manifest(folder)
        try:
            tokenizer = open_tokenizer(folder / TOKENIZER)
            return cls(open_session(folder / GRAPH, threads), tokenizer, manifest.graph)
        except Exception as error:  # onnxruntime and tokenizers raise their own, without a base
            raise damaged(folder, "it cannot be opened") from error

    def encode(self, text: str) -> EncodedMessage:
        """Return the vectors of a message. An empty one consists of [CLS] and [SEP]."""
        return self._run([self._tokenizer.encode(normalise(text))])[0]

    def encode_batch(self, texts: Sequence[str]) -> list[EncodedMessage]:
        """Return the vectors of many messages, in their order, equal to those of `encode`.

        Messages of about the same length go through the graph together.
        """
        encodings = [self._tokenizer.encode(normalise(text)) for text in texts]
        encoded: dict[int, EncodedMessage] = {}
        for places in _batches([len(encoding) for encoding in encodings]):
            found = self._run([encodings[place] for place in places])
            encoded.update(zip(places, found, strict=True))
        return [encoded[place] for place in range(len(texts))]

    def has_word(self, word: str) -> bool:
        """True for a lower-case word that is a single piece."""
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
    """Return the tokenizer in a file, set to read one message as it was written."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_PIECES)
    # A "[SEP]" that somebody typed is three pieces, and not the end of the message.
    tokenizer.encode_special_tokens = True
    return tokenizer


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Return the places of messages, the shortest first, in batches of bounded size."""
    batches: list[list[int]] = []
    for place in sorted(range(len(lengths)), key=lambda place: lengths[place]):
        if not batches or (len(batches[-1]) + 1) * lengths[place] > _BATCH_PIECES:
            batches.append([])
        batches[-1].append(place)
    return batches
