"""Checks of a new intent from the browser."""

import json
from pathlib import Path

from pydantic import ValidationError

from chatbot.intents.check_messages import content_sentence
from chatbot.intents.checks import check_file, repeated_tags
from chatbot.intents.errors import IntentsError
from chatbot.intents.files import intent_paths, read_file
from chatbot.intents.reserved_tags import CLARIFICATION_TAG
from chatbot.intents.schema import IntentEntry
from chatbot.located_json.source import JsonSource

LONGEST_TAG = 80

LONGEST_RESPONSE = 4000

_NEW_INTENT = "new intent"


def new_intent_problems(tag: str, response: str, path: Path) -> list[str]:
    """Check a new intent beside the intents of the files; return the problems as sentences."""
    sentences = [*_schema_problems(tag, response), *_taken(tag, path)]
    if tag.strip() == CLARIFICATION_TAG:
        sentences.append("No message means the clarification: choose another tag.")
    for name, text, longest in (
        ("tag", tag, LONGEST_TAG),
        ("response", response, LONGEST_RESPONSE),
    ):
        if len(text) > longest:
            sentences.append(
                f"A {name} of a new intent has at most {longest:,} characters: shorten it."
            )
    return sentences


def _schema_problems(tag: str, response: str) -> list[str]:
    try:
        IntentEntry.model_validate({"tag": tag, "responses": [response]})
    except ValidationError as error:
        return [content_sentence(detail) for detail in error.errors()]
    return []


def _taken(tag: str, path: Path) -> list[str]:
    """Problem of a tag that an intent of the files has."""
    document = {"intents": [{"tag": tag, "patterns": [tag]}]}
    new = check_file(JsonSource.from_bytes(_NEW_INTENT, json.dumps(document).encode()))
    try:
        files = [read_file(file) for file in intent_paths(path)]
    except IntentsError:
        return []  # loading reports the problems of the files
    problems = repeated_tags([*files, new], (tag.strip(),))
    return [problem.message for problem in problems if problem.file == _NEW_INTENT]
