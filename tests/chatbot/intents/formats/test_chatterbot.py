"""ChatterBot: corpora in YAML."""

import json
from pathlib import Path

from chatbot.intents.intent_set import Intent
from tests.chatbot.intents.formats.reading import counts, read_files

CORPUS = """
categories:
- greetings
conversations:
- - Hello
  - Hi
- - hello
  - How do you do?
- - How are you?
  - Well, and you?
  - Fine
  - Good to hear.
- - What is AI?
  - The field of thinking machines.
  - And of other things.
- - yes
  - no
"""


def test_a_corpus(tmp_path: Path) -> None:
    imported = read_files(tmp_path, {"greetings.yml": CORPUS})
    assert imported.format == "chatterbot"
    assert imported.intents == (
        Intent("hello", ("Hello",), ("Hi", "How do you do?")),
        Intent("how_are_you", ("How are you?",), ("Well, and you?",), ("after_how_are_you",)),
        Intent("fine", ("Fine",), ("Good to hear.",), (), ("after_how_are_you",)),
        Intent("what_is_ai", ("What is AI?",), ("The field of thinking machines.",)),
        Intent("yes", ("yes",), ("no",)),
    )
    assert counts(imported) == {"unanswered": 1}


def test_statements_with_the_same_words_have_tags_of_their_own(tmp_path: Path) -> None:
    text = "conversations:\n- [C, a letter]\n- [C++, a language]\n- ['!', a sign]\n"
    imported = read_files(tmp_path, {"a.yml": text})
    assert [intent.tag for intent in imported.intents] == ["c", "c_2", "statement"]


def test_statements_with_the_same_replies_are_one_intent(tmp_path: Path) -> None:
    talk = [["Hi", "Hello!"], ["Good day", "Hello!"], ["Bye", "See you."]]
    talk += [["Bye", "Hello!"], ["Ciao", "See you."], ["Yes", "Good.", "Hey", "Hello!"]]
    imported = read_files(tmp_path, {"a.yml": json.dumps({"conversations": talk})})
    assert imported.intents == (
        Intent("hi", ("Hi", "Good day"), ("Hello!",)),
        Intent("bye", ("Bye",), ("See you.", "Hello!")),
        Intent("ciao", ("Ciao",), ("See you.",)),
        Intent("yes", ("Yes",), ("Good.",), ("after_yes",)),
        Intent("hey", ("Hey",), ("Hello!",), (), ("after_yes",)),
    )
    assert not imported.losses
