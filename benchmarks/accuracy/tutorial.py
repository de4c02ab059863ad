"""The LSTM of the tutorials: word vectors, one LSTM, its last state, a softmax."""

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
from benchmarks.accuracy.system import Answerer, Finish, Options, SystemAnswer

EPOCHS = 30
BATCH = 32
UNITS = 128
LEARNING_RATE = 1e-3
ERROR_THRESHOLD = 0.25
"""The tutorials' name and value for the confidence that an answer needs."""

TIMED = 200
"""`model.predict` takes so long that fewer messages say as much."""

_UNKNOWN, _FIRST_KNOWN = 1, 2
_LONGEST = 64
_WORD = re.compile(r"[\w']+")


def train(lesson: LabelledTexts, _: Sequence[str], options: Options) -> Finish:
    """Return what answers with the network that was trained."""
    keras.utils.set_random_seed(options.seed)
    sentences = [_words(text) for text in lesson.texts]
    index = {word: i for i, word in enumerate(sorted(set().union(*sentences)), _FIRST_KNOWN)}
    length = min(_LONGEST, max(1, *map(len, sentences)))
    labels = sorted(set(lesson.labels))
    numbers = {label: number for number, label in enumerate(labels)}
    model = _network(_FIRST_KNOWN + len(index), length, len(labels))
    epochs = options.epochs or EPOCHS
    model.fit(
        encoded(lesson.texts, index, length),
        np.array([numbers[label] for label in lesson.labels]),
        batch_size=BATCH,
        epochs=epochs,
        verbose=0,
    )

    def many(texts: Sequence[str]) -> list[SystemAnswer]:
        shares = model.predict(encoded(texts, index, length), batch_size=256, verbose=0)
        best = [(labels[row.argmax()], float(row.max())) for row in shares]
        return [SystemAnswer(label, top, top, top > ERROR_THRESHOLD) for label, top in best]

    return lambda: Answerer(
        many=many,
        one=lambda text: model.predict(encoded([text], index, length), verbose=0).argmax(),
        size=_size(model, index),
        settings={"epochs": epochs, "batch": BATCH, "units": UNITS, "adam": LEARNING_RATE}
        | {"accepts": f"a softmax over {ERROR_THRESHOLD}", "threshold": ERROR_THRESHOLD},
        timed=TIMED,
    )


def encoded(texts: Sequence[str], index: dict[str, int], length: int) -> NDArray[np.int32]:
    """Return the numbers of the words, shape (texts, length), with zeros in front."""
    rows = [[index.get(word, _UNKNOWN) for word in _words(text)] for text in texts]
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


def _size(model: Any, index: dict[str, int]) -> int:
    """Return the bytes of the Keras file and of the words."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.keras"
        model.save(file)
        return file.stat().st_size + sum(len(word.encode()) for word in index)
