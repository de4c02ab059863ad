"""Names of the parts of an intent, and slips in them."""

import json

import pytest

from chatbot.home import HOME
from chatbot.intents.dialects import slips
from chatbot.intents.dialects.fallback_names import FALLBACK_NAMES
from chatbot.intents.dialects.names import NAMES, normalized
from chatbot.intents.dialects.slips import differ_by_one, near_role

TOKENIZER = HOME / "encoder" / "tokenizer.json"


def test_names_are_written_without_case_accents_and_signs() -> None:
    all_names = [name for role_names in NAMES.values() for name in role_names]
    assert all_names == [normalized(name) for name in all_names]
    assert {*FALLBACK_NAMES} == {*map(normalized, FALLBACK_NAMES)}
    assert len(all_names) == len({*all_names})


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
        ("trainingDate", None),
        ("trainingDat", "patterns"),
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


def test_few_names_are_compared_with_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[str, str]] = []
    monkeypatch.setattr(slips, "differ_by_one", lambda *pair: compared.append(pair))
    for number in range(1000):
        assert slips.near_role(f"remarks {number}") is None
    assert slips.near_role("x" * 1_000_000) is None
    assert len(compared) < 10
