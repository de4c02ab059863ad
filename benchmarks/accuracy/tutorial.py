"""LSTM of the tutorials as a reference: word embedding, LSTM, last state, softmax."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.data import LabelledTexts
from benchmarks.accuracy.system import Finish, Options, SystemAnswer, TrainedSystem

EPOCHS = 30
BATCH = 32
UNITS = 128
LEARNING_RATE = 1e-3
ERROR_THRESHOLD = 0.25
"""Least confidence of an answer, with the name and value of the tutorials."""

MAX_TIMED = 200
"""Number of timed messages: `model.predict` is slow, and fewer messages are enough."""

_UNKNOWN, _FIRST_KNOWN = 1, 2
_MAX_WORDS = 64
_WORD = re.compile(r"[\w']+")


def train(training_set: LabelledTexts, _: Sequence[str], options: Options) -> Finish:
    """Train a network; there is no step after training."""
    keras.utils.set_random_seed(options.seed)
    sentences = [_words(text) for text in training_set.texts]
    vocabulary = {word: i for i, word in enumerate(sorted(set().union(*sentences)), _FIRST_KNOWN)}
    length = min(_MAX_WORDS, max(1, *map(len, sentences)))
    labels = sorted(set(training_set.labels))
    numbers = {label: number for number, label in enumerate(labels)}
    model = _network(_FIRST_KNOWN + len(vocabulary), length, len(labels))
    epochs = options.epochs or EPOCHS
    model.fit(
        encode(training_set.texts, vocabulary, length),
        np.array([numbers[label] for label in training_set.labels]),
        batch_size=BATCH,
        epochs=epochs,
        verbose=0,
    )

    def answer_all(texts: Sequence[str]) -> list[SystemAnswer]:
        probabilities = model.predict(encode(texts, vocabulary, length), batch_size=256, verbose=0)
        best = [(labels[row.argmax()], float(row.max())) for row in probabilities]
        return [
            SystemAnswer(label, confidence, confidence, confidence > ERROR_THRESHOLD)
            for label, confidence in best
        ]

    return lambda: TrainedSystem(
        answer_all=answer_all,
        answer=lambda text: model.predict(encode([text], vocabulary, length), verbose=0).argmax(),
        size=_size(model, vocabulary),
        settings={"epochs": epochs, "batch": BATCH, "units": UNITS, "adam": LEARNING_RATE}
        | {"accepts": f"a softmax over {ERROR_THRESHOLD}", "threshold": ERROR_THRESHOLD},
        max_timed=MAX_TIMED,
    )


def encode(texts: Sequence[str], vocabulary: dict[str, int], length: int) -> NDArray[np.int32]:
    """Return the indexes of the words, shape (texts, length), with zeros in front."""
    rows = [[vocabulary.get(word, _UNKNOWN) for word in _words(text)] for text in texts]
    padded: NDArray[np.int32] = keras.utils.pad_sequences(rows, length)
    return padded


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _network(words: int, length: int, intents: int) -> keras.Model:
    model = keras.Sequential(
        [
            keras.Input((length,), dtype="int32"),
            keras.layers.Embedding(words, UNITS),
            keras.layers.LSTM(UNITS),
            keras.layers.Dense(intents, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.Adam(LEARNING_RATE), "sparse_categorical_crossentropy")
    return model


def _size(model: Any, vocabulary: dict[str, int]) -> int:
    """Return the size of the Keras file and of the vocabulary in bytes."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.keras"
        model.save(file)
        return file.stat().st_size + sum(len(word.encode()) for word in vocabulary)
