"""Bytes of a JSON file: encodings, places and pointers."""

import pytest

from chatbot.located_json.source import JsonSource

DOCUMENT = '{\n  "intents": [\n    {"tag": "grüße", "patterns": ["hi", 4]}\n  ]\n}\n'


def test_utf_8_is_read_with_and_without_a_byte_order_mark() -> None:
    plain = JsonSource.from_bytes("a.json", DOCUMENT.encode())
    marked = JsonSource.from_bytes("a.json", DOCUMENT.encode("utf-8-sig"))
    assert plain.problems == marked.problems == ()
    assert plain.value == marked.value
    assert plain.value["intents"][0]["tag"] == "grüße"
    assert marked.place(()) == (1, 1)


@pytest.mark.parametrize(
    ("data", "place", "sentence"),
    [
        (DOCUMENT.encode("utf-16"), (1, 1), "The file is written in UTF-16. Save it as UTF-8"),
        (DOCUMENT.encode("utf-16-be"), (1, 1), "The file is written in UTF-16."),
        (DOCUMENT.encode("utf-32"), (1, 1), "The file is written in UTF-32."),
        (
            DOCUMENT.encode("latin-1"),
            (3, 16),
            "Byte 33 (0xfc) is not UTF-8; the file may be in Latin",
        ),
        ('{"a": "ü\n"é'.encode() + b"\xff", (2, 3), "Byte 14 (0xff) is not UTF-8"),
        (b'{"intents":\n [\x00]}', (2, 3), "Byte 15 is NUL"),
    ],
)
def test_other_bytes_are_one_problem_with_its_place(
    data: bytes, place: tuple[int, int], sentence: str
) -> None:
    source = JsonSource.from_bytes("a.json", data)
    (problem,) = source.problems
    assert (problem.line, problem.column) == place
    assert problem.message.startswith(sentence)
    assert not source.is_certain


def test_a_problem_is_placed_at_its_value() -> None:
    problem = JsonSource.from_bytes("a.json", DOCUMENT.encode()).problem(
        ("intents", 0, "patterns", 1), "This is wrong."
    )
    assert str(problem) == "a.json:3:41: /intents/0/patterns/1: This is wrong."


def test_a_problem_of_a_missing_value_is_placed_at_its_parent() -> None:
    source = JsonSource.from_bytes("a.json", DOCUMENT.encode())
    assert source.place(("intents", 0, "responses", 0)) == (3, 5)


def test_windows_line_ends_count_once() -> None:
    source = JsonSource.from_bytes("a.json", b"[\r\n1,\r\n2,\r\n]")
    assert [(problem.line, problem.column) for problem in source.problems] == [(3, 2)]


def test_a_pointer_escapes_its_special_characters() -> None:
    source = JsonSource.from_bytes("a.json", b'{"a/b~c": [1,]}')
    assert [problem.pointer for problem in source.problems] == ["/a~1b~0c"]


@pytest.mark.parametrize(
    ("text", "certain"),
    [
        ('{"a": ["b",]}', True),
        ("{'a': True} // yes", True),
        ('{"a": "say "b" now"}', True),
        ('{"a": "b}', False),
        ('{"a": [1, 2}', False),
        ("{}{}", True),
        ("{} 7", False),
        ("", False),
    ],
)
def test_a_value_is_certain_unless_something_was_guessed(text: str, certain: bool) -> None:
    source = JsonSource.from_bytes("a.json", text.encode())
    assert source.problems
    assert source.is_certain is certain
