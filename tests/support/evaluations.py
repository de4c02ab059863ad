"""Invented evaluation with everything in it, and hostile words wherever a person writes."""

from functools import cache

from chatbot.evaluation.evaluation import Evaluation
from chatbot.evaluation.intent_tests import CheckedTests, FailedTest
from chatbot.evaluation.learning_curve import SHARES, learning_curve
from chatbot.evaluation.outcomes import Outcome
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.text.words import WordSplitter
from tests.support.bot_answers import answer

HOSTILE = "<script>alert(1)</script>"
IMAGE = "<img src=https://evil.example/x onerror=alert(2)>"
TEMPLATE = "{{7*7}}</script><b>"
LONG = "order_change_of_the_delivery_address_and_the_time_of_it"
TAGS = (HOSTILE, LONG, "refund", *(f"intent_{i}" for i in range(30)))
INTENTS = IntentSet(
    tuple(Intent(tag, patterns=tuple(f"{IMAGE} {tag} {i}" for i in range(8))) for tag in TAGS)
)


@cache
def made_up_evaluation() -> Evaluation:
    outcomes = _outcomes(understood=6)
    curve = learning_curve(
        [(share, _outcomes(understood=2 + i)) for i, share in enumerate(SHARES)],
        {intent.tag: len(intent.patterns) for intent in INTENTS},
        seed=1,
    )
    failed = FailedTest(HOSTILE, TEMPLATE, LONG, 0.3)
    return Evaluation.of(
        outcomes,
        INTENTS,
        WordSplitter(),
        CheckedTests(9, (failed,)),
        method="5-fold cross-validation",
        seed=1,
        learning_curve=curve,
    )


def _outcomes(understood: int) -> list[Outcome]:
    outcomes = []
    for number, intent in enumerate(INTENTS):
        other = TAGS[number + (-1 if number % 2 else 1)] if number < 32 else TAGS[0]
        for i, message in enumerate(intent.patterns):
            predicted = intent.tag if i < max(understood - 2 + number % 3, 1) else other
            candidates = (predicted, other) if i % 2 else (predicted,)
            confidence = 0.95 - i / 10
            outcomes.append(
                answer(
                    intent.tag,
                    predicted,
                    message,
                    confidence=confidence,
                    accepted=confidence > 0.4,
                    candidates=candidates,
                    score=confidence,
                )
            )
    foreign = [
        answer(
            None, TAGS[i % 3], f"{HOSTILE} {i}", confidence=i / 40, accepted=i > 12, score=i / 40
        )
        for i in range(25)
    ]
    return [*outcomes, *foreign]
