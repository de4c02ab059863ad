"""Files of other kinds are called by their names."""

from pathlib import Path
from typing import Any

import pytest

from chatbot.intents.errors import IntentsError
from chatbot.intents.formats.sources.errors import ImportSourceError
from tests.chatbot.intents.dialects.documents import read
from tests.chatbot.intents.formats.reading import read_files

HOURS = {"name": "HoursIntent", "samples": ["when are you open"]}
ALEXA = {"interactionModel": {"languageModel": {"invocationName": "bot", "intents": [HOURS]}}}
ANSWERS = [{"text": "We", "answer_start": 3}]
PARAGRAPH = {"context": "We won.", "qas": [{"question": "Who won?", "answers": ANSWERS}]}
SQUAD = {"version": "1.1", "data": [{"title": "Cup", "paragraphs": [PARAGRAPH]}]}


@pytest.mark.parametrize(
    ("document", "name"),
    [
        (ALEXA, "an interaction model of Alexa"),
        (SQUAD, "in the form of SQuAD"),
        ({"nbformat": 4, "cells": []}, "a Jupyter notebook"),
        ({"messages": [{"role": "user", "content": "hi"}]}, "a chat for a language model"),
        ({"luis_schema_version": "7", "utterances": []}, "flask intents import reads it"),
        ({"qnas": [{"id": "a", "data": {}}]}, "flask intents import reads it"),
    ],
)
def test_a_file_of_another_kind_is_named(document: Any, name: str) -> None:
    with pytest.raises(IntentsError, match=name):
        read(document)


@pytest.mark.parametrize(("document", "name"), [(ALEXA, "Alexa"), (SQUAD, "SQuAD")])
def test_an_import_names_it_too(tmp_path: Path, document: Any, name: str) -> None:
    with pytest.raises(ImportSourceError, match=name):
        read_files(tmp_path, {"a.json": document})
