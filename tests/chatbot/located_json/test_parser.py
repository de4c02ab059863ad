"""Tolerant JSON parser: every fault once, at its place, and the intended values."""

import json
from collections.abc import Callable
from time import process_time
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chatbot.located_json.brackets import MAX_DEPTH
from chatbot.located_json.parser import parse

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda children: st.lists(children) | st.dictionaries(TEXTS, children),
    max_leaves=20,
)


@given(VALUES, st.sampled_from([None, 0, 2, "\t"]), st.booleans())
def test_a_faultless_text_gives_what_json_loads_gives(
    value: Any, indent: int | str | None, ascii_only: bool
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    parsed = parse(text)
    assert parsed.faults == ()
    assert repr(parsed.value) == repr(json.loads(text))


@pytest.mark.parametrize(
    "text",
    [
        "1E400".replace("E400", "e+2"),
        "-0",
        "-0.0",
        '"\\u00e9\\/\\ud83d\\ude00"',
        "  [ ]\r\n",
        '{"":{}}',
    ],
)
def test_every_way_of_writing_a_value_is_read(text: str) -> None:
    parsed = parse(text)
    assert parsed.faults == ()
    assert repr(parsed.value) == repr(json.loads(text))


FAULTS = {
    "trailing comma in a list": (
        '["a", "b",]',
        9,
        "comma after the last item: remove it",
        ["a", "b"],
    ),
    "trailing comma in an object": ('{"a": 1,\n}', 7, "comma after the last item", {"a": 1}),
    "missing comma in a list": ('["a"\n "b"]', 4, "no comma between two items", ["a", "b"]),
    "missing comma in an object": ('{"a": 1 "b": 2}', 7, "no comma", {"a": 1, "b": 2}),
    "comma too many": ('["a",, "b"]', 5, "nothing before this comma", ["a", "b"]),
    "missing colon": ('{"a" "b"}', 4, 'colon after "a" is missing', {"a": "b"}),
    "equals sign": ('{"a" = 1}', 5, "write : in place of =", {"a": 1}),
    "unescaped quotes": ('["say "hi" now", "b"]', 6, 'write \\"', ['say "hi" now', "b"]),
    "unescaped quote at the end": ('["say "hi"", "b"]', 6, 'write \\"', ['say "hi"', "b"]),
    "quoted words with a comma": ('["a "yes", or "no"?"]', 4, "write", ['a "yes", or "no"?']),
    "single quotes": ("['it''s', 'I'm']", 1, "double quotes", None),
    "curly quotes": ("[“hello”]", 1, "double quotes", ["hello"]),
    "no closing quote": ('["a,\n "b"]', 1, "closing quote of this text is missing", ["a", "b"]),
    "no closing quote before the bracket": (
        '{"a": ["b],\n"c": 1}',
        7,
        "closing",
        {"a": ["b"], "c": 1},
    ),
    "no closing quote of a key": ('{"a: "b"}', 1, 'key "a" has no closing quote', {"a": "b"}),
    "no opening quote": ('[hello, you", "b"]', 1, "opening quote", ["hello, you", "b"]),
    "no opening quote of a key": ('{a": 1}', 1, 'write "a"', {"a": 1}),
    "no quotes": ("[hello, 1]", 1, "hello is no JSON value: put a text in double", ["hello", 1]),
    "unquoted key": ("{a: 1}", 1, 'write "a"', {"a": 1}),
    "line break in a text": ('["a\n b", "c"]', 3, "line break", ["a\n b", "c"]),
    "tab in a text": ('["a\tb"]', 3, "write \\t", ["a\tb"]),
    "control character": ('["a\x01b"]', 3, "U+0001", ["a\x01b"]),
    "list that ends as a tuple": ('{"a": ["b"), "c": 1}', 10, "write ].", {"a": ["b"], "c": 1}),
    "parenthesis in a list": ('["a"), "b"]', 4, "This ) closes nothing: remove it", None),
    "unknown escape": ('["C:\\data"]', 4, "\\d is no escape", ["C:\\data"]),
    "escaped apostrophe": (r'["it\'s"]', 4, "without the backslash", ["it's"]),
    "escape of program code": (r'["caf\xe9"]', 5, "write é itself", None),
    "short unicode escape": (r'["\u12"]', 2, "four hexadecimal digits", ["\\u12"]),
    "NUL": (r'["a\u0000b"]', 3, "NUL, which no text may hold: delete it", ["a\ufffdb"]),
    "half a character": (r'["\ud83d"]', 2, "half a character", ["\ufffd"]),
    "line comment": ("[1, // one\n 2]", 4, "no comments", [1, 2]),
    "block comment": ("[1, /* one */ 2]", 4, "no comments", [1, 2]),
    "hash comment": ("# mine\n[1]", 0, "no comments", [1]),
    "python constants": ("[True, None, 1]", 1, "written true", None),
    "not a number": ("[NaN]", 1, "NaN is not a number in JSON", [0]),
    "leading zero": ("[007]", 1, "007 is not a number in JSON", [0]),
    "endless number": ("[1e999]", 1, "too large", [0]),
    "very long number": (f"[{'9' * 5000}]", 1, "too large", [0]),
    "odd space": ('["a",\u00a0"b"]', 5, "U+00A0", ["a", "b"]),
    "zero-width space": ('["a",\u200b"b"]', 5, "U+200B", ["a", "b"]),
    "second object": ('{"a": 1}\n{"b": 2}', 9, "goes on after its end", {"a": 1}),
    "bracket too many": ('{"a": [1]]}', 9, "closes nothing", {"a": [1]}),
    "bracket too many at the end": ("[1]]", 3, "closes nothing", [1]),
    "object ended as a list at the end": ('{"a": 1]', 7, "ends an object: write }", {"a": 1}),
    "list not closed before a line with a key": (
        '{"a": [1, 2\n "b": 3}',
        11,
        "[ of line 1 is not closed: add ] here",
        {"a": [1, 2], "b": 3},
    ),
    "list ended as an object": (
        '{"a": [1}, "b": 2}',
        8,
        "ends a list: write ]",
        {"a": [1], "b": 2},
    ),
    "object ended as a list": (
        '[{"a": 1], {"a": 2}]',
        8,
        "ends an object: write }",
        [{"a": 1}, {"a": 2}],
    ),
    "list not closed before a key": (
        '{"a": [1, 2,\n "b": 3}',
        11,
        "[ of line 1 is not closed: add ] here",
        {"a": [1, 2], "b": 3},
    ),
    "list not closed before the end": (
        '{"a": [1, 2}',
        11,
        "[ of line 1 is not closed",
        {"a": [1, 2]},
    ),
    "object not closed": (
        '[{"a": 1,\n{"a": 2}]',
        8,
        "{ of line 1 is not closed",
        [{"a": 1}, {"a": 2}],
    ),
    "object not opened": (
        '[{"a": 1}, "a": 2}]',
        11,
        "{ before this key is missing",
        [{"a": 1}, {"a": 2}],
    ),
    "file not opened": ('"a": [1]}', 0, "{ before this key is missing", {"a": [1]}),
    "file not closed": ('{"a": [1, 2\n\n', 11, "add ]} where it belongs", {"a": [1, 2]}),
    "no value": ('{"a": , "b": 1}', 4, "value after this is missing", {"a": None, "b": 1}),
    "no colon and no value": ('{"a": 1, "b"}', 9, '"b" has no value', {"a": 1, "b": None}),
    "list closed too early": ('{"a": ["b"], "c", "d"], "e": 1}', 13, '"c" has no value', None),
    "no key": ('{"a": 1, [2]}', 9, "key of this value is missing", {"a": 1}),
    "key that is no text": ('{1: 2, "a": 1}', 1, "A key is missing here", {"a": 1}),
    "key in a list of texts": ('["a", "b": 1]', 6, "A list has no keys", ["a", 1]),
    "key twice": ('{"a": 1,\n"a": 2}', 9, 'Twice in this object: "a", first in line 1', {"a": 2}),
    "empty file": ("", 0, "The file is empty", None),
    "only space": ("\n  \n", 0, "The file is empty", None),
    "begins with a comma": (", [1]", 0, "nothing before this ,", [1]),
}


@pytest.mark.parametrize(("text", "offset", "message", "value"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_reported_at_its_place_and_read_as_it_was_meant(
    text: str, offset: int, message: str, value: Any
) -> None:
    parsed = parse(text)
    assert parsed.faults[0].offset == offset
    assert message in parsed.faults[0].message
    if value is not None:
        assert len(parsed.faults) == 1
        assert parsed.value == value


@pytest.mark.parametrize(
    ("text", "offset", "message", "value"),
    [
        ('("a", "b"]', 9, "This ] ends a tuple: write ).", ["a", "b"]),
        (
            '[{"a": ("b", "c"}, {"d": 1}]',
            16,
            "( of line 1 is not closed",
            [{"a": ["b", "c"]}, {"d": 1}],
        ),
        ('(["a", "b")', 10, "[ of line 1 is not closed", ["a", "b"]),
    ],
)
def test_the_end_of_a_tuple_is_found(text: str, offset: int, message: str, value: Any) -> None:
    parsed = parse(text)
    (fault,) = [fault for fault in parsed.faults if not fault.habit]
    assert fault.offset == offset
    assert message in fault.message
    assert parsed.value == value


def test_no_bracket_in_place_of_another_upsets_the_parser() -> None:
    text = '({"tag": "a", "patterns": ("b", ["c"]), "n": (1,)}, {"tag": "d"})'
    for offset in range(len(text) + 1):
        for bracket in ("", *"()[]{},"):
            for end in (offset, offset + 1):
                changed = text[:offset] + bracket + text[end:]
                assert changed == text or parse(changed).faults


def test_faults_in_several_places_are_all_reported() -> None:
    text = '{"a": ["b",],\n "c" "d",\n "e": tru,\n "f": ["g" "h"],\n "i": "\\q"}'
    lines = [text.count("\n", 0, fault.offset) + 1 for fault in parse(text).faults]
    assert lines == [1, 2, 3, 4, 5]


def test_a_habit_is_reported_once_with_its_number() -> None:
    faults = parse(str([{"tag": f"tag {n}"} for n in range(20)])).faults
    assert len(faults) == 1
    assert "40 such places" in faults[0].message


@pytest.mark.parametrize(
    ("text", "value", "habit"),
    [
        ('("a", "b")', ["a", "b"], "tuple"),
        ('["a", ("b",), ()]', ["a", ["b"], []], "tuple"),
        (
            "[('a'), ((None)), ([1, 2]), ({'a': ('b')})]",
            ["a", None, [1, 2], {"a": "b"}],
            "parentheses",
        ),
        ("({'a': (1, -2)},)", [{"a": [1, -2]}], "tuple"),
        ('["""a "b"\nc""", "d"]', ['a "b"\nc', "d"], "quote"),
        ("{'a': '''b'''}", {"a": "b"}, "quote"),
        ("[«\u00a0a\u202f», « b »]", ["a", "b"], "quote"),
        ("{u'a': [u'b', U\"c\"]}", {"a": ["b", "c"]}, "quote"),
        (r"[u'caf\xe9', 'a\'b\/c']", ["café", "a'b/c"], "quote"),
        (r"['\U0001F600', '\u{1f600}', '\ud83d\ude00']", ["😀", "😀", "😀"], "quote"),
        ('[\'a \\\nb\', \'c\\\r\nd\', """\\\ne"""]', ["a b", "cd", "e"], "quote"),
        (r"[`\${a} $b {c}`, '''caf\xe9''']", ["${a} $b {c}", "café"], "quote"),
        ('callback({"a": "b"});', {"a": "b"}, "call"),
        ('a.$b1 (["a"])', ["a"], "call"),
        ('module.exports = {"a": "b"};', {"a": "b"}, "assignment"),
        ('export default {"a": "b"}', {"a": "b"}, "assignment"),
    ],
)
def test_a_habit_without_doubt_is_read(text: str, value: object, habit: str) -> None:
    parsed = parse(text)
    assert parsed.value == value
    assert habit in {fault.habit for fault in parsed.faults}
    assert all(fault.habit for fault in parsed.faults)


@pytest.mark.parametrize(
    "text",
    [
        '("a" "b")',
        'const a = [("a", "b")];',
        '[{a: ("b", "c")}]',
        '["a", ("b"]',
        '["a") ',
        "[(a b)]",
        '["""a", "b"]',
        '["""a\\q"""]',
        r"['a\q']",
        r"['\0', '\07', '\a', '\v']",
        r"['\N{BULLET}']",
        r"['\u20']",
        r"['\x4']",
        r"['\U00110000']",
        r"['\u{d800}']",
        r"['caf\xc3\xa9']",
        "[`${name}`]",
        "[`a\\`${b}`]",
        r"[`\\${b}`]",
        "[«a, b]",
        "[b'a', r'b']",
        'callback({"a": "b"}, 2);',
        'callback({"a": "b"}',
        'callback({"a": "b"}).then(x)',
        'if ({"a": "b"})',
        'print({"a": "b"})',
        'reversed([{"a": "b"}])',
        'Object.values({"a": "b"})',
        '["a" + "b"]',
    ],
)
def test_a_text_of_doubtful_meaning_is_a_fault(text: str) -> None:
    assert not all(fault.habit for fault in parse(text).faults)


def test_the_path_of_a_fault_leads_to_the_value() -> None:
    faults = parse('{"intents": [{"tag": "a"}, {"tag": "b", "patterns": ["c", "d",]}]}').faults
    assert [fault.path for fault in faults] == [("intents", 1, "patterns")]


def test_texts_that_a_program_joins_have_a_sentence_of_their_own() -> None:
    parsed = parse('[("a"\n "b")]')
    assert "joins these two texts" in parsed.faults[1].message
    assert "JavaScript takes only the last" in parse("const a = [('b', 'c')]").faults[1].message


def test_a_value_in_parentheses_has_its_place() -> None:
    text = '[("a"), ([1, (2)])]'
    parsed = parse(text)
    assert {path: text[start : parsed.ends[path]] for path, start in parsed.offsets.items()} == {
        (): text,
        (0,): '("a")',
        (1,): "[1, (2)]",
        (1, 0): "1",
        (1, 1): "(2)",
    }


def test_every_value_has_its_offset() -> None:
    text = '{"a": [1, {"b": "c"}]}'
    offsets = parse(text).offsets
    assert {path: text[offset] for path, offset in offsets.items()} == {
        (): "{",
        ("a",): "[",
        ("a", 0): "1",
        ("a", 1): "{",
        ("a", 1, "b"): '"',
    }


@pytest.mark.parametrize("opening", ["[", '{"a":', "("])
def test_nesting_without_end_is_one_fault(opening: str) -> None:
    parsed = parse(opening * 100_000)
    faults = [fault for fault in parsed.faults if not fault.habit]
    assert [fault.message.split(":")[0] for fault in faults] == [
        f"More than {MAX_DEPTH} lists and objects are inside each other"
    ]
    assert parse("[" * MAX_DEPTH + "]" * MAX_DEPTH).faults == ()


@pytest.mark.parametrize(
    "deleted", range(len('{"intents": [{"tag": "a", "patterns": ["b c", "d"]}]}'))
)
def test_one_character_less_is_at_most_three_faults(deleted: int) -> None:
    text = '{"intents": [{"tag": "a", "patterns": ["b c", "d"]}]}'
    assert len(parse(text[:deleted] + text[deleted + 1 :]).faults) <= 3


DOCUMENT = json.dumps(
    {
        "intents": [
            {"tag": tag, "patterns": ['it\'s, "you"', "[b]: c"], "n": [1, -2.5, True]}
            for tag in ("a", "b")
        ]
    },
    indent=1,
)
EDITS = st.lists(
    st.tuples(
        st.integers(0, len(DOCUMENT)),
        st.integers(0, 3),
        st.text(alphabet="\",:[]{}\\\n '#/a1\x00é“"),
    ),
    max_size=4,
)


@given(EDITS)
@example([(DOCUMENT.index("["), 1, "")])
def test_a_text_that_json_loads_refuses_has_a_fault_no_later(
    edits: list[tuple[int, int, str]],
) -> None:
    text = DOCUMENT
    for start, length, inserted in edits:
        text = text[:start] + inserted + text[start + length :]
    parsed = parse(text)
    error_line, value = _json_loads(text)
    if error_line:
        assert text.count("\n", 0, parsed.faults[0].offset) + 1 <= error_line
    else:
        faults = [fault for fault in parsed.faults if "Twice in this object" not in fault.message]
        assert faults == []
        assert parsed.faults or parsed.value == value


def _json_loads(text: str) -> tuple[int, Any]:
    """Return the line of the error of `json.loads`, or 0, and the value."""
    try:
        return 0, json.loads(text)
    except json.JSONDecodeError as error:
        return error.lineno, None


@given(st.text())
def test_no_text_at_all_upsets_the_parser(text: str) -> None:
    parse(text)


@pytest.mark.parametrize("text", ["qué", "it's", 'say \\"hi\\"', "a \\ b"])
@pytest.mark.parametrize("write", [json.dumps, repr])
def test_a_file_of_one_line_is_read_in_linear_time(
    text: str, write: Callable[[list[str]], str]
) -> None:
    short, long = ([f"{text} {number}" for number in range(count)] for count in (1_000, 8_000))
    parse(write(short))
    took = [min(_seconds(write(texts)) for _ in range(2)) for texts in (short, long)]
    assert took[1] < 24 * took[0] + 0.1


def _seconds(text: str) -> float:
    start = process_time()
    parse(text)
    return process_time() - start
