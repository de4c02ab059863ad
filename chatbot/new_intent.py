"""An intent that is begun outside the files: it has to keep the rules of those in them."""

from __future__ import annotations

import json
from pathlib import Path

from chatbot.intent_checks import check_file, repeated_tags
from chatbot.intent_files import intent_paths, read_file
from chatbot.intents import CLARIFICATION_TAG
from chatbot.json_source import JsonSource
from chatbot.problems import IntentsError

LONGEST_TAG = 80
LONGEST_RESPONSE = 4000

_NOWHERE = "new intent"


def new_intent_problems(tag: str, response: str, path: Path) -> list[str]:
    """Return what is wrong with a new intent beside those of the files: a sentence each."""
    document = {"intents": [{"tag": tag, "responses": [response]}]}
    new = check_file(JsonSource.from_bytes(_NOWHERE, json.dumps(document).encode()))
    try:
        files = [read_file(file) for file in intent_paths(path)]
    except IntentsError:
        files = []  # whoever loads them is told
    problems = [*new.problems, *repeated_tags([*files, new])]
    said = [problem.message for problem in problems if problem.file == _NOWHERE]
    if tag.strip() == CLARIFICATION_TAG:
        said.append("No message means the clarification: choose another tag.")
    for name, text, longest in (
        ("tag", tag, LONGEST_TAG),
        ("response", response, LONGEST_RESPONSE),
    ):
        if len(text) > longest:
            said.append(f"A {name} of a new intent has at most {longest:,} characters: shorten it.")
    return said
