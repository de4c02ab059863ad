"""What `flask intents check` notes."""

import pytest

from chatbot.intents import CLARIFICATION_TAG, FALLBACK_TAG, Intent, IntentSet
from chatbot.remarks import remarks

FALLBACK = Intent(FALLBACK_TAG, responses=("Pardon?",))
HELLO = Intent("hello", ("hi there", "hello"), ("Hello.",))


def noted(*intents: Intent) -> tuple[str, ...]:
    return remarks(IntentSet((*intents, FALLBACK)))


def test_what_is_as_usual_is_not_noted() -> None:
    assert not noted(HELLO, Intent("bye", ("bye",), ("Bye.",)))


@pytest.mark.parametrize("pattern", ["Hello", "hello!", " HELLO ", "hel\u200blo"], ids=ascii)
def test_a_pattern_of_two_intents_is_noted(pattern: str) -> None:
    (note,) = noted(HELLO, Intent("bye", (pattern, "bye"), ("Bye.",)))
    assert '"hello" and "bye" share the pattern "hello"' in note


def test_a_pattern_that_one_intent_has_twice_is_not() -> None:
    assert not noted(Intent("hello", ("hello", "Hello!"), ("Hello.",)))


def test_intents_that_wait_for_different_contexts_may_share_patterns() -> None:
    waiting = [Intent(tag, ("yes",), ("Good.",), context_filter=(tag,)) for tag in ("a", "b")]
    assert not noted(*waiting)
    (note,) = noted(*waiting, Intent("c", ("yes",), ("Good.",), context_filter=("b",)))
    assert '"b" and "c" share' in note


@pytest.mark.parametrize("pattern", ["???", "\u202e...", "\u0301"], ids=ascii)
def test_a_pattern_without_a_word_is_noted(pattern: str) -> None:
    (note,) = noted(Intent("what", (pattern, "what"), ("That.",)))
    assert '"what" by its pattern' in note
    assert not noted(Intent("smile", ("\N{SMILING FACE WITH OPEN MOUTH}", "7"), ("Yes.",)))


def test_patterns_and_responses_of_reserved_intents_are_noted_truly() -> None:
    notes = remarks(
        IntentSet((HELLO, Intent(CLARIFICATION_TAG, ("hello", "?")), Intent(FALLBACK_TAG, ("?",))))
    )
    assert [note.partition(":")[0] for note in notes] == [
        'Nobody reads the patterns of "clarification"',
        '"clarification" has no responses',
        '"fallback" has no responses',
    ]
    assert "those of the fallback" not in " ".join(notes)


def test_endless_tags_are_noted_in_short() -> None:
    tags = ("x" * 9_000, "y" * 9_000)
    notes = noted(*(Intent(tag, tuple(f"hello {i}" for i in range(50)), ("a",)) for tag in tags))
    assert len(notes) <= 50
    assert max(map(len, notes)) < 400
