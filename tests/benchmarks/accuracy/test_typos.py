"""Every message gets one error, always the same one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.accuracy.typos import misspelt

MESSAGES = [f"where is parcel number {number}" for number in range(400)]


def kind_of_error(text: str, wrong: str) -> str:
    """The one edit of one character that leads from `text` to `wrong`; else "none"."""
    for at in range(len(text) + 1):
        before, after = text[:at], text[at:]
        if wrong == before + after[1:]:
            return "delete"
        if wrong.startswith(before) and wrong[at + 1 :] == after and len(wrong) == len(text) + 1:
            return "insert"
        if wrong == before + after[1:2] + after[:1] + after[2:]:
            return "swap"
        if wrong.startswith(before) and wrong[at + 1 :] == after[1:] and len(wrong) == len(text):
            return "replace"
    return "none"


@given(st.lists(st.text(), max_size=5))
def test_any_message_with_something_in_it_is_one_edit_away(texts: list[str]) -> None:
    for text, wrong in zip(texts, misspelt(texts), strict=True):
        if text.strip():
            assert wrong != text
            assert wrong.strip()
            assert kind_of_error(text, wrong) != "none"
        else:
            assert wrong == text


def test_all_four_kinds_are_about_as_frequent() -> None:
    kinds = [kind_of_error(t, w) for t, w in zip(MESSAGES, misspelt(MESSAGES), strict=True)]
    for kind in ("delete", "insert", "replace", "swap"):
        assert 70 < kinds.count(kind) < 130


def test_the_error_of_a_message_does_not_depend_on_the_others() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    assert misspelt(["track my order", letters])[0] == misspelt([letters, "track my order"])[1]
    assert misspelt(MESSAGES) == misspelt(MESSAGES)
    assert misspelt(MESSAGES, seed=2) != misspelt(MESSAGES)


@pytest.mark.parametrize("text", ["где мой заказ", "我的订单在哪里"])
def test_new_letters_are_of_the_same_script(text: str) -> None:
    for seed in range(50):
        (wrong,) = misspelt([text], seed)
        assert set(wrong) <= set(text)
