"""Dialects of intent files: every shape, name and leniency, with its note and its place."""

import json
from typing import Any, get_args

import pytest

from chatbot.home import HOME
from chatbot.intents.checks import check_file
from chatbot.intents.dialects.names import NAMES, differ_by_one, near_role, normalized
from chatbot.intents.dialects.note import NoteKind
from chatbot.intents.errors import IntentsError
from chatbot.intents.fallback import FALLBACK_NAMES
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.intents.joining import JoinedFiles, join
from chatbot.located_json.source import JsonSource

TOKENIZER = HOME / "encoder" / "tokenizer.json"

GREET = Intent("greet", ("hello there",), ("Hi.",))
BYE = Intent("bye", ("bye bye",), ("Bye.",))
OURS = {
    "intents": [
        {"tag": "greet", "patterns": ["hello there"], "responses": ["Hi."]},
        {"tag": "bye", "patterns": ["bye bye"], "responses": ["Bye."]},
    ]
}


def joined(text: str) -> JoinedFiles:
    return join([check_file(JsonSource.from_bytes("a.json", text.encode()))])


def read(document: Any) -> IntentSet:
    """Intents of a document, or of the text of one; raises IntentsError."""
    text = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
    files = joined(text)
    if files.problems:
        raise IntentsError(files.problems)
    return IntentSet.from_joined(files)


def notes_of(document: Any) -> list[tuple[str, str, str, int]]:
    text = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
    notes = [placed.note for placed in joined(text).notes]
    return [(note.kind, note.key, note.meaning, note.count) for note in notes]


def renamed(tag: str, patterns: str, responses: str) -> list[dict[str, Any]]:
    return [
        {tag: intent.tag, patterns: list(intent.patterns), responses: list(intent.responses)}
        for intent in (GREET, BYE)
    ]


KEYED = {
    i.tag: {"patterns": list(i.patterns), "responses": list(i.responses)} for i in (GREET, BYE)
}
SHAPES: dict[str, Any] = {
    "ours": OURS,
    "other names": {"intents": renamed("intent", "text", "responses")},
    "a bare list": OURS["intents"],
    "a list around": [OURS],
    "lists in a list": [{"intents": [item]} for item in OURS["intents"]],
    "by name": KEYED,
    "by name under intents": {"intents": KEYED},
    "by name, in groups": {"intents": {"polite": KEYED}},
    "another list name": {"version": 2, "objective": renamed("type", "questions", "answers")},
    "an unusual list name": {"version": {"no": 2}, "mes_choses": OURS["intents"]},
    "Spanish": {"intenciones": renamed("etiqueta", "patrones", "respuestas")},
    "Spanish keywords": {"intents": renamed("tag", "palabras_clave", "Respuestas")},
    "Portuguese": {"intenções": renamed("intenção", "padrões", "respostas")},
    "French": {"intentions": renamed("nom", "phrases", "réponses")},
    "German": {"Absichten": renamed("Absicht", "Beispiele", "Antworten")},
    "Indonesian": {"niat": renamed("nama", "pola", "tanggapan")},
    "camel case": {"Intents": renamed("intentName", "trainingPhrases", "BotResponses")},
    "one wrong letter": {"intents": renamed("tag", "paterns", "respones")},
    "swapped letters": {"intents": renamed("tag", "pattersn", "reponses")},
    "one after the other": "\n".join(json.dumps(item) for item in OURS["intents"]),
    "text for list": {
        "intents": [
            {"tag": "greet", "patterns": "hello there", "responses": "Hi."},
            {"tag": "bye", "patterns": "bye bye", "responses": "Bye."},
        ]
    },
    "lists in lists": {
        "intents": [
            {"tag": "greet", "patterns": [["hello there"]], "responses": [["Hi."]]},
            {"tag": "bye", "patterns": ["bye bye", []], "responses": [[], ["Bye."]]},
        ]
    },
    "blanks": {
        "intents": [
            {"tag": "greet", "patterns": ["", "hello there", None], "responses": ["Hi.", " "]},
            {"tag": "bye", "patterns": ["bye bye"], "responses": ["", "Bye."]},
            {"tag": "later", "patterns": [""], "responses": []},
        ]
    },
    "by language": {
        "intents": [
            {
                "id": "greet",
                "triggers": ["hello there"],
                "answers": {"en": "Hi.", "pt-BR": "Oi.", "zh_Hant": ["你好"]},
            },
            {"id": "bye", "triggers": {"en": ["bye bye"]}, "answers": {"en": ["Bye."]}},
        ]
    },
    "objects with texts": {
        "intents": [
            {"tag": "greet", "patterns": [{"text": "hello there"}], "responses": ["Hi."]},
            {"tag": "bye", "patterns": ["bye bye"], "responses": [{"text": "Bye.", "delay": 1}]},
        ]
    },
    "twice": {"intents": [*OURS["intents"], OURS["intents"][0]]},
    "JavaScript": "// The bot.\nconst intents = {intents: "
    + json.dumps(OURS["intents"]).replace('"', "'").replace("}]", "},]")
    + "};\nmodule.exports = intents;\n",
    "Python": "intents = {'intents': " + json.dumps(OURS["intents"])[:-1] + ", {'tag': 'x', "
    "'patterns': None, 'responses': None}]}  # the end",
    "Markdown": f"```json\n{json.dumps(OURS, indent=2)}\n```\n",
    "curly quotes": json.dumps(OURS).replace(' "', " “").replace('",', "”,"),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_holds_the_intents_of_ours(shape: str) -> None:
    assert read(SHAPES[shape]).intents == (GREET, BYE)


def test_our_own_shape_needs_no_note() -> None:
    assert notes_of(OURS) == []


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
    ],
)
def test_contexts_are_read(
    context: dict[str, Any], opened: tuple[str, ...], awaited: tuple[str, ...]
) -> None:
    intent = with_context(**context)
    assert intent is not None
    assert (intent.context_set, intent.context_filter) == (opened, awaited)


@pytest.mark.parametrize("tag", ["noanswer", "no_reconocido", "NotUnderstood", "não entendi"])
@pytest.mark.parametrize("patterns", [[], [""], ["*"], None])
def test_the_fallback_is_known_by_its_name(tag: str, patterns: Any) -> None:
    silent = {"tag": tag, "patterns": patterns, "responses": ["Pardon?"]}
    intents = read({"intents": [*OURS["intents"], silent]})
    assert intents.get("fallback") == Intent("fallback", (), ("Pardon?",))
    assert intents.get(tag) is None


def test_the_fallback_is_known_by_its_shape() -> None:
    silent = {"tag": "autre", "patterns": ["*"], "responses": ["Pardon ?"]}
    assert read({"intents": [*OURS["intents"], silent]}).get("fallback")


@pytest.mark.parametrize(
    "others",
    [
        [
            {"tag": "a", "patterns": [], "responses": ["A."]},
            {"tag": "b", "patterns": [], "responses": ["B."]},
        ],
        [{"tag": "a", "patterns": [], "responses": ["A."], "context_filter": "x"}],
        [
            {"tag": "a", "patterns": [], "responses": ["A."]},
            {"tag": "c", "patterns": ["c"], "responses": ["C."], "context": ["a"]},
        ],
        [{"tag": "a", "responses": ["A."]}],
        [{"tag": "error", "patterns": ["I get an error"], "responses": ["Which?"]}],
        [{"tag": "clarification", "patterns": [], "responses": ["Which?"]}],
    ],
    ids=["two", "awaited", "led to", "no patterns at all", "a topic", "clarification"],
)
def test_no_other_intent_is_taken_for_the_fallback(others: list[dict[str, Any]]) -> None:
    assert read({"intents": [*OURS["intents"], *others]}).get("fallback") is None


def test_a_fallback_leaves_no_place_for_another() -> None:
    fallback = {"tag": "fallback", "responses": ["Pardon?"]}
    silent = {"tag": "noanswer", "patterns": [], "responses": ["What?"]}
    intents = read({"intents": [*OURS["intents"], silent, fallback]})
    assert {"fallback", "noanswer"} <= {intent.tag for intent in intents}


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


def test_a_note_stands_for_all_alike_at_the_first_place() -> None:
    text = json.dumps({"intents": renamed("tag", "paterns", "responses")}, indent=2)
    (placed,) = joined(text).notes
    assert (placed.note.kind, placed.note.key, placed.note.meaning) == (
        *("misspelt_key", "paterns", "patterns"),
    )
    assert placed.note.count == 2
    assert str(placed.place) == "a.json:5:18"


NOTED: dict[str, Any] = {
    "wildcard": {"tag": "x", "patterns": ["*"], "responses": ["X."]},
    "number": {"tag": 7, "patterns": ["seven"], "responses": ["7."]},
    "other_key": {"tag": "x", "patterns": ["x"], "answers": ["X."]},
    "old_context": {"tag": "x", "patterns": ["x"], "context": "y"},
    "context_object": {"tag": "x", "patterns": ["x"], "context": {"in": "y"}},
    "fallback_by_name": {"tag": "unknown", "patterns": [], "responses": ["?"]},
    "fallback_by_shape": {"tag": "x", "patterns": [], "responses": ["?"]},
    "empty_intent": {"tag": "x", "patterns": [], "responses": []},
    "unread_key": {"tag": "x", "patterns": ["x"], "text": "X!", "responses": ["X."]},
    "unread_texts": {"tag": "x", "phase": ["x"], "responses": ["X."]},
    "negative_group": {"tag": "x", "patterns": {"good": ["x"], "negative": ["y"]}},
    "nested_intents": {"tag": "x", "patterns": ["x"], "children": [OURS["intents"][0]]},
}


def test_what_the_bot_says_is_no_pattern_beside_other_names() -> None:
    item = {"text": "Hi there!", "intent": "hello", "utterances": ["hello", "hey"]}
    assert [intent.patterns for intent in read([item])] == [("hello", "hey")]
    assert ("unread_key", "text", "utterances", 1) in notes_of([item])


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


def test_answers_among_the_patterns_are_noted() -> None:
    pairs = [{"question": "who?", "answer": "Me."}, {"question": "why?", "answer": "So."}]
    item = {"tag": "x", "patterns": pairs, "responses": ["X."]}
    assert ("unread_key", "answer", "question", 2) in notes_of([item])


@pytest.mark.parametrize("key", ["children", "followups", "next"])
@pytest.mark.parametrize("inner", [OURS["intents"], OURS["intents"][0], KEYED])
def test_intents_in_an_intent_are_noted(key: str, inner: Any) -> None:
    item = {"tag": "x", "patterns": ["x"], "responses": ["X."], key: inner}
    assert [intent.tag for intent in read([item])] == ["x"]
    assert notes_of([item]) == [("nested_intents", key, "", 1)]


def test_an_intent_around_the_list_is_noted_at_the_list() -> None:
    text = json.dumps({"tag": "x", "patterns": ["x"], "responses": ["X."], **OURS}, indent=1)
    (placed,) = joined(text).notes
    assert (placed.note.kind, placed.note.key, placed.place.line) == ("outer_intent", "intents", 9)


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


@pytest.mark.parametrize("kind", NOTED)
def test_a_departure_is_noted(kind: str) -> None:
    kinds = [note[0] for note in notes_of({"intents": [*OURS["intents"], NOTED[kind]]})]
    assert kind in kinds


def test_every_kind_of_note_is_met_here() -> None:
    kinds = {note[0] for shape in SHAPES.values() for note in notes_of(shape)}
    kinds |= {*NOTED, "question_tag", "no_intent", "outer_intent"}
    literals = {kind for part in get_args(NoteKind) for kind in get_args(part)}
    assert literals - kinds <= {"constant", "space"}


def test_names_are_written_without_case_accents_and_signs() -> None:
    names = [name for role_names in NAMES.values() for name in role_names]
    assert names == [normalized(name) for name in names]
    assert {*FALLBACK_NAMES} == {*map(normalized, FALLBACK_NAMES)}
    assert len(names) == len({*names})


@pytest.mark.parametrize(
    ("key", "role"),
    [
        ("paterns", "patterns"),
        ("Respones", "responses"),
        ("contxt_set", "context_set"),
        ("pattern", None),
        ("content", None),
        ("patter", "patterns"),
        ("patte", None),
        ("image", None),
        ("phase", None),
        ("sentenced", None),
        ("aufgaben", None),
        ("answerss", "responses"),
        ("beispeile", "patterns"),
    ],
)
def test_a_key_with_one_letter_wrong_is_near(key: str, role: str | None) -> None:
    assert near_role(key) == role


@pytest.mark.parametrize(
    ("left", "right", "near"),
    [
        ("abcd", "abd", True),
        ("abd", "abcd", True),
        ("abcd", "abxd", True),
        ("abcd", "acbd", True),
        ("abcd", "abcd", False),
        ("abcd", "badc", False),
        ("abcd", "ab", False),
    ],
)
def test_one_letter_of_difference(left: str, right: str, near: bool) -> None:
    assert differ_by_one(left, right) is near


@pytest.mark.skipif(not TOKENIZER.exists(), reason="the sentence encoder is not installed")
def test_no_english_word_is_a_slip_but_the_singular_of_a_name() -> None:
    vocabulary = json.loads(TOKENIZER.read_text(encoding="utf-8"))["model"]["vocab"]
    words = (word for word in vocabulary if word.isascii() and word.isalpha())
    assert {word for word in words if near_role(word)} == set()
