"""Shapes and texts of intent files in any dialect."""

import json
from typing import Any

import pytest

from chatbot.intents.errors import IntentsError
from chatbot.intents.intent_set import Intent
from chatbot.located_json.source import JsonSource
from tests.chatbot.intents.dialects.documents import (
    BYE,
    GREET,
    KEYED,
    OURS,
    SHAPES,
    joined,
    notes_of,
    read,
)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_holds_the_intents_of_ours(shape: str) -> None:
    assert read(SHAPES[shape]).intents == (GREET, BYE)


def test_a_list_of_blank_texts_hides_no_other() -> None:
    intent = {"tag": "a", "patterns": [""], "phrases": ["hello"], "responses": ["Hi"]}
    assert read([intent, {**intent, "tag": "b", "phrases": ["bye"]}]).intents[0].patterns == (
        "hello",
    )


def test_a_tag_of_nought_is_one() -> None:
    both = {"utterances": ["hi", "hello"], "responses": ["Hi"]}
    intents = [{"intent": 0, "name": "Greet", **both}, {"intent": 1, "name": "Bye", **both}]
    assert [intent.tag for intent in read(intents)] == ["0", "1"]


def test_the_rule_of_a_response_is_not_given() -> None:
    response = {"rule": "vip", "message": "Hello VIP"}
    read_intents = read([{"tag": "a", "patterns": ["hi"], "responses": [response]}])
    assert read_intents.intents[0].responses == ("Hello VIP",)


def test_a_number_is_an_answer() -> None:
    questions = [{"question": "How old?", "answer": 3}, {"question": "Where?", "answer": "Oslo"}]
    assert [intent.responses for intent in read(questions)] == [("3",), ("Oslo",)]


def test_a_question_with_an_answer_gets_a_tag_of_its_words() -> None:
    questions = [
        {"question": "Where are you?", "answer": "In the High Street."},
        {"question": "Where are you", "answer": "There."},
        {"question": ["¿Cuánto cuesta?", "precio"], "answer": "Diez euros."},
        {"question": "?!", "answer": "!"},
    ]
    assert [intent.tag for intent in read(questions)] == [
        "where_are_you",
        "where_are_you_1",
        "cuánto_cuesta",
        "question",
    ]
    assert ("question_tag", "", "", 4) in notes_of(questions)


@pytest.mark.parametrize("identity", [{}, {"id": 3}, {"id": "q3"}])
@pytest.mark.parametrize("topic", ["category", "Topic"])
def test_a_topic_of_several_questions_is_no_tag(topic: str, identity: dict[str, Any]) -> None:
    questions = [
        {**identity, topic: "money", "question": "What does it cost?", "answer": "10 €."},
        {**identity, topic: "money", "question": "In cash?", "answer": "Or by card."},
        {**identity, topic: "dates", "question": "When?", "answer": "Monday."},
    ]
    intents = read({"faq": questions})
    assert [intent.responses for intent in intents] == [("10 €.",), ("Or by card.",), ("Monday.",)]
    assert intents.intents[1].tag == "in_cash"


@pytest.mark.parametrize("second", [{"answer": "Hi."}, {"tag": "hey"}])
def test_a_topic_that_tells_the_answer_is_the_tag(second: dict[str, str]) -> None:
    first = {"category": "greet", "question": "hello", "answer": "Hi."}
    intents = read([first, {**first, "question": "hey", "answer": "Hey.", **second}])
    assert intents.intents[0].tag == "greet"


def test_examples_of_rasa_are_patterns_of_their_intents() -> None:
    examples = [
        {"text": "hello there", "intent": "greet", "entities": []},
        {"text": "bye bye", "intent": "bye"},
        {"text": "hi", "intent": "greet"},
    ]
    intents = read({"rasa_nlu_data": {"common_examples": examples, "regex_features": []}})
    assert [(i.tag, i.patterns) for i in intents] == [
        ("greet", ("hello there", "hi")),
        ("bye", ("bye bye",)),
    ]


def with_context(**context: Any) -> Intent | None:
    return read({"intents": [*OURS["intents"][1:], {**OURS["intents"][0], **context}]}).get("greet")


@pytest.mark.parametrize(
    ("context", "opened", "awaited"),
    [
        ({"context": [""]}, (), ()),
        ({"context": "asks"}, ("asks",), ()),
        ({"context": ["asks", ""]}, ("asks",), ()),
        ({"context_set": "", "context_filter": "asks"}, ("",), ("asks",)),
        ({"contextSet": ["asks"], "context-filter": ["a", "b"]}, ("asks",), ("a", "b")),
        ({"context": {"in": "a", "out": "b", "clear": False}}, ("b",), ("a",)),
        ({"context": {"in": "", "out": "", "clear": True}}, ("",), ()),
        ({"context": {"in": "a", "out": "b", "clear": True}}, ("", "b"), ("a",)),
        ({"context": {"out": ["b", "c"], "clear": True}}, ("", "b", "c"), ()),
        ({"context_set": "a", "context": "b"}, ("a",), ()),
        ({"konteks_set": "a", "konteks_filter": "b"}, ("a",), ("b",)),
        ({"contexto_set": "a", "contexto_filtro": "b"}, ("a",), ("b",)),
    ],
)
def test_contexts_are_read(
    context: dict[str, Any], opened: tuple[str, ...], awaited: tuple[str, ...]
) -> None:
    intent = with_context(**context)
    assert intent is not None
    assert (intent.context_set, intent.context_filter) == (opened, awaited)


def test_equal_tags_with_other_contexts_stay_a_problem() -> None:
    later = {**OURS["intents"][0], "context_filter": ["asks"]}
    with pytest.raises(IntentsError, match='The tag "greet" is already at'):
        read({"intents": [*OURS["intents"], later]})


@pytest.mark.parametrize(
    "text",
    [
        "['say 'a', or 'b' now']",
        "['it's mine', 'b']",
        '["a" "b"]',
        "intents: []",
        '{"intents": [{"tag": "a", "patterns": ["b",, "c"]}]}',
    ],
)
def test_a_slip_with_two_meanings_is_never_guessed(text: str) -> None:
    assert not JsonSource.from_bytes("a.json", text.encode()).is_tolerable
    assert joined(text).problems


def test_what_the_bot_says_is_no_pattern_beside_other_names() -> None:
    item = {"text": "Hi there!", "intent": "hello", "utterances": ["hello", "hey"]}
    assert [intent.patterns for intent in read([item])] == [("hello", "hey")]
    assert ("unread_texts", "text", "responses", 1) in notes_of([item])


@pytest.mark.parametrize(
    ("key", "role"),
    [
        ("phase", "patterns"),
        ("master", "patterns"),
        ("replied", "responses"),
        ("respond", "responses"),
    ],
)
def test_a_word_of_its_own_is_no_slip(key: str, role: str) -> None:
    item = {"tag": "x", "patterns": ["x"], "responses": ["X."]}
    item[key] = item.pop(role)
    intent = read([item, *OURS["intents"]]).get("x")
    assert intent
    assert getattr(intent, role) == ()
    assert ("unread_texts", key, role, 1) in notes_of([item, *OURS["intents"]])


@pytest.mark.parametrize("patterns", [{"hello": 0.9, "hey": 1}, [{"hello": 0.9}]])
def test_numbers_of_texts_are_no_texts(patterns: Any) -> None:
    item = {"tag": "x", "patterns": patterns, "responses": ["X."]}
    (problem,) = joined(json.dumps([*OURS["intents"], item])).problems
    assert "here is an object" in problem.message
    assert problem.column > 100


def test_numbers_among_named_patterns_are_patterns_but_for_counts() -> None:
    patterns = {"count": 2, "first": 1, "second": "one", "is_shown": True}
    document = [*OURS["intents"], {"tag": "x", "patterns": patterns, "responses": ["X."]}]
    intent = read(document).get("x")
    assert intent
    assert intent.patterns == ("1", "one")
    unread = [note for note in notes_of(document) if note[0] == "unread_key"]
    assert unread == [("unread_key", key, "first", 1) for key in ("count", "is_shown")]


@pytest.mark.parametrize("name", ["negative", "Gegenbeispiele", "counter_examples"])
def test_messages_that_are_not_meant_are_no_patterns(name: str) -> None:
    groups = {name: ["y"], "good": ["x"]}
    parts: list[dict[str, Any]] = [{"patterns": groups}, {"patterns": ["x"], name: ["y"]}]
    for part in parts:
        item = {"tag": "x", **part, "responses": ["X."]}
        intent = read([item]).get("x")
        assert intent
        assert intent.patterns == ("x",)
        assert ("negative_group", name, "", 1) in notes_of([item])


@pytest.mark.parametrize(
    ("question", "variations"),
    [("pergunta", "variações"), ("question", "utterances"), ("question", "alternatives")],
)
def test_variations_beside_a_question_are_patterns(question: str, variations: str) -> None:
    item = {question: "By card?", variations: ["cash or card", ""], "answer": "Yes."}
    assert read([item]).intents == (Intent("by_card", ("By card?", "cash or card"), ("Yes.",)),)
    assert ("other_key", variations, "patterns", 1) in notes_of([item])
    assert ("blank_pattern", "", "", 1) in notes_of([item])


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("alternatives", ["Paris", "Rome"]),
        ("Alternativen", ["rome", "PARIS"]),
        ("relatedQuestions", ["And of Italy?"]),
    ],
)
def test_choices_of_a_quiz_and_links_of_a_page_are_no_patterns(name: str, texts: list[str]) -> None:
    item = {"question": "The capital of France?", name: texts, "answer": "Paris"}
    (intent,) = read([item])
    assert (intent.patterns, intent.responses) == (("The capital of France?",), ("Paris",))


def test_numbers_are_read_as_they_are_written() -> None:
    text = '[{"tag": 12, "patterns": [1.50, 1e3, "x"], "responses": [100000000000000000000.0]}]'
    (intent,) = read(text)
    assert (intent.tag, intent.patterns) == ("12", ("1.50", "1e3", "x"))
    assert intent.responses == ("100000000000000000000.0",)


@pytest.mark.parametrize("first", ["data", "intents", "rasa_nlu_data"])
def test_intents_in_two_lists_are_no_choice_of_ours(first: str) -> None:
    intents: Any = OURS["intents"]
    if first == "rasa_nlu_data":
        intents = {"common_examples": [{"text": "hello", "intent": "greet"}]}
    problems = joined(json.dumps({first: intents, "smalltalk": OURS["intents"]})).problems
    assert len(problems) == 1
    assert first in str(problems[0])
    assert "smalltalk" in str(problems[0])


def test_a_list_of_intents_is_not_lost_beside_a_greeting() -> None:
    document = {"name": "Bot", "text": "welcome", "bot": OURS["intents"]}
    assert len(joined(json.dumps(document)).problems) == 1


def test_a_response_of_ours_alone_is_a_list_of_one() -> None:
    response = {"text": "Hi.", "quick_replies": ["Menu"]}
    alone, listed = (
        read([{"tag": "greet", "patterns": ["hello"], "responses": value}])
        for value in (response, [response])
    )
    assert tuple(alone) == tuple(listed)
    (intent,) = alone
    assert [(text, rich.quick_replies) for text, rich in intent.rich.items()] == [
        ("Hi.", ("Menu",))
    ]


def test_questions_by_category_keep_their_answers() -> None:
    pairs = [{"question": "When?", "answer": "Soon."}, {"question": "Where?", "answer": "Here."}]
    intents = read({"faqs": [{"category": "Shop", "questions": pairs}]})
    assert [(i.patterns, i.responses) for i in intents] == [
        (("When?",), ("Soon.",)),
        (("Where?",), ("Here.",)),
    ]


def test_rules_without_tags_get_some() -> None:
    rules = [
        {"keywords": ["open", "hours"], "response": "9 to 5."},
        {"keywords": [], "response": "?"},
    ]
    intents = read({"rules": rules})
    assert intents.get("open") == Intent("open", ("open", "hours"), ("9 to 5.",))
    assert intents.get("fallback") == Intent("fallback", (), ("?",))


def test_a_text_by_an_unknown_name_may_be_the_tag() -> None:
    rules = [{"keywords": ["open"], "response": "9 to 5.", "zqx": "hours"}]
    with pytest.raises(IntentsError, match="no tag; it has the keys"):
        read({"rules": rules})


def test_an_answer_to_no_question_is_the_fallback() -> None:
    pairs = [{"input": "hello", "output": "Hi."}, {"input": "", "output": "Pardon?"}]
    assert read({"talk": pairs}).get("fallback") == Intent("fallback", (), ("Pardon?",))


@pytest.mark.parametrize("value", [None, False, {}, [None]])
def test_a_context_that_is_null_is_none(value: Any) -> None:
    item = {"tag": "x", "patterns": ["x"], "context_set": value, "context_filter": value}
    (intent,) = read([{**item, "description": None}])
    assert (intent.context_set, intent.context_filter, intent.description) == ((), (), "")
    assert ("blank_context", "", "", 2) in notes_of([item])


@pytest.mark.parametrize("name", ["form", "action"])
@pytest.mark.parametrize("value", ["contact", True, ["a"]])
def test_a_thing_of_another_program_by_a_name_of_ours_is_left_alone(name: str, value: Any) -> None:
    (intent,) = read([{"tag": "x", "patterns": ["x"], name: value}])
    assert (intent.form, intent.action) == (None, None)


def test_a_key_twice_is_read_if_the_two_are_the_same() -> None:
    text = '{"intents": [{"tag": "x", "patterns": ["x"], "context_set": "", %s}]}'
    assert len(read(text % '"context_set": ""')) == 1
    with pytest.raises(IntentsError, match='Twice in this object: "context_set"'):
        read(text % '"context_set": "y"')


@pytest.mark.parametrize("item", [None, {}, {"tag": "later"}, {"_comment": "Orders"}, {"//": "x"}])
def test_an_item_that_holds_nothing_is_left_out(item: Any) -> None:
    document = {"intents": [OURS["intents"][0], item, OURS["intents"][1]]}
    assert tuple(read(document)) == (GREET, BYE)
    assert notes_of(document) == [("empty_intent", "", "", 1)]


@pytest.mark.parametrize("mark", ["_", "#"])
def test_an_intent_with_signs_before_its_keys_is_no_comment(mark: str) -> None:
    item = {f"{mark}tag": "greet", f"{mark}patterns": ["hello there"], f"{mark}responses": ["Hi."]}
    assert tuple(read([item, OURS["intents"][1]])) == (GREET, BYE)


def test_an_intent_in_an_object_by_an_unknown_name_is_no_comment() -> None:
    items = [{"_id": "7", "_source": KEYED["greet"]}, *OURS["intents"]]
    assert any("_source" in problem.message for problem in joined(json.dumps(items)).problems)


def test_a_number_is_no_name_beside_a_tag() -> None:
    numbered = {"0": OURS["intents"][0], "1": OURS["intents"][1]}
    assert tuple(read({"intents": numbered})) == (GREET, BYE)
    assert read({"7": KEYED["greet"], "8": KEYED["bye"]}).get("7")


@pytest.mark.parametrize(
    ("key", "tags"),
    [
        ("category", ["Ship", "Ship"]),
        ("category", ["Ship", "Pay"]),
        ("title", ["", ""]),
        ("title", ["Ship", "Ship"]),
        ("title", ["Ship", None]),
    ],
)
def test_a_number_is_the_name_where_no_tag_tells_the_intents_apart(
    key: str, tags: list[str]
) -> None:
    faq = {
        "1": {key: tags[0], "question": "How long?", "answer": "2 days."},
        "2": {key: tags[1], "question": "How much?", "answer": "5 €."},
    }
    intents = read({"faq": faq})
    assert [(i.tag, i.responses) for i in intents] == [("1", ("2 days.",)), ("2", ("5 €.",))]


def test_a_list_of_our_names_under_another_one_may_lack_responses() -> None:
    steps = [{"question": "How far?", "follow_up": []}]
    intents = [{"tag": i.tag, "patterns": list(i.patterns), "next": steps} for i in (GREET, BYE)]
    assert [intent.tag for intent in read({"version": 2, "questions": intents})] == ["greet", "bye"]
    with pytest.raises(IntentsError):
        read({"a": intents, "b": intents})


def test_objects_with_texts_by_a_further_name_are_noted() -> None:
    document = {"tag": "greet", "patterns": ["hello"], "phrases": [{"text": "hey"}], "reply": "Hi."}
    assert ("unread_key", "phrases", "patterns", 1) in notes_of([document])
