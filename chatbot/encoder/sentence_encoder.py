"""Sentence encoders: contextual vectors of the word pieces of a message.

The English one is all-MiniLM-L6-v2 (https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2),
a MiniLM (Wang et al. 2020, https://arxiv.org/abs/2002.10957) trained for similar vectors of
sentences with the same meaning (Reimers and Gurevych 2019, https://arxiv.org/abs/1908.10084). The
multilingual one is multilingual-e5-small (Wang et al. 2024, https://arxiv.org/abs/2402.05672). The
weights are frozen: only the network on top of the vectors is trained.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from chatbot.encoder.files import GRAPH, MappedFile, damage_error, load_manifest
from chatbot.encoder.kinds import MULTILINGUAL_ENCODER, EncoderKind
from chatbot.encoder.unigram_tokenizer import UnigramEncoding, UnigramTokenizer
from chatbot.inference import open_session
from chatbot.text.sentence import sentence
from chatbot.text.typed import typed_text
from chatbot.text.words import normalise

if TYPE_CHECKING:  # the multilingual encoder does without
    from tokenizers import Encoding, Tokenizer

MAX_PIECES = 128
"""Limit of pieces per message, the two special pieces included: room for the 64 words of
`chatbot.text.words`, and a bound on the time for a message."""

FloatArray = NDArray[np.float32]

PROBE = "Where is my parcel?"
PROBE_NUMBERS = 6
PROBE_TOLERANCE, ROUNDED_TOLERANCE = 1e-4, 0.1
"""Largest differences between the numbers of a right layout, for matrices of 32 and of 4 bits."""

_BATCH_PIECES = 2048


@dataclass(frozen=True, slots=True)
class EncodedMessage:
    """Word pieces of a message, special ones at both ends, and the vectors.

    `layers` has shape (pieces, 2, DIMENSION): the outputs of the last two layers.
    """

    pieces: tuple[str, ...]
    layers: FloatArray


def shared_encoder(folder: Path) -> SentenceEncoder:
    """Return the encoder in a folder, loaded once per process unless it changes on the disk.

    Raises EncoderError.
    """
    encoder = _shared(folder)
    if encoder.has_changed:
        _shared.cache_clear()
        encoder = _shared(folder)
    return encoder


@lru_cache(maxsize=2)
def _shared(folder: Path) -> SentenceEncoder:
    return SentenceEncoder.load(folder)


class SentenceEncoder:
    """Encoder of messages into vectors, safe to share among threads.

    `fingerprint` is the SHA-256 of the graph: a network works with the vectors of the same graph
    only.
    """

    def __init__(
        self,
        session: onnxruntime.InferenceSession,
        tokenizer: Tokenizer | UnigramTokenizer,
        fingerprint: str,
        mapped: tuple[MappedFile, ...] = (),
        folder: Path | None = None,
    ) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._mapped = mapped
        self.fingerprint = fingerprint
        self.folder = folder

    @classmethod
    def load(cls, folder: Path, threads: int = 1) -> SentenceEncoder:
        """Return the encoder in a folder, with verified files.

        More `threads` shorten the time for many messages and lengthen the time for a single
        message. Raises EncoderMissingError for a folder without an encoder, and EncoderError for a
        damaged encoder.
        """
        manifest = load_manifest(folder)
        try:
            tokenizer = tokenizer_of(folder, manifest.kind)
            mapped = tuple(MappedFile.of(folder / name) for name in manifest.mapped_files)
            session = open_session(folder / GRAPH, threads)
            encoder = cls(session, tokenizer, manifest.graph, mapped, folder)
            probe = encoder.probe() if manifest.probe else ()
        except Exception as error:  # onnxruntime and tokenizers have errors without a common base
            raise damage_error(folder, sentence("it cannot be opened")) from error
        # The layout of the weights is that of a processor and of a release of onnxruntime.
        tolerance = ROUNDED_TOLERANCE if encoder.is_multilingual else PROBE_TOLERANCE
        if not np.allclose(probe, manifest.probe, rtol=0, atol=tolerance):
            raise damage_error(
                folder, sentence("it was laid out for another processor or onnxruntime")
            )
        return encoder

    @property
    def is_multilingual(self) -> bool:
        """True for the encoder that reads texts as typed, in any language."""
        return isinstance(self._tokenizer, UnigramTokenizer)

    @property
    def has_changed(self) -> bool:
        """True if a file that is mapped into memory was written over: no vector is right."""
        return any(mapped.has_changed for mapped in self._mapped)

    def text_of(self, words: Sequence[str]) -> str:
        """Return the text to encode: as typed for the multilingual encoder, else the words."""
        return typed_text(words) if self.is_multilingual else " ".join(words)

    def encode(self, text: str) -> EncodedMessage:
        """Return the pieces and vectors of a message; an empty one has the special pieces alone."""
        return self._run([self._tokenize(text)])[0]

    def encode_batch(self, texts: Sequence[str]) -> list[EncodedMessage]:
        """Return the pieces and vectors of messages, in order, equal to the results of `encode`.

        Messages of similar length go through the graph together.
        """
        encodings = [self._tokenize(text) for text in texts]
        encoded: dict[int, EncodedMessage] = {}
        for indexes in _batches([len(encoding) for encoding in encodings]):
            messages = self._run([encodings[index] for index in indexes])
            encoded.update(zip(indexes, messages, strict=True))
        return [encoded[index] for index in range(len(texts))]

    def probe(self) -> tuple[float, ...]:
        """Return the first numbers of the mean vector of a fixed message."""
        mean = self.encode(PROBE).layers[:, 1].mean(axis=0)
        return tuple(mean[:PROBE_NUMBERS].tolist())

    def number(self, word: str) -> int | None:
        """Return the number of a lower-case word equal to a single piece, None for any other."""
        return self._tokenizer.token_to_id(word)

    def vocabulary(self) -> list[str]:
        """Return all pieces in the order of their numbers; of the English encoder alone."""
        assert not isinstance(self._tokenizer, UnigramTokenizer)
        numbers = self._tokenizer.get_vocab()
        return sorted(numbers, key=numbers.__getitem__)

    def encode_alone(self, numbers: Sequence[int]) -> FloatArray:
        """Return the vectors of pieces in the last layer, each piece as a message of its own.

        Shape (pieces, DIMENSION).
        """
        start, end = (self._tokenizer.token_to_id(mark) for mark in ("[CLS]", "[SEP]"))
        ids = np.array([(start, number, end) for number in numbers], np.int64)
        inputs = {"ids": ids, "mask": np.ones(ids.shape, np.float32)}
        return np.asarray(self._session.run(["layer6"], inputs)[0][:, 1], np.float32)

    def _tokenize(self, text: str) -> Encoding | UnigramEncoding:
        return self._tokenizer.encode(text if self.is_multilingual else normalise(text))

    def _run(self, encodings: Sequence[Encoding | UnigramEncoding]) -> list[EncodedMessage]:
        longest = max(map(len, encodings))
        ids = np.zeros((len(encodings), longest), np.int64)
        mask = np.zeros((len(encodings), longest), np.float32)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding)] = encoding.ids
            mask[row, : len(encoding)] = 1
        outputs: Any = self._session.run(None, {"ids": ids, "mask": mask})
        layers = np.stack(outputs, axis=2)
        return [
            EncodedMessage(tuple(encoding.tokens), layers[row, : len(encoding)])
            for row, encoding in enumerate(encodings)
        ]


def tokenizer_of(folder: Path, kind: EncoderKind) -> Tokenizer | UnigramTokenizer:
    """Return the tokenizer of the encoder in a folder."""
    path = folder / kind.tokenizer
    if kind == MULTILINGUAL_ENCODER:
        return UnigramTokenizer.open(path, MAX_PIECES)
    return open_tokenizer(path)


def open_tokenizer(path: Path) -> Tokenizer:
    """Return the tokenizer in a file, without padding and special pieces in messages."""
    from tokenizers import Tokenizer

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
