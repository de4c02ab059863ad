"""Files in further languages, by language, with slips of short names, in groups and pairs."""

import json
from typing import Any

import pytest

from chatbot.intents.dialects.names import NAMES
from chatbot.intents.errors import IntentsError
from tests.chatbot.intents.dialects.documents import BYE, GREET, OURS, notes_of, read, renamed

LANGUAGES = [
    ("label", "patronen", "antwoorden"),
    ("tag", "wzorce", "odpowiedzi"),
    ("Тег", "Шаблоны", "Ответы"),
    ("标签", "模式", "回复"),
    ("タグ", "質問", "応答"),
    ("태그", "질문", "답변"),
    ("وسم", "الأنماط", "الردود"),
    ("टैग", "प्रश्न", "उत्तर"),
    ("tag", "mẫu câu", "câu trả lời"),
    ("tag", "maswali", "majibu"),
    ("tga", "déclencheurs", "réponses"),
    ("intet", "Äußerungen", "Antworten"),
]
GROUPS = [{"q": "hello there", "a": "Hi."}], [{"q": "bye bye", "a": "Bye."}]
PAIRS = [{"input": "hello there", "output": "Hi."}, {"input": "bye bye", "output": "Bye."}]


@pytest.mark.parametrize("names", LANGUAGES, ids=lambda names: str(names[1]))
def test_the_names_of_many_languages_are_read(names: tuple[str, str, str]) -> None:
    assert tuple(read({"intents": renamed(*names)})) == (GREET, BYE)


def test_no_name_has_two_roles() -> None:
    names = [name for role in NAMES for name in {*NAMES[role]}]
    assert len(names) == len({*names})


@pytest.mark.parametrize(
    "document",
    [{"faq": {"first": GROUPS[0], "last": GROUPS[1]}}, PAIRS, {"intents": {"intent": PAIRS}}],
)
def test_questions_in_groups_and_in_pairs_are_read(document: Any) -> None:
    texts = [(intent.patterns, intent.responses) for intent in read(document)]
    assert texts == [(GREET.patterns, GREET.responses), (BYE.patterns, BYE.responses)]


def test_of_texts_by_language_those_of_the_first_are_read() -> None:
    keys = {"patterns_en": ["hi"], "patterns_fr": ["salut"], "responses_en": ["Hi."]}
    document = {"intents": [{"tag": "greet", **keys}]}
    assert read(document).intents[0].patterns == ("hi",)
    assert ("unread_key", "patterns_fr", "patterns_en", 1) in notes_of(document)
    named = {"tag": "greet", "patterns": ["hi"], "responses": {"English": ["Hi."], "Hindi": "Na."}}
    assert read({"intents": [named]}).intents[0].responses == ("Hi.",)


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"en": OURS, "fr": OURS}, "in several languages (en, fr), and a bot speaks one"),
        ({"hi": "Hello.", "bye": "Bye."}, "If those are questions and their answers"),
        (json.dumps(json.dumps(OURS)), "inside of a text: remove the outer quotes"),
        (json.dumps(OURS).replace('"', '\\"'), "The quotes of this JSON are escaped"),
        ("version https://git-lfs.github.com/spec/v1\nsize 1\n", "git lfs pull"),
    ],
)
def test_a_refusal_names_the_remedy(document: Any, words: str) -> None:
    with pytest.raises(IntentsError) as caught:
        read(document)
    (problem,) = caught.value.problems
    assert words in problem.message


def test_a_fallback_in_an_object_beside_the_intents_is_noted() -> None:
    document = {**OURS, "fallback": {"responses": ["What?"]}}
    assert notes_of(document) == [("outer_fallback", "fallback", "", 1)]
