"""Lint warnings as values: rule, intents, parameters, place."""

from typing import get_args

from chatbot.intents.intent_set import CLARIFICATION_TAG, FALLBACK_TAG, Intent, IntentSet
from chatbot.intents.lint import LintWarning, Rule, lint
from chatbot.intents.places import Place

HELLO = Intent("hello", ("hi there", "hello"), ("Hello.",))
BYE = Intent("bye", ("Hello!", "bye", "???"), ("Bye.",))
WAITS = Intent("waits", ("on monday",), (), context_filter=("when", "where"))
SILENT = Intent("silent", responses=("Here.",))
ASKS_BACK = Intent(CLARIFICATION_TAG, ("which",), ("Which?",))


def test_each_rule_gives_its_parameters() -> None:
    assert lint(IntentSet((HELLO, BYE, WAITS, SILENT, ASKS_BACK))) == (
        LintWarning("unopened_context", "waits", contexts=("when", "where")),
        LintWarning("no_responses", "waits"),
        LintWarning("no_patterns", "silent"),
        LintWarning("unread_patterns", CLARIFICATION_TAG),
        LintWarning("wordless_pattern", "bye", pattern="???"),
        LintWarning("shared_pattern", "hello", "bye", "hello"),
        LintWarning("no_fallback"),
    )


def test_every_rule_is_met_here() -> None:
    warnings = lint(IntentSet((HELLO, BYE, WAITS, SILENT, ASKS_BACK)))
    assert {warning.rule for warning in warnings} == {*get_args(Rule)}


def test_a_warning_has_the_place_of_its_intent() -> None:
    place = Place("a.json", 3, 5)
    fallback = Intent(FALLBACK_TAG, responses=("Pardon?",))
    (warning,) = lint(IntentSet((HELLO, SILENT, fallback)), {"silent": place})
    assert warning == LintWarning("no_patterns", "silent", place=place)
    assert str(place) == "a.json:3:5"
