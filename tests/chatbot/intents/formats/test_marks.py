"""Marked words of Rasa are marks of ours, where there are enough to learn from, and back."""

import json
from pathlib import Path

import pytest

from chatbot.entities.entity import Entity, ListValue
from chatbot.intents.formats.exports.export import export_files
from chatbot.intents.formats.reader import import_intents
from chatbot.intents.intent_set import IntentSet
from tests.chatbot.intents.formats.reading import read_files, reread
from tests.support.hotel.training import ROOMS

TOWNS = ("Oslo", "Bergen", "Lyon", "Rome", "Oslo")


def nlu(towns: tuple[str, ...]) -> str:
    lines = [f"    - {n} rooms in [{town}](home-town)" for n, town in enumerate(towns)]
    examples = "\n".join([*lines, '    - [NYC]{"entity": "home-town", "value": "New York"}'])
    return f"nlu:\n- intent: room\n  examples: |\n{examples}\n"


def test_words_that_are_marked_often_are_learnt(tmp_path: Path) -> None:
    """Their values go on to be found as they were, and synonyms to stand for theirs."""
    imported = read_files(tmp_path, {"nlu.yml": nlu(TOWNS)})
    (entity,) = imported.entities
    assert (entity.kind, entity.name) == ("learnt", "home_town")
    assert ListValue("New York", ("NYC",)) in entity.values
    room = reread(imported, tmp_path).get("room")
    assert room == imported.intents[0]
    marked = [text[m.start : m.end] for text, marks in room.marks.items() for m in marks]
    assert sorted(marked) == sorted([*TOWNS, "NYC"])


@pytest.mark.parametrize("towns", [TOWNS[:3], ("Oslo",) * 5])
def test_a_few_marked_words_are_a_list(tmp_path: Path, towns: tuple[str, ...]) -> None:
    imported = read_files(tmp_path, {"nlu.yml": nlu(towns)})
    assert [entity.kind for entity in imported.entities] == ["list"]
    assert not imported.intents[0].marks
    assert reread(imported, tmp_path).get("room") == imported.intents[0]


def test_an_export_to_rasa_comes_back_with_its_marks(tmp_path: Path) -> None:
    intents = IntentSet.load(ROOMS)
    for path, data in export_files(intents, "rasa").items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(data)
    text = (tmp_path / "data/nlu.yml").read_text("utf-8")
    assert "- a room in [Oslo](city) for [two](guests) guests\n" in text
    imported = import_intents(tmp_path, None, "")
    assert imported.intents[0] == intents.intents[0]
    assert {*imported.entities} == {Entity("learnt", "city"), Entity("learnt", "guests")}


def test_an_export_to_rasa_keeps_marks_beside_brackets(tmp_path: Path) -> None:
    """Rasa would read the brackets as a mark, too: ours are beside the text."""
    document = json.loads(ROOMS.read_text("utf-8"))
    text = "see [the map](city) of Oslo"
    document["intents"][0]["patterns"].append({"text": text, "entities": {"city": "Oslo"}})
    (tmp_path / "rooms.json").write_text(json.dumps(document), "utf-8")
    intents = IntentSet.load(tmp_path / "rooms.json")
    for path, data in export_files(intents, "rasa").items():
        (tmp_path / "rasa" / path).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / "rasa" / path).write_bytes(data)
    imported = import_intents(tmp_path / "rasa", None, "")
    assert imported.intents[0] == intents.intents[0]
    assert [text[m.start : m.end] for m in imported.intents[0].marks[text]] == ["Oslo"]


def test_an_export_without_a_place_for_marks_comes_back_without(tmp_path: Path) -> None:
    """A learnt entity without marks would have nothing to learn from."""
    (data,) = export_files(IntentSet.load(ROOMS), "dialogflow").values()
    (tmp_path / "bot.zip").write_bytes(data)
    imported = import_intents(tmp_path / "bot.zip", None, "")
    assert not any(intent.marks for intent in imported.intents)
    assert not any(entity.kind == "learnt" for entity in imported.entities)
    reread(imported, tmp_path)
