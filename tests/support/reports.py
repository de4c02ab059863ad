"""Invented reports of trainings, with something in every part."""

from collections.abc import Sequence
from dataclasses import replace

from chatbot.evaluation.intent_tests import CheckedTests, FailedTest
from chatbot.evaluation.outcomes import Outcome
from chatbot.evaluation.report import RunReport
from chatbot.evaluation.unmeasured import Unmeasured
from chatbot.evaluation.weaknesses import Remedy, Weaknesses
from chatbot.model.decision import RankedIntent

HOURS, PRICE, HELLO = "opening_hours", "ticket_price", "greeting"
TAGS = (HOURS, PRICE, HELLO)
FAILED = (FailedTest(HOURS, "open on <b>Sunday</b>?", PRICE, 0.6),)

WEAK = Weaknesses(0.45, None, "spanish", (Remedy("fallback", language="spanish"),))


def made_up_report(mistakes: int = 3, messages: int = 10, tags: Sequence[str] = TAGS) -> RunReport:
    """Report in which the first messages of each intent are taken for the next intent."""
    report = RunReport.of(_outcomes(mistakes, messages, tags), CheckedTests(4, FAILED), seed=1)
    return replace(report, weaknesses=WEAK, unmeasured=Unmeasured(("parking",), 4, 3))


def report_beside_live_one(version: int) -> RunReport:
    """Report that is worse than that of the live version, which failed another test."""
    before = (FailedTest(PRICE, "what is the fee", HELLO, 0.5),)
    return made_up_report().beside(version, made_up_report(mistakes=1), before)


def _outcomes(mistakes: int, messages: int, tags: Sequence[str]) -> list[Outcome]:
    outcomes = []
    for place, tag in enumerate(tags):
        for number in range(messages):
            predicted = tag if number >= mistakes else tags[(place + 1) % len(tags)]
            confidence = 0.95 - 0.09 * (number % 9)
            ranking = (RankedIntent(predicted, confidence),)
            outcomes.append(Outcome(f"{tag} <i>{number}</i>", tag, ranking, number % 7 != 0))
    return outcomes
