"""A file of messages to evaluate a bot with: a JSON list of [text, intent]."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chatbot.intents.errors import IntentsError
from chatbot.intents.intent_set import FALLBACK_TAG, RESERVED_TAGS, IntentSet
from chatbot.located_json.source import JsonSource

OUT_OF_SCOPE = ("oos", FALLBACK_TAG)
"""What a message of no intent is labelled, beside null."""

_EXAMPLE = '[["where is my parcel", "order_status"], ["sing me a song", null]]'


@dataclass(frozen=True, slots=True)
class LabelledMessage:
    """A message and the intent that it means; None is out of scope."""

    message: str
    intent: str | None


def read_questions(path: Path, intents: IntentSet) -> tuple[LabelledMessage, ...]:
    """Return the messages in a file. Raises IntentsError with everything to put right in it."""
    source = JsonSource.from_bytes(str(path), path.read_bytes())
    if source.problems:
        raise IntentsError(source.problems)
    if not isinstance(source.value, list):
        raise IntentsError([source.problem((), f"Write a list of pairs here, as {_EXAMPLE}.")])
    known = {i.tag for i in intents if i.patterns and i.tag not in RESERVED_TAGS}
    problems = [
        source.problem(at, message)
        for number, pair in enumerate(source.value)
        for at, message in _problems(number, pair, known)
    ]
    if problems:
        raise IntentsError(problems)
    questions = tuple(LabelledMessage(text, _intent(label, known)) for text, label in source.value)
    if all(question.intent is None for question in questions):
        message = f"At least one message must mean an intent: write pairs, as {_EXAMPLE}."
        raise IntentsError([source.problem((), message)])
    return questions


def _problems(number: int, pair: Any, known: Collection[str]) -> Sequence[tuple[Any, str]]:
    if not (isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str)):
        return [
            (
                (number,),
                'Write a pair here: a text and the tag of its intent, as ["hi", "greeting"].',
            )
        ]
    text, label = pair
    found = []
    if not text.strip():
        found.append(((number, 0), "This message is blank: write one, or remove the pair."))
    if not (
        label is None or (isinstance(label, str) and (label in known or label in OUT_OF_SCOPE))
    ):
        found.append(
            (
                (number, 1),
                f"No intent with patterns has the tag {label!r}: write one that has, or null for "
                "what is out of scope.",
            )
        )
    return found


def _intent(label: str | None, known: Collection[str]) -> str | None:
    return label if label in known else None
