"""Quick replies of a question back."""

import pytest

from chatbot.dialogue.quick_replies import LONGEST, chosen_tag, quick_replies
from chatbot.intents.intent_set import FALLBACK_TAG, Intent
from chatbot.text.languages import LANGUAGES
from chatbot.text.words import WordSplitter

ENGLISH = WordSplitter()
NONE = {"None of these": FALLBACK_TAG}


def test_each_intent_is_offered_by_its_first_pattern() -> None:
    intents = (Intent("a", ("Hello", "hi")), Intent("b", ("bye",)))
    assert quick_replies(intents, ENGLISH) == {"Hello": "a", "bye": "b"} | NONE


def test_a_pattern_of_two_candidates_is_offered_for_neither() -> None:
    intents = (
        Intent("a", ("how it works", "how does the rental work")),
        Intent("b", ("How it works", "how do repairs work")),
        Intent("c", ("how it works",)),
    )
    assert (
        quick_replies(intents, ENGLISH)
        == {
            "how does the rental work": "a",
            "how do repairs work": "b",
            "c": "c",
        }
        | NONE
    )


def test_no_two_quick_replies_say_the_same_or_look_the_same() -> None:
    same = (Intent("a", ("the prices please",)), Intent("b", ("please, what price?", "costs")))
    assert quick_replies(same, ENGLISH) == {"the prices please": "a", "costs": "b"} | NONE
    named = (Intent("a b", ("a b",)), Intent("A B", ("a b",)))
    assert quick_replies(named, ENGLISH) == {"a b 2": "a b", "A B 3": "A B"} | NONE


def test_none_of_these_is_said_in_the_language_of_the_bot() -> None:
    replies = quick_replies([Intent("a", ("hallo",))], WordSplitter("german"))
    assert replies == {"hallo": "a", "Nichts davon": FALLBACK_TAG}
    assert all(
        FALLBACK_TAG in quick_replies([Intent("a", ("x",))], WordSplitter(language)).values()
        for language in LANGUAGES
    )


@pytest.mark.parametrize(
    "pattern", ["x" * (LONGEST + 1), "\u202eolleh", "he\u200bllo", "a\0b", "two\nlines"], ids=ascii
)
def test_patterns_that_fit_on_no_button_are_not_offered(pattern: str) -> None:
    assert quick_replies([Intent("a", (pattern, "hi"))], ENGLISH) == {"hi": "a"} | NONE
    long_name = Intent("a" * 500, (pattern,))
    assert quick_replies([long_name], ENGLISH) == {"a" * LONGEST: "a" * 500} | NONE


def test_a_quick_reply_is_chosen_by_its_text_alone() -> None:
    offered = {"Hello": "a", "where's it?": "b"}
    assert chosen_tag(offered, " hello ") == "a"
    assert chosen_tag(offered, "where\u2019s  it?") == "b"
    assert chosen_tag(offered, "hello there") is None
    assert chosen_tag({}, "") is None
