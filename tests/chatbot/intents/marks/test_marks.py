"""Marks of entities in patterns are read, kept, and told where they are wrong."""

import json
from pathlib import Path
from typing import Any

import pytest

from chatbot.intents.additions import Additions
from chatbot.intents.conversion import convert
from chatbot.intents.errors import IntentsError
from chatbot.intents.files import read_file
from chatbot.intents.formats.exports.export import export_files
from chatbot.intents.formatting import plan_formatting
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.intents.joining import join
from chatbot.intents.lint import lint
from chatbot.intents.schema import schema_text
from chatbot.intents.write_back import NEW_FILE, plan_write_back

ROOM: dict[str, Any] = {
    "entities": {"city": {"learn": True}, "guests": {"learn": True, "values": {"2": ["two"]}}},
    "intents": [
        {
            "tag": "room",
            "patterns": [
                "a room in [Oslo](city) for [two](guests)",
                {"text": "from Rome to Paris", "entities": {"city": ["Rome", "Paris"]}},
                "rooms on [the map](https://example.org)",
                {"text": "what means [x](city)", "entities": {}},
            ],
            "responses": ["Here."],
            "form": {
                "slots": [
                    {"name": "city", "entity": "city", "prompts": ["Where?"]},
                    {"name": "guests", "entity": "guests", "prompts": ["How many?"]},
                ],
                "cancelled": ["All right."],
            },
        },
        {"tag": "fallback", "responses": ["Sorry?"]},
    ],
}
CITY_FORM = {
    "slots": [{"name": "city", "entity": "city", "prompts": ["Where?"]}],
    "cancelled": ["All right."],
}
TEXTS = (
    "a room in Oslo for two",
    "from Rome to Paris",
    "rooms on [the map](https://example.org)",
    "what means [x](city)",
)
WORDS = {TEXTS[0]: ["Oslo", "two"], TEXTS[1]: ["Rome", "Paris"]}


def stored(folder: Path, document: Any, name: str = "room.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2), "utf-8")
    return path


def marked_words(intents: IntentSet) -> dict[str, list[str]]:
    room = intents.get("room")
    assert room is not None
    return {
        text: [text[mark.start : mark.end] for mark in room.marks[text]]
        for text in room.patterns
        if text in room.marks
    }


def problems(folder: Path, patterns: list[Any], entities: Any = None) -> list[str]:
    intents = [{"tag": "room", "patterns": patterns, "responses": ["Here."]}]
    document = {"entities": entities or {"city": {"learn": True}}, "intents": intents}
    with pytest.raises(IntentsError) as error:
        IntentSet.load(stored(folder, document))
    return str(error.value).splitlines()[:-1]


def test_patterns_are_texts_and_marks_are_places(tmp_path: Path) -> None:
    intents = IntentSet.load(stored(tmp_path, ROOM))
    assert intents.intents[0].patterns == TEXTS
    assert marked_words(intents) == WORDS
    assert IntentSet.from_json(intents.to_json()) == intents


def test_brackets_are_brackets_where_no_entity_is_learnt(tmp_path: Path) -> None:
    entities: dict[str, Any] = {"city": {"values": {"Oslo": []}}}
    intent = {"tag": "room", "patterns": ["in [Oslo](city)", "[a](b)"], "responses": ["Here."]}
    intents = IntentSet.load(stored(tmp_path, {"entities": entities, "intents": [intent]}))
    assert intents.intents[0].patterns == ("in [Oslo](city)", "[a](b)")
    assert "marks" not in intents.to_json()


def test_an_entity_of_another_file_has_marks(tmp_path: Path) -> None:
    stored(tmp_path, {"intents": ROOM["intents"]}, "a.json")
    other = {"tag": "bye", "patterns": ["bye"], "responses": ["Bye."]}
    stored(tmp_path, {"entities": ROOM["entities"], "intents": [other]}, "b.json")
    assert marked_words(IntentSet.load(tmp_path)) == WORDS


@pytest.mark.parametrize(
    ("pattern", "place", "sentence"),
    [
        ("in [Oslo](town)", "", 'No file has an entity "town": add "town": {"learn": true}'),
        ("in [NYC](city:New York)", "", "name of an entity alone: write [NYC](city)"),
        ("[a](city) " * 51, "", "more than 50 marks"),
        ({"text": "a " * 60, "entities": {"city": ["a"] * 51}}, "/entities", "more than 50 marks"),
        ("in [ ](city)", "", 'The mark "(city)" has no words'),
        ({"text": "in Oslo", "entities": {"town": "Oslo"}}, "/entities/town", "No file has"),
        ({"text": "in Oslo", "entities": {"city": "Rome"}}, "/entities/city", 'no "Rome"'),
        ({"text": "in Oslo", "entities": {"city": ["Oslo"] * 2}}, "/entities/city", "marked"),
        ({"text": "in Oslo", "entities": {"city": "sl"}}, "/entities/city", 'no "sl"'),
        ({"text": "in Oslo", "entities": {"city": 3}}, "/entities/city", "words of the text"),
        ({"text": "in Oslo", "entities": {"city": []}}, "/entities/city", "words of the text"),
    ],
)
def test_a_wrong_mark_gets_a_sentence(
    tmp_path: Path, pattern: Any, place: str, sentence: str
) -> None:
    """Its line is that of the pattern, or of the entity in it."""
    (line,) = problems(tmp_path, ["in [Rome](city)", pattern])
    assert f": /intents/0/patterns/1{place}: " in line
    assert sentence in line
    file = (tmp_path / "room.json").read_text("utf-8").splitlines()
    number = int(line.removeprefix(str(tmp_path / "room.json")).split(":")[1])
    shown = place.rpartition("/")[2] or str(pattern)
    assert shown in file[number - 1]


def test_an_entity_without_a_mark_has_nothing_to_learn_from(tmp_path: Path) -> None:
    entities = {"city": {"learn": True}, "day": {"learn": True}}
    (line,) = problems(tmp_path, ["in [Oslo](city)"], entities)
    assert ': /entities/day: No pattern marks a value of "day"' in line


def test_an_expression_is_not_learnt(tmp_path: Path) -> None:
    document = json.loads(json.dumps(ROOM))
    document["entities"]["city"] = {"learn": True, "regex": "[A-Z]+"}
    with pytest.raises(IntentsError, match='"values" or a "regex"'):
        IntentSet.load(stored(tmp_path, document))


def test_a_test_that_is_a_marked_pattern_is_told(tmp_path: Path) -> None:
    document = json.loads(json.dumps(ROOM))
    document["intents"][0]["tests"] = ["A room in Oslo for two", "from rome to paris"]
    with pytest.raises(IntentsError) as error:
        IntentSet.load(stored(tmp_path, document))
    assert str(error.value).count("This test is also a pattern") == 2


def test_commands_keep_the_marks(tmp_path: Path) -> None:
    """`fmt`, `convert` and `pull` write the patterns as the author wrote them."""
    path = stored(tmp_path, ROOM)
    (laid_out,) = plan_formatting([path]).files
    assert json.loads(laid_out.after) == ROOM
    assert json.loads(convert(read_file(path)).text) == ROOM
    plan_write_back(path, Additions(patterns=(("room", "a bed in Bern"),))).write()
    written = json.loads(path.read_text("utf-8"))
    written["intents"][0]["patterns"].remove("a bed in Bern")
    assert written == ROOM
    assert marked_words(IntentSet.load(path)) == WORDS


@pytest.mark.parametrize(
    ("text", "pattern", "written", "words"),
    [
        ("go to [Bergen](city)", "go to Bergen", "go to [Bergen](city)", ["Bergen"]),
        ("see [x](name)", "see [x](name)", {"text": "see [x](name)", "entities": {}}, []),
        ("[link](https://x.org)", "[link](https://x.org)", "[link](https://x.org)", []),
    ],
)
@pytest.mark.parametrize("tag", ["room", "zoo"])
def test_accepted_patterns_with_brackets_are_pulled(
    tmp_path: Path, text: str, pattern: str, written: Any, words: list[str], tag: str
) -> None:
    """One that no file can hold as a text would keep all others from the files."""
    path = stored(tmp_path, ROOM)
    new = () if tag == "room" else (Intent("zoo", responses=("There.",)),)
    plan_write_back(path, Additions(((tag, text), (tag, "good day")), new)).write()
    entries = {entry["tag"]: entry for entry in json.loads(path.read_text("utf-8"))["intents"]}
    assert written in entries[tag]["patterns"]
    assert "good day" in entries[tag]["patterns"]
    intent = IntentSet.load(path).get(tag)
    assert intent is not None
    assert pattern in intent.patterns
    assert [pattern[m.start : m.end] for m in intent.marks.get(pattern, ())] == words


def test_accepted_patterns_with_brackets_are_pulled_into_a_new_file(tmp_path: Path) -> None:
    stored(tmp_path, ROOM)
    new = Intent("zoo", ("[the zoo](city)", "[x](name)"), ("There.",))
    plan_write_back(tmp_path, Additions(intents=(new,))).write()
    assert (tmp_path / NEW_FILE).exists()
    intent = IntentSet.load(tmp_path).get("zoo")
    assert intent is not None
    assert intent.patterns == ("the zoo", "[x](name)")
    assert [*intent.marks] == ["the zoo"]


def test_accepted_brackets_are_brackets_where_nothing_is_marked() -> None:
    joined = Additions((("a", "to [Oslo](city)"),)).joined_to(IntentSet((Intent("a", ("b",)),)))
    assert joined.intents[0].patterns == ("b", "to [Oslo](city)")


def test_our_own_export_has_the_marks(tmp_path: Path) -> None:
    intents = IntentSet.load(stored(tmp_path, ROOM))
    (data,) = export_files(intents, "recollect").values()
    again = IntentSet.load(stored(tmp_path, json.loads(data), "again.json"))
    assert again == intents
    assert "in [Oslo](city) for [two](guests)" in data.decode()


def test_the_model_is_outdated_by_another_mark(tmp_path: Path) -> None:
    intents = IntentSet.load(stored(tmp_path, ROOM))
    other = json.loads(json.dumps(ROOM).replace(" for [two](guests)", " for two"))
    other["intents"][0]["patterns"].append("for [two](guests)")
    assert IntentSet.load(stored(tmp_path, other, "b.json")).fingerprint != intents.fingerprint


@pytest.mark.parametrize(
    ("patterns", "finding"),
    [
        (["in [Oslo](city)", "to Oslo now"], ("unmarked_value", "to Oslo now", "oslo")),
        (["in [Oslo](city)", "to Rome"], ("few_marks", "", "")),
        ([f"in [{name}](city)" for name in "abcdefghijklmnopqrst"], None),
    ],
)
def test_lint_tells_marks_that_are_missing(
    tmp_path: Path, patterns: list[str], finding: tuple[str, str, str] | None
) -> None:
    intent = {"tag": "room", "patterns": patterns, "responses": ["Here."], "form": CITY_FORM}
    document = {"entities": {"city": {"learn": True}}, "intents": [intent]}
    findings = [
        (f.rule, f.text, f.similar)
        for f in lint(IntentSet.load(stored(tmp_path, document)))
        if "mark" in f.rule or f.rule == "unasked_entity"
    ]
    assert findings[-1:] == ([finding] if finding else [])


def test_lint_finds_the_places_of_patterns_with_marks(tmp_path: Path) -> None:
    """A finding about a pattern is at the pattern, whatever form this has."""
    document = json.loads(json.dumps(ROOM))
    document["intents"][0]["patterns"] += ["from [your name] in [Bern](city)"]
    document["intents"] += [{"tag": "way", "patterns": ["From Rome to Paris!"]}]
    path = stored(tmp_path, document)
    files = [read_file(path)]
    findings = lint(IntentSet.from_files(files), join(files))
    lines = path.read_text("utf-8").splitlines()
    shown = {f.rule: lines[f.place.line - 1].strip() for f in findings if f.place}
    assert shown["placeholder"] == '"from [your name] in [Bern](city)"'
    assert shown["shared_pattern"].startswith("{")


def test_lint_tells_marks_that_nobody_reads() -> None:
    patterns = ("in [Oslo](city)", "see [here](https://example.org)")
    findings = lint(IntentSet((Intent("room", patterns, ("Here.",)),)))
    assert [f.text for f in findings if f.rule == "unread_mark"] == ["in [Oslo](city)"]


def test_lint_tells_marks_that_nobody_learns(tmp_path: Path) -> None:
    """Built-in entities need no marks, and an entity that no form asks for has no use for any."""
    document = json.loads(json.dumps(ROOM))
    document["entities"]["day_name"] = {"learn": True}
    document["intents"][0]["patterns"] += ["on [friday](date)", "on [Boxing Day](day_name)"]
    findings = lint(IntentSet.load(stored(tmp_path, document)))
    names = [(f.rule, *f.names) for f in findings if f.rule in ("few_marks", "unasked_entity")]
    assert sorted(names) == [
        ("few_marks", "city"),
        ("few_marks", "guests"),
        ("unasked_entity", "day_name"),
    ]


def test_lint_tells_marks_in_tests_and_conversations(tmp_path: Path) -> None:
    document = json.loads(json.dumps(ROOM))
    document["intents"][0]["tests"] = ["a bed in [Bern](city)", "a bed in Bern"]
    turns = [{"user": "to [Bern](city)", "bot": "room"}]
    document["conversations"] = [turns]
    path = stored(tmp_path, document)
    files = [read_file(path)]
    findings = lint(IntentSet.from_files(files), join(files))
    lines = path.read_text("utf-8").splitlines()
    texts = {
        f.text: lines[f.place.line - 1] for f in findings if f.rule == "marked_test" and f.place
    }
    assert {*texts} == {"a bed in [Bern](city)", "to [Bern](city)"}
    assert "a bed in [Bern](city)" in texts["a bed in [Bern](city)"]


@pytest.mark.parametrize(
    ("button", "is_told"), [("oslo", False), ("Lyon", False), ("Bergen", True)]
)
def test_a_button_of_a_learnt_slot_is_marked_or_among_its_values(
    tmp_path: Path, button: str, is_told: bool
) -> None:
    document = json.loads(json.dumps(ROOM))
    document["entities"]["city"]["values"] = {"Lyon": []}
    document["intents"][0]["form"]["slots"][0]["quick_replies"] = [button]
    path = stored(tmp_path, document)
    if not is_told:
        assert IntentSet.load(path)
        return
    with pytest.raises(IntentsError) as error:
        IntentSet.load(path)
    assert 'put it into the "values" of the entity "city"' in str(error.value)


@pytest.mark.parametrize("names", [("city", "district"), ("district", "city")])
def test_words_within_longer_ones_leave_these_whole(tmp_path: Path, names: tuple[str, str]) -> None:
    """The order of entities and words in an object decides nothing."""
    words = {"city": ["York", "New York"], "district": "West York"}
    entities = {name: words[name] for name in names}
    pattern = {"text": "from New York to West York or York", "entities": entities}
    document = json.loads(json.dumps(ROOM))
    document["entities"]["district"] = {"learn": True}
    document["intents"][0]["patterns"].append(pattern)
    marked = marked_words(IntentSet.load(stored(tmp_path, document)))
    assert marked["from New York to West York or York"] == ["New York", "West York", "York"]


def test_an_object_of_another_program_is_a_text(tmp_path: Path) -> None:
    """Without entities in the files, its entities are none of ours."""
    patterns = [{"text": text, "entities": {"city": "Oslo"}} for text in ("in Oslo", "to Oslo")]
    intent = {"tag": "room", "patterns": patterns, "responses": ["Here."]}
    file = read_file(stored(tmp_path, {"intents": [intent]}))
    joined = join([file])
    assert not joined.problems
    room = IntentSet.from_joined(joined).intents[0]
    assert (room.patterns, room.marks) == (("in Oslo", "to Oslo"), {})
    notes = [(p.note.kind, p.note.key, p.note.count) for p in joined.notes]
    assert notes == [("object_for_text", "text", 2)]
    assert joined.notes[0].place.line > 1


def test_the_schema_knows_marks() -> None:
    items = json.loads(schema_text())["$defs"]["IntentEntry"]["properties"]["patterns"]["items"]
    assert {"entities", "text"} == {*items["anyOf"][1]["properties"]}
