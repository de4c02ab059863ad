"""An evaluation, or the explanation of an answer, as an HTML file with charts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from web.charts.page import page
from web.explain import charts as explanation_charts
from web.explain.wording import KNOWN_BY, decision_sentence, missing_gates, named_scores

if TYPE_CHECKING:
    from chatbot.explanation.explain import Explanation


def explanation_of(explanation: Explanation, bot_name: str) -> str:
    """The page about one answer of the bot of this name."""
    return page(
        "explain/report.html",
        explanation_charts.charts_of(explanation),
        explanation=explanation,
        notes=notes_of(explanation),
        known=KNOWN_BY,
        bot_name=bot_name,
    )


@dataclass(frozen=True, slots=True)
class Notes:
    """Words of an explanation: the decision, the scores' names, and a note below each table.

    `gates` is empty where there are gates to show.
    """

    decision: str
    scores: Mapping[str, float]
    gates: str
    words: str
    candidates: str
    scope: str
    nearest: str


def notes_of(explanation: Explanation) -> Notes:
    """The notes to this explanation."""
    decision = explanation.decision
    return Notes(
        decision=decision_sentence(decision),
        scores=named_scores(decision.scope.parts),
        gates=missing_gates(explanation.reading),
        words="A word is known when it, or another form of it, stands in a pattern. One with a"
        " typing error is read as the word after its arrow; of a badly misspelt one, parts may be"
        " known. TF-IDF is high for a word that few patterns have: such words tell intents apart.",
        candidates="Of all messages that mean one of the intents,"
        f" {decision.coverage:.0%} have the right one among their candidates. With one candidate,"
        " the bot answers; with two or three, it asks which is meant.",
        scope="Each score compares the message with good questions, in standard deviations: 0 is"
        f" usual, and what is off topic is far below. {_what_counts(decision.scope.in_vocabulary)}",
        nearest="The patterns that share most words and parts of words with the message. Where the"
        " nearest belong to another intent than the answer, look for words that both intents use.",
    )


def _what_counts(in_vocabulary: bool) -> str:
    if in_vocabulary:
        return "The mean has to reach what nearly all good questions reach."
    return "Here they do not count, for no word of it resembles one of a pattern."
