"""Quick replies of a question back."""

import pytest

from chatbot.dialogue.quick_replies import LONGEST, chosen_tag, quick_replies
from chatbot.intents.intent_set import Intent


def test_each_intent_is_offered_by_its_first_pattern() -> None:
    intents = (Intent("a", ("Hello", "hi")), Intent("b", ("bye",)))
    assert quick_replies(intents) == {"Hello": "a", "bye": "b"}


def test_no_two_quick_replies_look_the_same() -> None:
    shared = (Intent("a", ("Hello", "hi")), Intent("b", ("hello ", "HI")), Intent("c", ("hello",)))
    assert quick_replies(shared) == {"Hello": "a", "HI": "b", "c": "c"}
    named = (Intent("a b", ("a b",)), Intent("A B", ("a b",)))
    assert quick_replies(named) == {"a b": "a b", "A B 2": "A B"}


@pytest.mark.parametrize(
    "pattern", ["x" * (LONGEST + 1), "\u202eolleh", "he\u200bllo", "a\0b", "two\nlines"], ids=ascii
)
def test_patterns_that_fit_on_no_button_are_not_offered(pattern: str) -> None:
    assert quick_replies([Intent("a", (pattern, "hi"))]) == {"hi": "a"}
    assert quick_replies([Intent("a" * 500, (pattern,))]) == {"a" * LONGEST: "a" * 500}


def test_a_quick_reply_is_chosen_by_its_text_alone() -> None:
    offered = {"Hello": "a", "where's it?": "b"}
    assert chosen_tag(offered, " hello ") == "a"
    assert chosen_tag(offered, "where\u2019s  it?") == "b"
    assert chosen_tag(offered, "hello there") is None
    assert chosen_tag({}, "") is None
