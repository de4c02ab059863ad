"""Answers by question are read as intents; translations and settings never are."""

import json
from pathlib import Path
from typing import Any

import pytest

from chatbot.intents.additions import Additions, Correction
from chatbot.intents.conversion import convert
from chatbot.intents.errors import IntentsError, WriteBackError
from chatbot.intents.files import read_file
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.intents.linting.fixes import plan_mending, write_mended
from chatbot.intents.write_back import plan_write_back
from tests.chatbot.intents.dialects.documents import OURS, notes_of, read

ANSWERS = {
    "Are you open on Sunday?": "No.",
    "where is the shop": "Main Street 5.",
    "my parcel is late": "Write to us.",
}


def test_each_question_is_an_intent_with_its_answer() -> None:
    assert [*read(ANSWERS)] == [
        Intent("are_you_open_on_sunday", ("Are you open on Sunday?",), ("No.",)),
        Intent("where_is_the_shop", ("where is the shop",), ("Main Street 5.",)),
        Intent("my_parcel_is_late", ("my parcel is late",), ("Write to us.",)),
    ]
    assert notes_of(ANSWERS) == [("question_tag", "", "", 3)]


@pytest.mark.parametrize(
    "document",
    [
        {"営業時間は？": "九時から。", "場所は？": "大阪です。"},
        {"¿Abren el domingo?": "No.", "dónde están": "En Lugo.", "mi pedido llega tarde": "Vaya."},
        {"wann habt ihr offen": "Von 9 bis 6.", "Wo seid ihr?": "In Bonn."},
    ],
)
def test_questions_in_any_language(document: dict[str, str]) -> None:
    assert [intent.responses[0] for intent in read(document)] == [*document.values()]


@pytest.mark.parametrize(
    "document",
    [
        {"faq": ANSWERS},
        {"title": "Shop", "questions": ANSWERS, "settings": {"colour": "red"}},
        {"name": "Shop", "answers": ANSWERS},
        {"intents": ANSWERS},
        [ANSWERS],
        [*map(list, ANSWERS.items())],
        {"pairs": [*map(list, ANSWERS.items())], "version": 1},
        {"help": ANSWERS},
        {"bot": {"help": ANSWERS}, "note": ""},
        {"data": {"preguntas_frecuentes": ANSWERS}, "port": 80},
        {"interview": ANSWERS},
        {"faq": {"shop": dict([*ANSWERS.items()][:2]), "post": {"late?": "Write.", "how?": "So."}}},
    ],
    ids=[
        *("faq", "beside settings", "named", "intents", "in a list", "pairs", "named pairs"),
        *("alone", "alone in an object", "beside a number", "advice", "by subject"),
    ],
)
def test_answers_by_question_within_other_objects(document: Any) -> None:
    intents = read(document)
    assert [intent.responses[0] for intent in intents][:2] == ["No.", "Main Street 5."]
    assert notes_of(document) == [("question_tag", "", "", len(intents))]


def test_greetings_may_stand_among_the_questions() -> None:
    answers = {"hi": "Hello!", "how are you": "Fine.", "what can you do": "Talk.", "bye": "Bye!"}
    assert [intent.patterns for intent in read(answers)] == [(question,) for question in answers]


def test_answers_by_question_beside_intents_are_noted() -> None:
    assert notes_of({**OURS, "faq": ANSWERS}) == [("outer_texts", "faq", "", 1)]


@pytest.mark.parametrize(
    "document",
    [
        {"signIn": "Anmelden", "home.title": "Willkommen bei uns", "what?": "Was?"},
        {"What is your name?": "Wie heißt du?", "Are you sure?": "Bist du sicher?"},
        {"what is new": "Was ist neu", "how it works": "Wie es geht"},
        {"What is new": "Neues", "How it works": "So geht es", "Sign in now": "Jetzt anmelden"},
        {"Sign in": "Anmelden", "Sign out": "Abmelden", "Forgot your password?": "Vergessen"},
        {"name": "shop", "version": "1.0.0", "what does it do?": "Sells."},
        {"New York": "NY", "New Mexico": "NM"},
        {"Can edit posts": "edit_posts", "Is active": "active"},
        {"Are you open?": "No.", "Where are you?": ["Here."]},
        {"Are you open?": "No.", "Where are you?": ""},
        {"Are you open?": "No."},
        {"?": "a", "??": "b"},
        {"faq": {"Are you open?": ["No.", "Yes."], "Where are you?": ["Here.", "There."]}},
        [["hi|hello", "Hello."], ["my name is (.*)", "Hello %1."], ["quit", "Bye."]],
        [["Are you open?", ["No.", "Yes."]], ["Where are you?", ["Here."]]],
        [["Are you open?", "No.", "Pity."], ["Where are you?", "Here.", "Thanks."]],
        {"en": ANSWERS, "de": {"Wo seid ihr?": "In Bonn.", "Wann habt ihr offen?": "Um 9."}},
        {"Capital of France?": "Paris", "Capital of Spain?": "Madrid", "Of Peru?": "Lima"}
        | {"Of Chad?": "N'Djamena", "Of Togo?": "Lomé"},
        {"name": "Bob", "email": "b@x", "security_questions": ANSWERS},
        [{"name": "Bob", "security_questions": ANSWERS}],
        {"help": ANSWERS, "name": "x", "port": 80},
        {"page": {"help": ANSWERS, "visible": False}},
        {"messages": ANSWERS, "name": "x"},
    ],
    ids=lambda document: "-".join(map(str, document))[:40],
)
def test_other_texts_are_refused(document: dict[str, object]) -> None:
    with pytest.raises(IntentsError):
        read(document)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "faq.json"
    path.write_text(json.dumps(ANSWERS, indent=1))
    return path


def test_an_answer_is_corrected_in_its_place(file: Path) -> None:
    correction = Correction("where_is_the_shop", "Main Street 5.", "Main Street 7.")
    plan_write_back(file, Additions(corrections=(correction,))).write()
    assert json.loads(file.read_text()) == {**ANSWERS, "where is the shop": "Main Street 7."}


@pytest.mark.parametrize(
    "additions",
    [
        Additions((("where_is_the_shop", "your address"),)),
        Additions(intents=(Intent("price", ("how much",), ("Ten.",)),)),
    ],
    ids=["pattern", "intent"],
)
def test_what_has_no_place_says_so(file: Path, additions: Additions) -> None:
    with pytest.raises(WriteBackError, match="Convert the file first"):
        plan_write_back(file, additions)


def test_a_converted_file_has_the_same_intents(file: Path) -> None:
    before = IntentSet.load(file)
    file.write_text(convert(read_file(file)).text)
    assert IntentSet.load(file) == before
    plan_write_back(file, Additions((("where_is_the_shop", "your address"),))).write()


def test_no_more_questions_are_read_than_a_file_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("checks", "dialects.reading"):
        monkeypatch.setattr(f"chatbot.intents.{module}.MOST_INTENTS", 10)
    answers = {f"where is {number}?": "There." for number in range(30)}
    with pytest.raises(IntentsError, match="More than 10 intents are in this file"):
        read(answers)
    assert notes_of(dict([*answers.items()][:10])) == [("question_tag", "", "", 10)]


def test_pairs_are_mended_corrected_and_converted_in_their_places(file: Path) -> None:
    file.write_text(json.dumps([["wie spÃ¤t ist es", "SpÃ¤t."], ["wo bist du", "Hier."]]))
    write_mended(plan_mending(file).mended)
    correction = Correction("wo_bist_du", "Hier.", "Dort.")
    plan_write_back(file, Additions(corrections=(correction,))).write()
    assert json.loads(file.read_text()) == [["wie spät ist es", "Spät."], ["wo bist du", "Dort."]]
    with pytest.raises(WriteBackError, match="Convert the file first"):
        plan_write_back(file, Additions((("wo_bist_du", "wo steckst du"),)))
    before = IntentSet.load(file)
    file.write_text(convert(read_file(file)).text)
    assert IntentSet.load(file) == before


def test_a_damaged_answer_is_mended_and_a_damaged_question_stays(file: Path) -> None:
    file.write_text(json.dumps({"wie spÃ¤t ist es": "SpÃ¤t.", "wo bist du": "Hier."}))
    write_mended(plan_mending(file).mended)
    assert json.loads(file.read_text()) == {"wie spÃ¤t ist es": "Spät.", "wo bist du": "Hier."}
