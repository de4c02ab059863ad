"""Removals of items: all comments stay, and the rest of the list."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.located_json.keys import key_span
from chatbot.located_json.replacements import apply_replacements, item_removals
from chatbot.located_json.source import JsonSource

COMMENTS = ("", "", " ", "\n  ", "/* {} */", " /* {} */ ", " // {}\n", "\n# {}\n  ")


def without(text: str, *indexes: int) -> str:
    source = JsonSource.from_bytes("list.json", text.encode())
    return apply_replacements(text, item_removals(source, [(index,) for index in indexes]))


REMOVALS = {
    '["a", "b"]': '["b"]',
    '["a", // first\n "b"]': '[ // first\n "b"]',
    '["a" /* 1 */, "b"]': '[ /* 1 */ "b"]',
    '["a" // 1\n, "b"]': '[ // 1\n"b"]',
    '[\n "a", // 1\n // 2\n "b"\n]': '[\n // 1\n // 2\n "b"\n]',
    '["a",]': "[]",
    '["a" // 1\n]': "[ // 1\n]",
    '[ // 1\n"a" \n]': "[ // 1\n]",
}


@pytest.mark.parametrize("text", REMOVALS)
def test_the_first_item_goes_and_comments_stay(text: str) -> None:
    assert without(text, 0) == REMOVALS[text]


LAST_REMOVALS = {
    '["a", "b"]': '["a"]',
    '[ "a", "b" ]': '[ "a" ]',
    '[\n "a",\n "b",\n]': '[\n "a",\n]',
    '[\n "a", // 1\n "b" // 2\n]': '[\n "a" // 1\n // 2\n]',
    '["a" // 1\n , "b" ]': '["a" // 1\n ]',
}


@pytest.mark.parametrize("text", LAST_REMOVALS)
def test_the_last_item_goes_with_the_comma_before_it(text: str) -> None:
    assert without(text, 1) == LAST_REMOVALS[text]


def test_comments_between_removed_items_stay() -> None:
    text = '["a",\n  "b", /* 1 */ "c" /* 2 */, /* 3 */\n  "d"]'
    assert without(text, 1, 2) == '["a",\n  /* 1 */ /* 2 */ /* 3 */\n  "d"]'


@given(st.data())
def test_any_items_go_and_all_comments_stay_in_order(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 5))
    gaps = [data.draw(st.sampled_from(COMMENTS)).format(n) for n in range(2 * count + 2)]
    items = [f'{gaps[2 * n]}"{n}"{gaps[2 * n + 1]}' for n in range(count)]
    trailing = data.draw(st.sampled_from(("", ",")))
    text = f"[{','.join(items)}{trailing}{gaps[-1]}]"
    removed = data.draw(st.sets(st.integers(0, count - 1), min_size=1))
    rest = without(text, *removed)
    source = JsonSource.from_bytes("list.json", rest.encode())
    assert source.value == [str(n) for n in range(count) if n not in removed]
    assert source.is_tolerable
    comment = re.compile(r"/\* \d+ \*/|(?:#|//) \d+\n")
    assert comment.findall(rest) == comment.findall(text)


def test_a_key_is_found_behind_commas_and_comments() -> None:
    text = '{/* : */ \'a\' : 1, // b\n b: {"c": 2, "d\\"" /* x */ : 3}}'
    source = JsonSource.from_bytes("keys.json", text.encode())
    paths = (("a",), ("b",), ("b", "c"), ("b", 'd"'))
    assert [text[slice(*key_span(source, path))] for path in paths] == [
        "'a'",
        "b",
        '"c"',
        '"d\\""',
    ]
