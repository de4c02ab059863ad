"""Corrected answers: learnt by a training, and written into the file each one stands in."""

import json
from pathlib import Path
from typing import Any

import pytest

from chatbot.intents.additions import Additions, Correction
from chatbot.intents.errors import WriteBackError
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.intents.responses.rich import RichResponse
from chatbot.intents.write_back import WriteBack, plan_write_back
from tests.chatbot.intents.dialects.documents import SHAPES

AFTER = 'Naïve "x"\n\\ 👍'
HI = '{"tag": "hi", "patterns": ["hi"]'


def corrected(path: Path, before: str, *corrections: Correction) -> tuple[str, WriteBack]:
    """Text of a file after writing back, and the plan."""
    path.write_bytes(before.encode())
    additions = Additions(corrections=corrections)
    target = additions.joined_to(IntentSet.load(path))
    plan = plan_write_back(path, additions)
    plan.write()
    loaded = {intent.tag: intent for intent in IntentSet.load(path)}
    for intent in target:
        assert loaded[intent.tag].responses == intent.responses
        assert loaded[intent.tag].rich == intent.rich
    return path.read_bytes().decode(), plan


PLACES = {
    "list": ('{hi}, "responses": ["A.", {old}, "C."]', '"Old."'),
    "twice": ('{hi}, "responses": [{old}, "C.", {old}]', '"Old."'),
    "text in place of a list": ('{hi}, "responses": {old}', '"Old."'),
    "another name": ('{hi}, "answer" : {old}', '"Old."'),
    "languages": ('{hi}, "responses": {{"en": [{old}], "de": ["Old."]}}', '"Old."'),
    "language of a text": ('{hi}, "responses": {{"en": {old}, "de": "Alt."}}', '"Old."'),
    "rich": ('{hi}, "responses": [{{"quick_replies": ["Old."], "text":{old}}}]', '"Old."'),
    "another program's": ('{hi}, "responses": [{{"text": {{"text": [{old}]}}}}]', '"Old."'),
    "nested": ('{hi}, "responses": [["A."], [{old}]]', '"Old."'),
    "single quotes": ("{hi}, 'responses': [ {old} , ]  /* note */", "'Old.'"),
    "escapes": ('{hi}, "responses": [{old}]', '"\\u004fld."'),
    "a number": ('{hi}, "responses": [{old}]', "42"),
    "two parts": ('{hi}, "responses": [{old}]}}, {hi}, "responses": ["B.", {old}]', '"Old."'),
    "rich in one part": (
        '{hi}, "responses": [{old}]}}, {hi}, "responses": [{{"text": {old}, "quick_replies": []}}]',
        '"Old."',
    ),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_answer_is_corrected_where_it_stands(place: str, end: str, tmp_path: Path) -> None:
    shape, old = PLACES[place]
    other = '{"tag": "b", "patterns": ["b", "é"], "responses": ["Old.", "42"], "x": [1.50, {}]}'
    before = f'{{"intents": [{end}\t{shape.format(hi=HI, old=old)}}},{end} {other}{end}] }}{end}'
    text = "42" if place == "a number" else "Old."
    after, plan = corrected(tmp_path / "bot.json", before, Correction("hi", text, AFTER))
    new = json.dumps(AFTER, ensure_ascii=False)
    head, tail = before.split(f"{end} {other}")
    expected = head.replace(shape.format(hi=HI, old=old), shape.format(hi=HI, old=new))
    assert after == f"{expected}{end} {other}{tail}"
    assert plan.changes[0].corrected == ("hi",) * shape.count("{old}")
    assert plan.vain == ()


@pytest.mark.parametrize("shape", SHAPES)
def test_an_answer_is_corrected_in_any_dialect(shape: str, tmp_path: Path) -> None:
    document = SHAPES[shape]
    before = document if isinstance(document, str) else json.dumps(document, indent=1)
    (tmp_path / "old.json").write_text(before, encoding="utf-8")
    old = next(i for i in IntentSet.load(tmp_path / "old.json") if i.tag == "greet").responses[0]
    after, plan = corrected(tmp_path / "bot.json", before, Correction("greet", old, AFTER))
    assert plan.vain == ()
    assert len(after) > len(before) - len(json.dumps(old))


def test_an_answer_beside_the_intents_is_corrected_there(tmp_path: Path) -> None:
    before = f'{{"intents": [{HI}}}], "responses": {{"hi": "Old.", "x": ["Old."]}}}}'
    after, _ = corrected(tmp_path / "bot.json", before, Correction("hi", "Old.", "New."))
    assert after == before.replace('"hi": "Old."', '"hi": "New."')


def test_parts_in_two_files_are_corrected_in_both(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(f'[{HI}, "responses": ["Old."]}}]')
    plan = plan_write_back(tmp_path, Additions(corrections=(Correction("hi", "Old.", "New."),)))
    plan.write()
    for name in ("a.json", "b.json"):
        assert (tmp_path / name).read_text() == f'[{HI}, "responses": ["New."]}}]'


@pytest.mark.parametrize(("first", "last"), [("Beta", "Alpha"), ("Beta", "Gamma")])
def test_parts_that_change_places_are_corrected_once(first: str, last: str, tmp_path: Path) -> None:
    response = '{{"text": "Steps:", "list": ["{}", "{}"]}}'
    before = f'[{HI}, "responses": [{response.format("Alpha", "Beta")}]}}]'
    both = Correction("hi", "Alpha", first), Correction("hi", "Beta", last)
    after, plan = corrected(tmp_path / "bot.json", before, *both)
    assert after == f'[{HI}, "responses": [{response.format(first, last)}]}}]'
    assert plan.vain == (), "a pull would make them again"


def test_corrections_of_one_pull_do_not_follow_one_another(tmp_path: Path) -> None:
    before = f'[{HI}, "responses": ["A.", "B."]}}]'
    chain = (
        Correction("hi", "A.", "C."),
        Correction("hi", "C.", "D."),
        Correction("hi", "B.", "A."),
    )
    after, plan = corrected(tmp_path / "bot.json", before, *chain)
    assert after == f'[{HI}, "responses": ["C.", "B."]}}]'
    assert plan.vain == chain[1:], "the file has no C., and A. was there"


RICH = """{
  "text": "Two kinds:", "list": ["A pump", "A lock"],
  "image": {"url": "/map.png", "alt": "The map."},
  "cards": [
    {"title": "City", "text": "18 a day.", "image": {"url": "/c.jpg", "alt": "A bike."},
     "button": {"text": "Take it"}},
    {"title": "E-bike", "button": {"text": "Take it", "url": "https://example.org/Take it"}}
  ],
  "follow_up": "Which one?", "quick_replies": ["City"], "when": {"context": "City"}
}""".replace("/Take it", "/take")


@pytest.mark.parametrize(
    ("before", "count"),
    [
        ("Two kinds:", 1),
        ("A lock", 1),
        ("The map.", 1),
        ("City", 1),
        ("18 a day.", 1),
        ("A bike.", 1),
        ("Take it", 2),
        ("Which one?", 1),
    ],
)
def test_the_words_of_an_answer_with_parts_are_corrected(
    before: str, count: int, tmp_path: Path
) -> None:
    text = f'[{HI}, "responses": ["A.", {RICH}]}}]'
    after, plan = corrected(tmp_path / "bot.json", text, Correction("hi", before, "New words."))
    assert after.count('"New words."') == count
    assert after.replace('"New words."', json.dumps(before)) == text, "nothing else changes"
    assert (plan.vain, plan.changes[0].corrected) == ((), ("hi",) * count)


def test_each_bubble_is_corrected_by_itself(tmp_path: Path) -> None:
    text = f'[{HI}, "responses": ["B.", {{"bubbles": ["A.", {{"text": "B.", "pause": 800}}]}}]}}]'
    twice = (Correction("hi", "A.", "C."), Correction("hi", "B.", "D."))
    after, plan = corrected(tmp_path / "bot.json", text, *twice)
    assert after == text.replace("A.", "C.").replace("B.", "D.")
    assert plan.vain == ()


def test_the_files_have_the_last_word(tmp_path: Path) -> None:
    before = f'[{HI}, "responses": ["New.", {{"bubbles": ["A.", "B."]}}]}}]'
    done = Correction("hi", "Old.", "New.")
    vain = (
        Correction("hi", "Gone.", "Newer."),
        Correction("gone", "Old.", "New."),
        Correction("hi", "A.\n\nB.", "C."),
    )
    after, plan = corrected(tmp_path / "bot.json", before, done, *vain)
    assert (after, plan.changes, plan.vain) == (before, (), vain)


def test_a_training_learns_the_correction_with_what_is_beside_the_text() -> None:
    rich = RichResponse(quick_replies=("Yes",))
    intent = Intent("hi", ("hi",), ("Old.", "B."), rich={"Old.": rich})
    additions = Additions(corrections=(Correction("hi", "Old.", "New."),))
    assert additions
    (joined,) = additions.joined_to(IntentSet((intent,)))
    assert (joined.responses, joined.rich) == (("New.", "B."), {"New.": rich})


def test_a_correction_that_a_check_refuses_is_not_written(tmp_path: Path) -> None:
    document: dict[str, Any] = {
        "intents": [{"tag": "hi", "patterns": ["hi"], "responses": ["Old."]}],
        "conversations": [[{"user": "hi", "bot": "Old"}]],
    }
    path = tmp_path / "bot.json"
    path.write_text(json.dumps(document))
    with pytest.raises(WriteBackError, match="would have problems") as raised:
        plan_write_back(path, Additions(corrections=(Correction("hi", "Old.", "New."),)))
    assert raised.value.problems
    assert json.loads(path.read_text()) == document
