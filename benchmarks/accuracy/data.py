"""Data set for intent classifiers: a folder of JSON lists of `[text, label]`."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.accuracy.typos import misspell
from chatbot.text.wording import counted

OUT_OF_SCOPE = "oos"
"""Label of out-of-scope messages."""

_SHAPE = 'expected is a JSON list of [text, label] pairs, as in [["where is it", "track_order"]]'
_SAMPLE_SEED = 1


class DataError(ValueError):
    """Error: unusable file of a data set, with a sentence for the expected contents."""


@dataclass(frozen=True, slots=True)
class LabelledTexts:
    """Texts and their labels."""

    texts: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.texts)

    def select(self, mask: Sequence[bool]) -> LabelledTexts:
        """Return the texts with True in a mask of the same length."""
        rows = zip(self.texts, self.labels, mask, strict=True)
        pairs = [(text, label) for text, label, selected in rows if selected]
        return LabelledTexts(tuple(text for text, _ in pairs), tuple(label for _, label in pairs))

    def in_scope(self) -> LabelledTexts:
        """Return the texts with an intent."""
        return self.select([label != OUT_OF_SCOPE for label in self.labels])

    def out_of_scope(self) -> LabelledTexts:
        """Return the texts without an intent."""
        return self.select([label == OUT_OF_SCOPE for label in self.labels])

    def sample(self, limit: int) -> LabelledTexts:
        """Return a sample of at most `limit` texts in order, the same sample every time."""
        rows = range(len(self))
        sample = set(random.Random(_SAMPLE_SEED).sample(rows, min(limit, len(self))))
        return self.select([row in sample for row in rows])


@dataclass(frozen=True, slots=True)
class DataSet:
    """Messages for training (`train`, and `val` for a threshold) and for the final test.

    `train`, `val`, `test` and `misspelt` hold messages with an intent, `out_of_scope` the other
    messages; `misspelt` may be empty. `remarks` are sentences about flaws of the files.
    """

    name: str
    train: LabelledTexts
    val: LabelledTexts
    test: LabelledTexts
    out_of_scope: tuple[str, ...]
    misspelt: LabelledTexts
    remarks: tuple[str, ...] = ()

    def limited(self, limit: int) -> DataSet:
        """Return the data set with a sample of at most `limit` test messages of each kind."""
        out_of_scope = LabelledTexts(self.out_of_scope, self.out_of_scope).sample(limit).texts
        test, misspelt = self.test.sample(limit), self.misspelt.sample(limit)
        return replace(self, test=test, out_of_scope=out_of_scope, misspelt=misspelt)


def load(folder: Path, train: Path | None = None, *, typos: bool = False) -> DataSet:
    """Load the data set in a folder, with the file `train` in place of train.json.

    With `typos`, misspelt messages come from test_typo.json, or are made of the test messages.
    Raises DataError.
    """
    train_file = folder / (train or "train.json")
    train_texts, test_texts = read(train_file), read(folder / "test.json")
    val, further = (_read_optional(folder / name) for name in ("val.json", "oos_test.json"))
    training_set = _training_set(train_texts, train_file)
    test = test_texts.in_scope()
    if not test:
        raise DataError(f"{folder / 'test.json'} holds no message with an intent: add some.")
    return DataSet(
        name=folder.resolve().name + (f"/{train}" if train else ""),
        train=training_set,
        val=val.in_scope(),
        test=test,
        out_of_scope=(*test_texts.out_of_scope().texts, *further.texts),
        misspelt=_misspelt(folder, test) if typos else LabelledTexts(),
        remarks=_remarks(train_texts, training_set, test),
    )


def read(file: Path) -> LabelledTexts:
    """Read the texts of a file. Raises DataError."""
    try:
        items = json.loads(file.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError as error:
        raise DataError(f"{file} is missing: {_SHAPE}.") from error
    except OSError as error:
        raise DataError(f"{file} cannot be read ({error.strerror}): {_SHAPE}.") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{file} is not in UTF-8 (byte {error.start}): {_SHAPE}.") from error
    except (ValueError, RecursionError) as error:
        raise DataError(f"{file} is not JSON ({error}): {_SHAPE}.") from error
    if not isinstance(items, list):
        raise DataError(f"{file} holds no list at its top: {_SHAPE}.")
    for number, item in enumerate(items, start=1):
        if not _is_pair(item):
            raise DataError(f"Item {number} of {file} is {_shortened(item)}: {_SHAPE}.")
    texts, labels = (tuple(_encodable(pair[i]) for pair in items) for i in (0, 1))
    return LabelledTexts(texts, labels)


def _read_optional(file: Path) -> LabelledTexts:
    return read(file) if file.exists() else LabelledTexts()


def _misspelt(folder: Path, test: LabelledTexts) -> LabelledTexts:
    file = folder / "test_typo.json"
    if file.exists():
        return read(file).in_scope()
    return LabelledTexts(tuple(misspell(test.texts)), test.labels)


def _training_set(texts: LabelledTexts, file: Path) -> LabelledTexts:
    """Return the texts for training: with an intent, and not blank."""
    training_set = texts.in_scope()
    training_set = training_set.select([bool(text.strip()) for text in training_set.texts])
    intents = len(set(training_set.labels))
    if intents < 2:
        raise DataError(
            f"{file} holds texts of {counted(intents, 'intent')}, and two are the fewest: {_SHAPE}."
        )
    return training_set


def _remarks(
    train: LabelledTexts, training_set: LabelledTexts, test: LabelledTexts
) -> tuple[str, ...]:
    texts, intents = set(training_set.texts), set(training_set.labels)
    counts = {
        "left out of train, being blank or out of scope": len(train) - len(training_set),
        "of test that train holds, too": sum(text in texts for text in test.texts),
        "of test whose intent train lacks": sum(label not in intents for label in test.labels),
    }
    remarks = counts.items()
    return tuple(f"{counted(count, 'message')} {remark}" for remark, count in remarks if count)


def _is_pair(item: Any) -> bool:
    return isinstance(item, list) and len(item) == 2 and all(isinstance(part, str) for part in item)


def _shortened(item: Any) -> str:
    text = json.dumps(item, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _encodable(text: str) -> str:
    """Return `text` without halves of characters, valid in JSON and invalid in UTF-8."""
    return text.encode("utf-8", "replace").decode()
