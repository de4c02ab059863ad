"""Patterns that a quick classifier takes for another intent."""

from chatbot.home import HOME
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.intents.linting.finding import Finding
from chatbot.training.suspects import confused_patterns

PARCELS = ("where is my parcel", "track my parcel", "parcel status", "has my parcel been sent")
REFUNDS = ("i want a refund", "refund my money", "give me a refund", "how do i get a refund")
HOURS = ("when are you open", "opening hours", "are you open today", "open on sunday")


def test_a_pattern_in_the_wrong_intent_is_told() -> None:
    stray = "refund please refund"
    intents = IntentSet(
        (
            Intent("parcel", (*PARCELS, stray), ("A.",)),
            Intent("refund", REFUNDS, ("B.",)),
            Intent("hours", HOURS, ("C.",)),
        )
    )
    assert list(confused_patterns(intents)) == [
        Finding("confused_pattern", "parcel", "patterns", stray, other="refund")
    ]


def test_two_intents_are_not_judged() -> None:
    assert not list(confused_patterns(IntentSet((Intent("a", PARCELS), Intent("b", REFUNDS)))))


def test_few_patterns_of_the_bundled_bot_are_suspects() -> None:
    assert len(list(confused_patterns(IntentSet.load(HOME / "intents")))) < 40
