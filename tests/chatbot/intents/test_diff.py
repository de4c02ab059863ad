"""Diff of two intent sets."""

from dataclasses import replace

from chatbot.intents.diff import IntentDifference, IntentSetDiff
from chatbot.intents.intent_set import Intent, IntentSet

HELLO = Intent("greeting", ("hello", "hi"), ("Hello!",))
BYE = Intent("goodbye", ("bye",), ("Bye!",))
MOON = Intent("moon", ("how far is the moon",), ("Far.",))
BEFORE = IntentSet((HELLO, BYE))


def test_what_nothing_learns_is_no_change() -> None:
    described = replace(HELLO, description="Says hello.", tests=("good day",))
    changes = IntentSetDiff.between(BEFORE, IntentSet((BYE, described)))
    assert not changes
    assert changes.describe() == "nothing"


def test_intents_come_and_go() -> None:
    changes = IntentSetDiff.between(BEFORE, IntentSet((HELLO, MOON)))
    assert (changes.added, changes.removed, changes.different) == (("moon",), ("goodbye",), ())


def test_an_intent_is_different_by_its_patterns_responses_and_contexts() -> None:
    edited = Intent("greeting", ("hi", "hey"), ("Hi!",), context_set=("met",))
    changes = IntentSetDiff.between(BEFORE, IntentSet((edited, BYE, MOON)))
    assert changes.different == (
        IntentDifference("greeting", ("hey",), ("hello",), ("responses", "contexts")),
    )
    assert changes.describe() == (
        "1 intent added, 1 pattern added, 1 pattern removed, 1 intent edited"
    )
