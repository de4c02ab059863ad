"""Two questions in one message: each clause is judged by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chatbot.intents.contexts import AllowedIntents
from chatbot.model.classifier import IntentClassifier
from chatbot.model.decision import Decision
from chatbot.model.prediction import Halves, Prediction
from chatbot.text.clauses import two_clauses
from chatbot.text.function_words import are_function_words

_LIKELY_IN_WHOLE = 3
"""Places of the ranking for the whole message that the intents of both clauses must be among."""

_POSSIBLE = 0.001
"""Least confidence of the second intent, for the whole message."""

_SURE, _USUAL = 0.9, 0.0
"""Least confidence and score of a clause that is answered: those of the usual good question."""


def with_halves(prediction: Prediction, text: str, classifier: IntentClassifier) -> Prediction:
    """Return the prediction with one for each clause, where a message may be two questions.

    That costs nothing for a message of one clause, or with a single intent that may be meant.
    """
    clauses = two_clauses(text, classifier.extractor.splitter.language)
    if not clauses or not _may_mean_two(prediction):
        return prediction
    halves = (_halves(texts, classifier) for texts in clauses)
    return replace(prediction, halves=tuple(pair for pair in halves if pair))


def _may_mean_two(prediction: Prediction) -> bool:
    ranking = prediction.ranking(AllowedIntents())
    return len(ranking) > 1 and ranking[1].confidence >= _POSSIBLE


def _halves(texts: tuple[str, str], classifier: IntentClassifier) -> Halves | None:
    splitter = classifier.extractor.splitter
    if any(are_function_words(splitter.words(text), splitter.language) for text in texts):
        return None
    return Halves(texts, (classifier.predict(texts[0]), classifier.predict(texts[1])))


def answer_both(whole: Decision, halves: Sequence[Sequence[Decision]]) -> Decision:
    """Return the decision to answer both clauses, if both are sure, else that on the whole.

    The intents of both are among the likeliest of the message: "bread and butter" is one of them.
    """
    for pair in halves:
        tags = [half.candidates[0] for half in pair if _is_sure(half)]
        likeliest = [ranked.intent for ranked in whole.ranking[:_LIKELY_IN_WHOLE]]
        if len({*tags}) == 2 and {*tags} <= {*likeliest}:
            return replace(whole, reason="two_questions", candidates=tuple(tags))
    return whole


def _is_sure(half: Decision) -> bool:
    if half.kind != "answer" or half.best is None:
        return False
    return half.best.confidence >= _SURE and half.scope.score >= _USUAL
