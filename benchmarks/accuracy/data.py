"""A data set for intent classifiers: a folder of JSON lists of `[text, label]`."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.accuracy.typos import misspelt
from chatbot.text.wording import counted

OUT_OF_SCOPE = "oos"
"""The label of a message that has none of the intents."""

_SHAPE = 'expected is a JSON list of [text, label] pairs, as in [["where is it", "track_order"]]'
_SAMPLE_SEED = 1


class DataError(ValueError):
    """A file of the folder cannot be used; the message names it and says what is expected."""


@dataclass(frozen=True, slots=True)
class LabelledTexts:
    """Texts and the label of each."""

    texts: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.texts)

    def where(self, chosen: Sequence[bool]) -> LabelledTexts:
        """Return the messages that are chosen, one truth value a message."""
        pairs = zip(self.texts, self.labels, chosen, strict=True)
        kept = [(text, label) for text, label, keep in pairs if keep]
        return LabelledTexts(tuple(text for text, _ in kept), tuple(label for _, label in kept))

    def in_scope(self) -> LabelledTexts:
        """Return the messages that have an intent."""
        return self.where([label != OUT_OF_SCOPE for label in self.labels])

    def sample(self, most: int) -> LabelledTexts:
        """Return at most so many of the messages, the same ones every time, in their order."""
        rows = range(len(self))
        picked = set(random.Random(_SAMPLE_SEED).sample(rows, min(most, len(self))))
        return self.where([row in picked for row in rows])


@dataclass(frozen=True, slots=True)
class DataSet:
    """What is learnt from (`train`, and `val` for a threshold) and what is asked in the end.

    `train`, `val`, `test` and `typo` hold messages with an intent, `foreign` the texts of those
    without; `typo` is empty unless it was asked for. `remarks` say what is odd about the files.
    """

    name: str
    train: LabelledTexts
    val: LabelledTexts
    test: LabelledTexts
    foreign: tuple[str, ...]
    typo: LabelledTexts
    remarks: tuple[str, ...] = ()

    def limited(self, most: int) -> DataSet:
        """Return the same set with at most so many messages of each kind to ask."""
        foreign = LabelledTexts(self.foreign, self.foreign).sample(most).texts
        test, typo = self.test.sample(most), self.typo.sample(most)
        return replace(self, test=test, foreign=foreign, typo=typo)


def load(folder: Path, train: Path | None = None, *, typos: bool = False) -> DataSet:
    """Return the data set in a folder; `train` is used in place of its train.json.

    With `typos`, test_typo.json is read, or else made from the test messages. Raises DataError.
    """
    taught_file = folder / (train or "train.json")
    taught, test = read(taught_file), read(folder / "test.json")
    val, foreign = (_read_if_there(folder / name) for name in ("val.json", "oos_test.json"))
    lesson = _lesson(taught, taught_file)
    asked = test.in_scope()
    if not asked:
        raise DataError(f"{folder / 'test.json'} holds no message with an intent: add some.")
    return DataSet(
        name=folder.resolve().name + (f"/{train}" if train else ""),
        train=lesson,
        val=val.in_scope(),
        test=asked,
        foreign=(*test.where([at == OUT_OF_SCOPE for at in test.labels]).texts, *foreign.texts),
        typo=_typo(folder, asked) if typos else LabelledTexts(),
        remarks=_remarks(taught, lesson, asked),
    )


def read(file: Path) -> LabelledTexts:
    """Return the messages of a file. Raises DataError."""
    try:
        found = json.loads(file.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError as error:
        raise DataError(f"{file} is missing: {_SHAPE}.") from error
    except OSError as error:
        raise DataError(f"{file} cannot be read ({error.strerror}): {_SHAPE}.") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{file} is not in UTF-8 (byte {error.start}): {_SHAPE}.") from error
    except (ValueError, RecursionError) as error:
        raise DataError(f"{file} is not JSON ({error}): {_SHAPE}.") from error
    if not isinstance(found, list):
        raise DataError(f"{file} holds no list at its top: {_SHAPE}.")
    for number, item in enumerate(found, start=1):
        if not _is_pair(item):
            raise DataError(f"Item {number} of {file} is {_shortened(item)}: {_SHAPE}.")
    texts, labels = (tuple(_encodable(pair[i]) for pair in found) for i in (0, 1))
    return LabelledTexts(texts, labels)


def _read_if_there(file: Path) -> LabelledTexts:
    return read(file) if file.exists() else LabelledTexts()


def _typo(folder: Path, test: LabelledTexts) -> LabelledTexts:
    file = folder / "test_typo.json"
    if file.exists():
        return read(file).in_scope()
    return LabelledTexts(tuple(misspelt(test.texts)), test.labels)


def _lesson(taught: LabelledTexts, file: Path) -> LabelledTexts:
    """Return what can be learnt from: an intent and something to read."""
    lesson = taught.in_scope()
    lesson = lesson.where([bool(text.strip()) for text in lesson.texts])
    intents = len(set(lesson.labels))
    if intents < 2:
        raise DataError(
            f"{file} holds texts of {counted(intents, 'intent')}, and two are the fewest: {_SHAPE}."
        )
    return lesson


def _remarks(taught: LabelledTexts, lesson: LabelledTexts, test: LabelledTexts) -> tuple[str, ...]:
    known, intents = set(lesson.texts), set(lesson.labels)
    counts = {
        "left out of train, being blank or out of scope": len(taught) - len(lesson),
        "of test that train holds, too": sum(text in known for text in test.texts),
        "of test whose intent train lacks": sum(label not in intents for label in test.labels),
    }
    return tuple(f"{counted(n, 'message')} {what}" for what, n in counts.items() if n)


def _is_pair(item: Any) -> bool:
    return isinstance(item, list) and len(item) == 2 and all(isinstance(part, str) for part in item)


def _shortened(item: Any) -> str:
    text = json.dumps(item, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _encodable(text: str) -> str:
    """Return `text` without halves of characters, which JSON can hold and UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode()
