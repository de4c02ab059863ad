"""Finding of the format."""

from pathlib import Path
from typing import Any

import pytest

from chatbot.intents.formats.sources.errors import ImportSourceError
from tests.chatbot.intents.formats.reading import read_files

RASA = "nlu:\n- intent: a\n  examples: |\n    - b\n"
CORPUS = "conversations:\n- [hello, hi]\n"


def test_two_formats_at_once_are_a_question(tmp_path: Path) -> None:
    with pytest.raises(ImportSourceError, match="may be rasa or chatterbot: choose by --format"):
        read_files(tmp_path, {"a.yml": RASA, "b.yml": CORPUS})
    imported = read_files(tmp_path, {"a.yml": RASA, "b.yml": CORPUS}, "chatterbot")
    assert [intent.tag for intent in imported.intents] == ["hello"]


def test_tables_beside_a_bot_are_other_files(tmp_path: Path) -> None:
    imported = read_files(tmp_path, {"a.yml": RASA, "cities.csv": "name,country\nBerlin,DE\n"})
    assert imported.format == "rasa"
    assert [loss.kind for loss in imported.losses] == ["other_file"]


def test_the_tables_of_watsonx_are_read_by_its_name(tmp_path: Path) -> None:
    imported = read_files(tmp_path, {"a.csv": '"are you open?",hours\nhi,greet\n'}, "watsonx")
    assert [intent.tag for intent in imported.intents] == ["hours", "greet"]


def test_a_format_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ImportSourceError, match="no intents of the format luis in it"):
        read_files(tmp_path, {"a.yml": RASA}, "luis")


@pytest.mark.parametrize(
    ("document", "is_readable"),
    [
        ({"niat": [{"nama": "salam", "pola": ["halo"], "respon": ["Hai!"]}]}, True),
        ({"intents": {"greet": {"patterns": ["hi"], "responses": ["Hello!"]}}}, True),
        ({"intents": [{"displayName": "greet", "trainingParts": []}]}, False),
        ({"interactionModel": {"intents": [{"name": "greet", "samples": ["hi"]}]}}, False),
    ],
)
def test_an_intent_file_needs_no_import(
    tmp_path: Path, document: dict[str, Any], is_readable: bool
) -> None:
    sentence = "reads this file as it is" if is_readable else "No known format is in it"
    with pytest.raises(ImportSourceError, match=sentence):
        read_files(tmp_path, {"a.json": document})


def test_intents_that_nothing_leads_to(tmp_path: Path) -> None:
    with pytest.raises(ImportSourceError, match="No intent in it has a message"):
        read_files(tmp_path, {"a.yml": "responses:\n  utter_a:\n  - text: b\nnlu: []\n"})


def test_a_file_without_a_suffix(tmp_path: Path) -> None:
    from chatbot.intents.formats.reader import import_intents

    (tmp_path / "bot").write_text(RASA)
    assert import_intents(tmp_path / "bot").format == "rasa"


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        (
            "a.yml",
            "nlu:\n- intent: a\n  examples: |\n    - b\n  examples: |\n    - c\n",
            'a.yml:5:3: Twice in this mapping: "examples", first in line 3. Join the two',
        ),
        (
            "a.jsonl",
            '{"text": "b", "intent": "a"}\n{"text": "c", "intent": "a", "text": "d"}\n',
            'a.jsonl:2:30: Twice in this object: "text", first in line 2. Remove one',
        ),
        (
            "a.json",
            '[{"text": "}{", "intent": "a"},\n {"intent": "a",\n"text": {"": []},\n  "text": "d"}]',
            'a.json:4:3: Twice in this object: "text", first in line 3. Remove one',
        ),
    ],
)
def test_a_key_with_two_values_is_told_with_its_place(
    tmp_path: Path, name: str, content: str, place: str
) -> None:
    with pytest.raises(ImportSourceError) as raised:
        read_files(tmp_path, {name: content})
    assert place in str(raised.value)


def test_a_key_twice_without_a_loss(tmp_path: Path) -> None:
    content = f'version: "3.1"\n{RASA}nlu:\n{RASA[5:].replace("b", "c")}version: "3.1"\n'
    (intent,) = read_files(tmp_path, {"a.yml": content}).intents
    assert intent.patterns == ("b", "c")
