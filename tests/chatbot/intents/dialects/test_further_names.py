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
    ("naam", "voorbeelden", "antwoorden"),
    ("nimi", "kysymykset", "vastaukset"),
    ("naziv", "primjeri", "odgovori"),
    ("tên", "ví dụ", "câu trả lời"),
    ("이름", "질문", "대답"),
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


def test_of_texts_by_language_all_patterns_and_the_first_responses_are_read() -> None:
    keys = {"patterns_en": ["hi"], "patterns_fr": ["salut"], "responses_en": ["Hi."]}
    document = {"intents": [{"tag": "greet", **keys}]}
    assert read(document).intents[0].patterns == ("hi", "salut")
    assert ("other_key", "patterns_fr", "patterns", 1) in notes_of(document)
    translated = {"tag": "greet", **keys, "responses_fr": ["Salut."]}
    assert read({"intents": [translated]}).intents[0].responses == ("Hi.",)
    assert ("unread_key", "responses_fr", "responses_en", 1) in notes_of({"intents": [translated]})
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


def test_content_is_the_response_where_there_is_no_other() -> None:
    item = {"tag": "hours", "patterns": ["open today"], "content": "We open at 9."}
    assert read([item]).intents[0].responses == ("We open at 9.",)
    assert read([{**item, "responses": ["At 9."]}]).intents[0].responses == ("At 9.",)
    unknown = {"tag": "hours", "patterns": ["open today"], "info": "We open at 9.", "icon": "a.png"}
    assert notes_of([unknown]) == [("unread_texts", "info", "responses", 1)]
