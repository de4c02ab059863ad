"""Checks of a new intent from the browser."""

import json
from pathlib import Path

from chatbot.intents.checks import check_file, repeated_tags
from chatbot.intents.errors import IntentsError
from chatbot.intents.files import intent_paths, read_file
from chatbot.intents.reserved_tags import CLARIFICATION_TAG
from chatbot.located_json.source import JsonSource

LONGEST_TAG = 80

LONGEST_RESPONSE = 4000

_NEW_INTENT = "new intent"


def new_intent_problems(tag: str, response: str, path: Path) -> list[str]:
    """Check a new intent beside the intents of the files; return the problems as sentences."""
    document = {"intents": [{"tag": tag, "responses": [response]}]}
    new = check_file(JsonSource.from_bytes(_NEW_INTENT, json.dumps(document).encode()))
    try:
        files = [read_file(file) for file in intent_paths(path)]
    except IntentsError:
        files = []  # loading reports the problems of the files
    problems = [*new.problems, *repeated_tags([*files, new], (tag.strip(),))]
    sentences = [problem.message for problem in problems if problem.file == _NEW_INTENT]
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
