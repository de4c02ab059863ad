"""Problems of the content of intent files, and their wording."""

import json
from typing import Any

import pytest

from chatbot.intents.checks import check_file, repeated_tags, without_patterns
from chatbot.located_json.source import JsonSource
from chatbot.text.comparison import is_blank
from chatbot.text.words import normalise

GREETING = {"tag": "greeting", "patterns": ["hello", "hi"], "responses": ["Hello!"]}


def problems_of(document: Any) -> list[str]:
    """Return the problems of a document that is written on one line, without the file name."""
    source = JsonSource.from_bytes("a.json", json.dumps(document).encode())
    return [str(problem).removeprefix("a.json:") for problem in check_file(source).problems]


def problems_of_intent(**changes: Any) -> list[str]:
    intent = {**GREETING, **changes}
    return [
        problem.split(": ", 1)[1]
        for problem in problems_of(
            {"intents": [{k: v for k, v in intent.items() if v != "(none)"}]}
        )
    ]


@pytest.mark.parametrize(
    "intent",
    [
        GREETING,
        {"tag": "fallback", "responses": ["Pardon?"]},
        {"tag": "fallback", "patterns": [], "responses": ["Pardon?"]},
        {"tag": "a", "patterns": ["b"]},
        {**GREETING, "context_set": "", "context_filter": []},
        {**GREETING, "context_set": "order", "context_filter": ["order", "refund"]},
        {**GREETING, "description": "Says hello.", "tests": ["good morning"]},
        {**GREETING, "author": {"name": "Ada"}, "priority": 3},
        {**GREETING, "patterns": ["hello", "hello"]},
        {**GREETING, "patterns": ["👋🏽", "?", "\U000e0067\u200bx"]},
    ],
)
def test_a_right_intent_has_no_problems(intent: dict[str, Any]) -> None:
    assert (
        problems_of({"$schema": "./intents.schema.json", "version": 2, "intents": [intent]}) == []
    )


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        (
            {"tag": "(none)"},
            '/intents/0: This intent has no tag; it has the keys "patterns", "responses". '
            'Add "tag": "a_name".',
        ),
        ({"tag": ""}, "/intents/0/tag: This tag is blank: write one."),
        ({"tag": " \t"}, "/intents/0/tag: This tag is blank: write one."),
        ({"tag": "\u200b\ufeff"}, "/intents/0/tag: This tag is blank: write one."),
        (
            {"patterns": True},
            '/intents/0/patterns: "patterns" is a list of texts, but here is true: '
            'write ["…", "…"].',
        ),
        (
            {"responses": {"happy": ["Hello"], "sad": ["Oh"]}},
            '/intents/0/responses: "responses" is a list of texts, but here is an object: '
            'write ["…", "…"].',
        ),
        (
            {"responses": [True]},
            "/intents/0/responses/0: A response is a text in double quotes, but here is true: "
            "write a text.",
        ),
        (
            {"tests": [True]},
            "/intents/0/tests/0: A test is a text in double quotes, but here is true: "
            "write a text.",
        ),
        (
            {"context_set": 3},
            '/intents/0/context_set: "context_set" is a list of texts, but here is a number: '
            'write ["…", "…"].',
        ),
        (
            {"context_filter": ["order", False]},
            "/intents/0/context_filter: A context is a text in double quotes, but here is false: "
            "write a text.",
        ),
        (
            {"description": ["Says hello."]},
            '/intents/0/description: "description" is a text in double quotes, but here is a list: '
            "write a text.",
        ),
        (
            {"patterns": "(none)", "responses": "(none)", "image": "a.png"},
            "/intents/0: This intent has neither patterns nor responses; it has the keys "
            '"tag", "image". Add "patterns": [ … ], "responses": [ … ], or both.',
        ),
        (
            {"tests": ["good day", "  Hello "]},
            "/intents/0/tests/1: This test is also a pattern of the intent: word it differently.",
        ),
    ],
)
def test_a_wrong_intent_gets_a_sentence(changes: dict[str, Any], problem: str) -> None:
    assert problems_of_intent(**changes) == [problem]


def test_all_problems_of_an_intent_are_told_at_once() -> None:
    document = {
        "intents": [{"patterns": [True, {}], "tests": ["a"]}, "greeting", {"tag": "", "x": 1}]
    }
    assert [problem.split(":")[2].strip() for problem in problems_of(document)] == [
        "/intents/0",
        "/intents/0/patterns/0",
        "/intents/0/patterns/1",
        "/intents/1",
        "/intents/2/tag",
        "/intents/2",
    ]


def test_a_trained_test_is_told_beside_other_problems() -> None:
    problems = problems_of_intent(patterns=["hello", False], tests=["hello"])
    assert [problem.split(":")[0] for problem in problems] == [
        "/intents/0/patterns/1",
        "/intents/0/tests/0",
    ]


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        (
            ["hello", "bye"],
            '1:1: The file is a list of 2 items, and none is an intent: write {"intents": [ … ]}.',
        ),
        (
            [{"user": "hello", "bot": "Hi."}, {"user": "bye", "bot": "Bye."}],
            "1:1: The file is a list of 2 items, and none is an intent; the first has the keys "
            '"user", "bot". If these are questions and their answers, call them "question" and '
            '"answer".',
        ),
        (
            [{"intent": "greet", "user": ["hello", "hi"], "bot": ["Hi."]}],
            "1:1: The file is a list of 1 item, and none is an intent; the first has the keys "
            '"intent", "user", "bot". If these are messages and their answers, call them '
            '"patterns" and "responses".',
        ),
        (
            {"dialogs": [{"intent": "greet", "user": ["hello", "hi"], "bot": ["Hi."]}]},
            '1:1: The file has no intents; the first item of "dialogs" has the keys "intent", '
            '"user", "bot". If these are messages and their answers, call them "patterns" and '
            '"responses".',
        ),
        (
            {f"{name}": {f"{name}{name}": {"q": "Hi?", "a": "Hi."}} for name in range(1_000)},
            '1:1: Each of "0", "1", "2", "3", "4", "5" … may be the intents: put all into one list '
            'named "intents".',
        ),
        (
            {"greeting": ["hi"], "goodbye": ["bye"]},
            '1:1: The file has texts under the keys "greeting", "goodbye", and nothing tells '
            'patterns from responses. Write {"intents": [ … ]} with an object per intent, as in '
            '{"tag": "greeting", "patterns": [ … ], "responses": [ … ]}.',
        ),
        (
            {"shirt": {"price": 100}, "trousers": {"price": 200}},
            '1:1: The file has no intents; it has the keys "shirt", "trousers". Write '
            '{"intents": [ … ]} with an object per intent, as in {"tag": "shirt", '
            '"patterns": [ … ], "responses": [ … ]}.',
        ),
        (
            {"shop": [GREETING], "café": [GREETING]},
            '1:1: Each of "shop", "café" may be the intents:'
            ' put all into one list named "intents".',
        ),
        ({}, '1:1: The file has no "intents": write {"intents": [ … ]}.'),
        ("intents", '1:1: The file holds a text: write {"intents": [ … ]}.'),
        (None, '1:1: The file holds null: write {"intents": [ … ]}.'),
        (
            {"intents": "hello"},
            '1:13: /intents: "intents" is a list, but here is a text: write [ {"tag": '
            '"opening_hours", "patterns": [ … ], "responses": [ … ]} ].',
        ),
        (
            {"intents": []},
            '1:13: /intents: The list of intents is empty: add one, as in {"tag": '
            '"opening_hours", "patterns": [ … ], "responses": [ … ]}.',
        ),
        (
            {"intents": [["greeting"]]},
            '1:14: /intents/0: An intent is an object, but here is a list: write {"tag": '
            '"opening_hours", "patterns": [ … ], "responses": [ … ]}.',
        ),
    ],
)
def test_a_wrong_shape_is_told_by_what_was_found(document: Any, problem: str) -> None:
    assert problems_of(document) == [problem]


def test_a_certain_slip_of_the_pen_does_not_hide_other_problems() -> None:
    source = JsonSource.from_bytes(
        "a.json", b'{"intents": [\n{"tag": "a" "patterns": ["b", true,],}]}'
    )
    places = [(p.line, p.column) for p in check_file(source).problems]
    assert places == [(2, 12), (2, 35), (2, 37), (2, 31)]


def test_one_line_stands_for_many_equal_problems() -> None:
    intents = [{"patterns": [f"hello {number}"], "responses": ["Hi."]} for number in range(322)]
    assert problems_of({"intents": intents}) == [
        '1:14: /intents/0: This intent has no tag; it has the keys "patterns", "responses". '
        'Add "tag": "a_name". There are 322 such intents; this is the first.'
    ]


def test_content_is_not_judged_where_it_was_guessed() -> None:
    source = JsonSource.from_bytes("a.json", b'{"intents": [{"tag": "a", "patterns": [""')
    (problem,) = check_file(source).problems
    assert problem.message.startswith("The file ends before the [ of line 1 is closed: add ]}]}")


def test_what_upsets_a_terminal_is_shown_escaped() -> None:
    (problem,) = problems_of({"\x1b[2J\u202e": 1})
    assert "\\x1b[2J\\u202e" in problem
    assert problem.isprintable()


def checked(file: str, *tags: str) -> Any:
    document = {"intents": [{"tag": tag, "patterns": ["hello"]} for tag in tags]}
    return check_file(JsonSource.from_bytes(file, json.dumps(document, indent=2).encode()))


def test_a_tag_twice_names_both_places() -> None:
    files = [checked("a.json", "hi", "bye", "hi"), checked("b.json", "bye ", "other")]
    assert [str(problem) for problem in repeated_tags(files, ("hi", "bye"))] == [
        'a.json:16:14: /intents/2/tag: The tag "hi" is already at a.json:4:14. '
        "Rename one of the two intents, or join them.",
        'b.json:4:14: /intents/0/tag: The tag "bye" is already at a.json:10:14. '
        "Rename one of the two intents, or join them.",
    ]
    assert list(repeated_tags(files, ("other",))) == []


def test_a_set_without_any_pattern_has_nothing_to_recognise() -> None:
    silent = check_file(
        JsonSource.from_bytes("a.json", b'{"intents": [{"tag": "a", "responses": ["b"]}]}')
    )
    assert [str(problem) for problem in without_patterns([silent])] == [
        "a.json:1:13: /intents: No intent has patterns, so there is nothing to recognise: "
        "add patterns."
    ]
    strange = b'{"intents": [{"tag": "a", "phase": ["hi"], "responses": ["b"]}]}'
    (problem,) = without_patterns([check_file(JsonSource.from_bytes("a.json", strange))])
    assert problem.message.endswith('If the texts of "phase" are they, call them "patterns".')
    older = (
        b'{"intents": [{"tag": "a", "context": ["hi", "good day to you all"], "responses": ["b"]}]}'
    )
    (problem,) = without_patterns([check_file(JsonSource.from_bytes("a.json", older))])
    assert problem.message.endswith('If the texts of "context" are they, call them "patterns".')
    wrong = check_file(
        JsonSource.from_bytes("a.json", b'{"intents": [{"tag": "a", "patterns": true}]}')
    )
    assert list(without_patterns([silent, checked("b.json", "hi")])) == []
    assert list(without_patterns([silent, wrong])) == []


@pytest.mark.parametrize(
    "text", ["", " \n", "\x00\x1f", "\u200b\u2060", "\u3164", "\ufe0f", "\u2028"]
)
def test_text_that_cannot_be_seen_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", "?", "👍", "  ش  ", "\u200b0", "´"])
def test_text_that_can_be_seen_is_not_blank_and_can_be_trained_on(text: str) -> None:
    assert not is_blank(text)
    assert normalise(text)


@pytest.mark.parametrize("around", ["{}", '{{"intents": {}}}'])
def test_two_lists_side_by_side_get_advice_for_pairs(around: str) -> None:
    lists = {"questions": ["Open?", "Where?"], "answers": ["Yes.", "Here."]}
    (problem,) = problems_of(json.loads(around.format(json.dumps(lists))))
    assert "2 patterns and 2 responses in two lists, and no tag" in problem
    assert '[{"question": "…", "answer": "…"}, …]' in problem


@pytest.mark.parametrize("count", [1, 3])
def test_other_numbers_are_an_intent_without_a_tag(count: int) -> None:
    (problem,) = problems_of({"questions": ["Open?"] * count, "answers": ["Yes."] * 2})
    assert 'Add "tag": "a_name".' in problem
