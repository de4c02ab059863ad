"""Examples of what stands in for the fallback: written there, and read as the fallback again."""

import json
from pathlib import Path

import pytest

from chatbot.intents.additions import Additions
from chatbot.intents.errors import WriteBackError
from chatbot.intents.files import intent_paths, read_file
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.intents.joining import join
from chatbot.intents.write_back import WriteBack, plan_write_back

HI = '{"tag": "hi", "patterns": ["hi"], "responses": ["Hi."]}'
TWO_EXAMPLES = Additions((("fallback", "lorem"), ("fallback", "ipsum")))

STAND_INS = {
    "name": (
        '[{hi}, {"tag": "noanswer", "patterns": [], "responses": ["?"]}]',
        '[{hi}, {"tag": "fallback", "patterns": ["lorem", "ipsum"], "responses": ["?"]}]',
    ),
    "name without patterns": (
        '[{hi}, {"tag": "noanswer", /* n */ "responses": ["?"]}]',
        '[{hi}, {"tag": "fallback", /* n */ "patterns": ["lorem", "ipsum"], "responses": ["?"]}]',
    ),
    "shape with a number": (
        '[{hi}, {"intent": 7, "examples": [""], "responses": ["?"]}]',
        '[{hi}, {"intent": "fallback", "examples": ["", "lorem", "ipsum"], "responses": ["?"]}]',
    ),
    "wildcard": (
        "[{hi}, {'tag': 'x', 'patterns': ['*'], 'responses': ['?']}]",
        """[{hi}, {'tag': 'fallback', 'patterns': ["lorem", "ipsum"], 'responses': ['?']}]""",
    ),
    "wildcards": (
        '[{hi}, {"tag": "x", "patterns": [{"text": "*"}, ["%"], "_"], "responses": ["?"]}]',
        '[{hi}, {"tag": "fallback", "patterns": [{"text": "lorem"}, ["ipsum"]],'
        ' "responses": ["?"]}]',
    ),
    "names": (
        '{"hi": {"q": ["hi"], "a": ["Hi."]}, /* n */ "no_answer" /* m */ : {"q": [], "a": ["?"]}}',
        '{"hi": {"q": ["hi"], "a": ["Hi."]}, /* n */ "fallback" /* m */ :'
        ' {"q": ["lorem", "ipsum"], "a": ["?"]}}',
    ),
    "bare names": (
        "{unknown: {q: [], a: ['?']}, hi: {q: ['hi'], a: ['Hi.']}}",
        "{\"fallback\": {q: [\"lorem\", \"ipsum\"], a: ['?']}, hi: {q: ['hi'], a: ['Hi.']}}",
    ),
    "question": (
        '[{"question": "hi", "answer": "Hi."}, {"question": "", "answer": "?"}]',
        '[{"question": "hi", "answer": "Hi."},'
        ' {"tag": "fallback", "question": ["", "lorem", "ipsum"], "answer": "?"}]',
    ),
    "question on lines": (
        '[\n {"question": "hi", "answer": "Hi."},\n {\n  "question": [],\n  "answer": "?"\n }\n]',
        '[\n {"question": "hi", "answer": "Hi."},\n {\n  "tag": "fallback",\n  "question": [\n'
        '   "lorem",\n   "ipsum"\n  ],\n  "answer": "?"\n }\n]',
    ),
    "one by one": (
        '{hi}\n{"tag": "unknown", "patterns": [], "responses": ["?"]}',
        '{hi}\n{"tag": "fallback", "patterns": ["lorem", "ipsum"], "responses": ["?"]}',
    ),
}


@pytest.mark.parametrize("case", STAND_INS)
def test_the_examples_are_written_into_the_stand_in_of_any_dialect(
    tmp_path: Path, case: str
) -> None:
    before, after = (text.replace("{hi}", HI) for text in STAND_INS[case])
    file = tmp_path / "bot.json"
    file.write_text(before)
    others = [intent for intent in IntentSet.load(file) if intent.tag != "fallback"]
    plan_write_back(file, TWO_EXAMPLES).write()
    assert file.read_text() == after
    assert IntentSet.load(file).get("fallback") == Intent("fallback", ("lorem", "ipsum"), ("?",))
    assert [intent for intent in IntentSet.load(file) if intent.tag != "fallback"] == others
    assert not plan_write_back(file, TWO_EXAMPLES).changes


BESIDE = {
    "last": ('{"intents": [{hi}], "fallback": "?"}', '{"intents": [{hi}, {new}]}'),
    "first": (
        '{"default_response": ["? ?"],\n "intents": [{hi}]}',
        '{"intents": [{hi}, {new}]}',
    ),
    "other names": (
        '{"data": [{"q": ["hi"], "a": ["Hi."], "name": "hi"}], "fallback": "?", "v": 1}',
        '{"data": [{"q": ["hi"], "a": ["Hi."], "name": "hi"},'
        ' {"name": "fallback", "q": ["lorem", "ipsum"], "a": ["?"]}], "v": 1}',
    ),
    "names": (
        '{"intents": {"hi": {"q": ["hi"], "a": ["Hi."]}}, "fallback": "?"}',
        '{"intents": {"hi": {"q": ["hi"], "a": ["Hi."]},\n"fallback": {\n'
        '  "q": [\n    "lorem",\n    "ipsum"\n  ],\n  "a": [\n    "?"\n  ]\n}}}',
    ),
}


@pytest.mark.parametrize("case", BESIDE)
def test_answers_beside_the_intents_become_an_intent_with_its_examples(
    tmp_path: Path, case: str
) -> None:
    before, after = BESIDE[case]
    file = tmp_path / "bot.json"
    file.write_text(before.replace("{hi}", HI))
    fallback = IntentSet.load(file).get("fallback")
    assert fallback
    responses = fallback.responses
    plan_write_back(file, TWO_EXAMPLES).write()
    new = {"tag": "fallback", "patterns": ["lorem", "ipsum"], "responses": [*responses]}
    assert file.read_text() == after.replace("{hi}", HI).replace("{new}", json.dumps(new))
    assert IntentSet.load(file).get("fallback") == Intent("fallback", ("lorem", "ipsum"), responses)


def test_a_comment_by_such_answers_is_not_lost(tmp_path: Path) -> None:
    file = tmp_path / "bot.json"
    file.write_text('{"intents": [{hi}], /* why */ "fallback": "?"}'.replace("{hi}", HI))
    with pytest.raises(WriteBackError, match="Convert the file first"):
        plan_write_back(file, TWO_EXAMPLES)


def planned(tmp_path: Path, additions: Additions, **files: str) -> WriteBack:
    for name, text in files.items():
        (tmp_path / f"{name}.json").write_text(text.replace("{hi}", HI))
    write_back = plan_write_back(tmp_path, additions)
    write_back.write()
    return write_back


def fallback_notes(tmp_path: Path) -> list[str]:
    notes = join([read_file(file) for file in intent_paths(tmp_path)]).notes
    return [note.note.kind for note in notes if note.note.kind.startswith("fallback")]


def test_a_stand_in_in_two_files_is_renamed_in_both(tmp_path: Path) -> None:
    first = '[{hi}, {"tag": "noanswer", "responses": ["?"]}]'
    second = '[{"tag": "noanswer", "patterns": [], "responses": ["Pardon?"]}]'
    changes = planned(tmp_path, TWO_EXAMPLES, first=first, second=second).changes
    assert [change.renamed for change in changes] == [("noanswer",), ("noanswer",)]
    assert [len(change.patterns) for change in changes] == [2, 0]
    loaded = IntentSet.load(tmp_path)
    assert loaded.get("fallback") == Intent("fallback", ("lorem", "ipsum"), ("?", "Pardon?"))
    assert fallback_notes(tmp_path) == []


def test_a_fallback_of_its_own_name_keeps_it(tmp_path: Path) -> None:
    text = '[{hi}, {"tag": "fallback", "patterns": [], "responses": ["?"]}]'
    (change,) = planned(tmp_path, TWO_EXAMPLES, bot=text).changes
    assert change.renamed == ()


def test_a_stand_in_without_examples_stays_as_it_is(tmp_path: Path) -> None:
    text = '[{hi}, {"tag": "noanswer", "patterns": [], "responses": ["?"]}]'
    (change,) = planned(tmp_path, Additions((("hi", "hello"),)), bot=text).changes
    assert (b"noanswer" in change.after, change.renamed) == (True, ())


def test_a_new_intent_without_patterns_takes_no_place_of_the_stand_in(tmp_path: Path) -> None:
    text = '[{hi}, {"tag": "x", "patterns": [], "responses": ["?"]}]'
    new = Additions(intents=(Intent("new", responses=("New.",)),))
    changes = planned(tmp_path, new, bot=text).changes
    assert [change.renamed for change in changes] == [("x",), ()]
    assert {intent.tag for intent in IntentSet.load(tmp_path)} == {"hi", "fallback", "new"}


def test_an_intent_that_becomes_the_stand_in_is_named(tmp_path: Path) -> None:
    empty = ', {{"tag": "{}", "patterns": [], "responses": ["?"]}}'
    text = "[{hi}" + empty.format("x") + empty.format("y") + "]"
    write_back = planned(tmp_path, Additions((("x", "lorem"),)), bot=text)
    assert write_back.stand_in == "y"
    assert fallback_notes(tmp_path) == ["fallback_by_shape"]
    assert planned(tmp_path, Additions((("hi", "hello"),))).stand_in == ""
