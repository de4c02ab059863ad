"""What a question back offers to press."""

import pytest

from chatbot.dialogue.quick_replies import LONGEST, chosen, suggestions
from chatbot.intents.intent_set import Intent


def test_each_intent_is_offered_by_its_first_pattern() -> None:
    intents = (Intent("a", ("Hello", "hi")), Intent("b", ("bye",)))
    assert suggestions(intents) == {"Hello": "a", "bye": "b"}


def test_no_two_suggestions_look_the_same() -> None:
    shared = (Intent("a", ("Hello", "hi")), Intent("b", ("hello ", "HI")), Intent("c", ("hello",)))
    assert suggestions(shared) == {"Hello": "a", "HI": "b", "c": "c"}
    named = (Intent("a b", ("a b",)), Intent("A B", ("a b",)))
    assert suggestions(named) == {"a b": "a b", "A B 2": "A B"}


@pytest.mark.parametrize(
    "pattern", ["x" * (LONGEST + 1), "\u202eolleh", "he\u200bllo", "a\0b", "two\nlines"], ids=ascii
)
def test_what_fits_on_no_button_is_not_offered(pattern: str) -> None:
    assert suggestions([Intent("a", (pattern, "hi"))]) == {"hi": "a"}
    assert suggestions([Intent("a" * 500, (pattern,))]) == {"a" * LONGEST: "a" * 500}


def test_a_suggestion_is_chosen_by_its_text_alone() -> None:
    offered = {"Hello": "a", "where's it?": "b"}
    assert chosen(offered, " hello ") == "a"
    assert chosen(offered, "where\u2019s  it?") == "b"
    assert chosen(offered, "hello there") is None
    assert chosen({}, "") is None
