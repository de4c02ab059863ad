"""Typing errors: one random edit per message, the same in every run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.accuracy.typos import misspell

MESSAGES = [f"where is parcel number {number}" for number in range(400)]


def kind_of_error(text: str, misspelt: str) -> str:
    """Return the kind of the edit from `text` to `misspelt`; "none" for more than a single edit."""
    for index in range(len(text) + 1):
        before, after = text[:index], text[index:]
        if misspelt == before + after[1:]:
            return "delete"
        if (
            misspelt.startswith(before)
            and misspelt[index + 1 :] == after
            and len(misspelt) == len(text) + 1
        ):
            return "insert"
        if misspelt == before + after[1:2] + after[:1] + after[2:]:
            return "swap"
        if (
            misspelt.startswith(before)
            and misspelt[index + 1 :] == after[1:]
            and len(misspelt) == len(text)
        ):
            return "replace"
    return "none"


@given(st.lists(st.text(), max_size=5))
def test_any_message_with_something_in_it_is_one_edit_away(texts: list[str]) -> None:
    for text, misspelt in zip(texts, misspell(texts), strict=True):
        if text.strip():
            assert misspelt != text
            assert misspelt.strip()
            assert kind_of_error(text, misspelt) != "none"
        else:
            assert misspelt == text


def test_all_four_kinds_are_about_as_frequent() -> None:
    kinds = [
        kind_of_error(text, misspelt)
        for text, misspelt in zip(MESSAGES, misspell(MESSAGES), strict=True)
    ]
    for kind in ("delete", "insert", "replace", "swap"):
        assert 70 < kinds.count(kind) < 130


def test_the_error_of_a_message_does_not_depend_on_the_others() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    assert misspell(["track my order", letters])[0] == misspell([letters, "track my order"])[1]
    assert misspell(MESSAGES) == misspell(MESSAGES)
    assert misspell(MESSAGES, seed=2) != misspell(MESSAGES)


@pytest.mark.parametrize("text", ["где мой заказ", "我的订单在哪里"])
def test_new_letters_are_of_the_same_script(text: str) -> None:
    for seed in range(50):
        (misspelt,) = misspell([text], seed)
        assert set(misspelt) <= set(text)
