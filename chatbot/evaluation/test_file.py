"""Test file: labelled messages for an evaluation, a JSON list of [text, intent]."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chatbot.intents.errors import IntentsError
from chatbot.intents.intent_set import FALLBACK_TAG, RESERVED_TAGS, IntentSet
from chatbot.located_json.scanner import Path as JsonPath
from chatbot.located_json.source import JsonSource

OUT_OF_SCOPE = ("oos", FALLBACK_TAG)
"""Labels of messages out of scope, beside null."""

MOST_VALUES = 300_001
"""Values of a test file: a list of 100,000 pairs, of three values each."""

_EXAMPLE = '[["where is my parcel", "order_status"], ["sing me a song", null]]'


@dataclass(frozen=True, slots=True)
class LabelledMessage:
    """A message and the expected intent; None is out of scope."""

    message: str
    intent: str | None


def read_test_file(path: Path, intents: IntentSet) -> tuple[LabelledMessage, ...]:
    """Read the messages of a test file; raises IntentsError with all problems of the file."""
    source = JsonSource.from_bytes(str(path), path.read_bytes(), MOST_VALUES)
    if source.problems:
        raise IntentsError(source.problems)
    if not isinstance(source.value, list):
        raise IntentsError([source.problem((), f"Write a list of pairs here, as {_EXAMPLE}.")])
    tags = {i.tag for i in intents if i.patterns and i.tag not in RESERVED_TAGS}
    problems = [
        source.problem(at, text)
        for number, pair in enumerate(source.value)
        for at, text in _problems(number, pair, tags)
    ]
    if problems:
        raise IntentsError(problems)
    messages = tuple(LabelledMessage(text, _intent(label, tags)) for text, label in source.value)
    if all(message.intent is None for message in messages):
        text = f"At least one message must mean an intent: write pairs, as {_EXAMPLE}."
        raise IntentsError([source.problem((), text)])
    return messages


def _problems(number: int, pair: Any, tags: Collection[str]) -> Iterator[tuple[JsonPath, str]]:
    """Places and texts of the problems of a pair."""
    if not (isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str)):
        example = '["hi", "greeting"]'
        yield (number,), f"Write a pair here: a text and the tag of its intent, as {example}."
        return
    text, label = pair
    if not text.strip():
        yield (number, 0), "This message is blank: write one, or remove the pair."
    if label is not None and not (isinstance(label, str) and label in (*tags, *OUT_OF_SCOPE)):
        yield (
            (number, 1),
            f"No intent with patterns has the tag {label!r}: write one that has, or null for what"
            " is out of scope.",
        )


def _intent(label: str | None, tags: Collection[str]) -> str | None:
    return label if label in tags else None
