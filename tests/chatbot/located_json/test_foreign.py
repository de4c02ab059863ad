"""Files that are no JSON at all: one sentence, with the remedy."""

import pytest

from chatbot.located_json.source import JsonSource

VALUE = '{"intents": [{"tag": "a"}]}'
FOREIGN = {
    "Python": ("import json\n\ndef load():\n    return {'a': 1}\n", 1, "program code"),
    "Python with a docstring": (
        '"""A bot."""\n# It talks.\nfrom a.b import c\n',
        3,
        "program code",
    ),
    "a class": ("class Bot:\n    name = 'a'\n", 1, "program code"),
    "several values": ('greetings = ["hi"]\nanswers = ["hello"]\n', 2, "program code"),
    "code after the value": (f"intents = {VALUE}\n\ndef f():\n    return [1]\n", 3, "program code"),
    "JavaScript": ('const fs = require("fs");\nmodule.exports = {a: [1]};\n', 1, "program code"),
    "strict": (f'"use strict";\nmodule.exports = {VALUE};\n', 1, "program code"),
    "a page": ("<!DOCTYPE html>\n<html>{}</html>\n", 1, "HTML or XML"),
    "YAML": ('version: "3.1"\nnlu:\n- intent: a\n  examples: |\n    - hi\n', 1, "YAML or Markdown"),
    "Markdown": ("## intent:greet\n- hi\n- hello, you\n", 2, "YAML or Markdown"),
    "a table": ("text,intent\nhi,greet\n", 1, "a table"),
    "questions": ("Q: Are you open?\nA: From 9 to 6.\n", 1, "questions and answers"),
    "prose": ("Hello, I am a bot.\nI talk: a lot.\n", 1, "begins with { or ["),
    "a conflict": (f"[\n<<<<<<< HEAD\n{VALUE}\n=======\n{{}}\n>>>>>>> b\n]", 2, "conflict of git"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_no_json_at_all_is_one_problem(name: str) -> None:
    text, line, words = FOREIGN[name]
    (problem,) = JsonSource.from_bytes("a.json", text.encode()).problems
    assert (problem.line, problem.column) == (line, 1)
    assert words in problem.message


@pytest.mark.parametrize(
    "text",
    [
        f"INTENTS: dict = {VALUE}\n",
        f"Here is your file:\n\n```json\n{VALUE}\n```\n\nTell me if you need more!\n",
        f"# A comment\n{VALUE}",
    ],
)
def test_a_value_in_a_wrapper_is_read(text: str) -> None:
    source = JsonSource.from_bytes("a.json", text.encode())
    assert source.is_tolerable
    assert source.value == {"intents": [{"tag": "a"}]}


def test_a_slip_is_told_as_such() -> None:
    (problem,) = JsonSource.from_bytes("a.json", b'"intents": [\n{"tag": "a"}]').problems
    assert "The { before this key is missing" in problem.message
