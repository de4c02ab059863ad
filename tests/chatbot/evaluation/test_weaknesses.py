"""Weak bots, and the remedies that would help most."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from chatbot.evaluation.intent_tests import CheckedTests
from chatbot.evaluation.outcomes import Outcome
from chatbot.evaluation.report import RunReport
from chatbot.evaluation.unmeasured import Unmeasured
from chatbot.evaluation.weaknesses import Weaknesses, weaknesses
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.model.decision import RankedIntent

ENGLISH = {
    "hours": ("when are you open", "what are the opening hours", "is the shop open on sunday",
              "do you open today", "how late are you open"),
    "price": ("what does it cost", "how much is a ticket", "is it free for my child",
              "what is the price", "do I have to pay"),
}  # fmt: skip
SPANISH = {
    "hours": ("cuándo está abierto", "qué horario tienen", "abren el domingo", "hasta qué hora"
              " puedo ir", "a qué hora cierran"),
    "price": ("cuánto cuesta la entrada", "qué precio tiene", "es gratis para los niños",
              "cuánto tengo que pagar", "el precio de un billete"),
}  # fmt: skip
IN_ENGLISH, IN_SPANISH = "I am sorry, I do not know that.", "Lo siento, eso no lo sé."


def bot(patterns: Mapping[str, tuple[str, ...]], fallback: str = "", most: int = 5) -> IntentSet:
    """Bot with at most so many patterns an intent."""
    intents = [Intent(tag, texts[:most], ("ok",), tests=("x",)) for tag, texts in patterns.items()]
    return IntentSet((*intents, *([Intent("fallback", (), (fallback,))] if fallback else [])))


def outcomes(intents: IntentSet, right: int) -> list[Outcome]:
    """Outcomes of all patterns, of which the first of each intent are right."""
    return [
        Outcome(text, intent.tag, (RankedIntent(intent.tag if n < right else "price", 0.9),), True)
        for intent in intents
        for n, text in enumerate(intent.patterns)
    ]


def find(
    intents: IntentSet, right: int = 5, language: str = "english", *, encoder: bool = True
) -> Weaknesses | None:
    return weaknesses(intents, outcomes(intents, right), language, encoder=encoder)


def kinds(weak: Weaknesses | None) -> list[str]:
    assert weak
    return [remedy.kind for remedy in weak.remedies]


def test_a_good_bot_has_none() -> None:
    assert find(bot(ENGLISH, IN_ENGLISH)) is None
    assert find(bot(ENGLISH)) is None
    assert find(bot(SPANISH, IN_SPANISH), language="spanish") is None
    assert find(bot(SPANISH), language="spanish") is None  # the general fallback speaks Spanish


def test_low_accuracy_brings_the_advice_of_an_evaluation_first() -> None:
    assert find(bot(ENGLISH, IN_ENGLISH), right=1) is None  # 60%
    weak = find(bot(ENGLISH, IN_ENGLISH), right=0, encoder=False)
    assert weak
    assert (weak.accuracy, weak.patterns, weak.language) == (0.5, None, None)
    assert kinds(weak)[0] == "advice"
    assert weak.remedies[0].advice
    assert weak.remedies[0].advice.intents == ("hours",)
    assert kinds(weak)[1:] == ["patterns", "encoder"]


@pytest.mark.parametrize(("refused", "share"), [(5, 0.5), (4, None)])
def test_a_bot_that_refuses_what_it_would_know_is_weak(refused: int, share: float | None) -> None:
    intents = bot(ENGLISH, IN_ENGLISH)
    held_out = outcomes(intents, right=5)
    answers = [replace(outcome, accepted=n >= refused) for n, outcome in enumerate(held_out)]
    weak = weaknesses(intents, answers, "english", encoder=True)
    assert (weak and weak.refused) == share


def test_few_patterns_name_the_intents_with_the_fewest() -> None:
    weak = find(bot({**ENGLISH, "more": ("just this",)}, IN_ENGLISH, most=4))
    assert weak
    assert weak.patterns == 3
    assert weak.accuracy is None
    assert weak.remedies[0].intents == ("more",), "the others have more than the least"


@pytest.mark.parametrize(("several", "is_weak"), [(2, True), (3, True), (5, False)])
def test_intents_of_which_nothing_was_held_out_make_a_bot_weak(several: int, is_weak: bool) -> None:
    many = {f"rich{n}": tuple(f"word{n} w{k}" for k in range(20)) for n in range(several)}
    intents = bot({**many, "single": ("just this",), "lone": ("only that",)}, IN_ENGLISH, most=20)
    held_out = [outcome for outcome in outcomes(intents, 20) if outcome.intent in many]
    weak = weaknesses(intents, held_out, "english", encoder=True)
    assert (weak is not None) == is_weak
    if weak:
        assert weak.unmeasured == Unmeasured(("single", "lone"), several + 2, several)
        assert (weak.patterns, weak.remedies[0].kind) == (None, "patterns")


def test_of_many_intents_with_the_fewest_patterns_the_others_are_counted() -> None:
    weak = find(bot({**ENGLISH, **{f"tag{n}": (f"word{n}",) for n in range(7)}}, IN_ENGLISH))
    assert weak
    assert weak.remedies[0].intents == ("tag0", "tag1", "tag2", "tag3", "tag4")
    assert weak.remedies[0].more == 2


@pytest.mark.parametrize(
    ("fallback", "language"), [("", "english"), (IN_ENGLISH, "english"), (IN_ENGLISH, "spanish")]
)
def test_an_english_fallback_of_a_spanish_bot_is_the_first_to_mend(
    fallback: str, language: str
) -> None:
    weak = find(bot(SPANISH, fallback), language=language)
    assert weak
    assert (weak.accuracy, weak.patterns, weak.language) == (None, None, "spanish")
    assert weak.remedies[0].language == "spanish"
    expected = ["fallback", "language"] if language == "english" else ["fallback"]
    assert kinds(weak)[: len(expected)] == expected


def test_the_setting_counts_where_the_patterns_tell_nothing() -> None:
    patterns = {"a": ("aa ab", "ac", "ad", "ae", "af"), "b": ("ba", "bb", "bc", "bd", "be")}
    weak = find(bot(patterns, IN_ENGLISH), language="finnish")
    assert weak
    assert weak.language == "finnish"
    assert find(bot(patterns)) is None


def test_at_most_three_remedies_are_named() -> None:
    intents = IntentSet(tuple(replace(i, tests=()) for i in bot(SPANISH, most=2)))
    assert kinds(find(intents, right=0)) == ["fallback", "language", "patterns"]


def test_a_report_holds_them() -> None:
    weak = find(bot(SPANISH), right=1)
    report = replace(RunReport.of([], CheckedTests(0, ()), seed=1), weaknesses=weak)
    assert RunReport.from_json(report.to_json()) == report
    assert (
        RunReport.from_json(RunReport.of([], CheckedTests(0, ()), 1).to_json()).weaknesses is None
    )
