"""Readings of a misspelt message: of several, the network chooses the one it knows best."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache

from chatbot.intents.contexts import AllowedIntents
from chatbot.model.prediction import Prediction
from chatbot.text.spelling import COMMON, may_be_error
from chatbot.text.typed import TypedWords, typed_text

_SHORTEST = 3
_MOST_READINGS = 8
"""Each takes as long as a message."""

_SURE = 0.9
"""Least confidence of a reading: words are guessed already."""

_MAX_CACHED_WORDS = 10_000
_ANY_INTENT = AllowedIntents()


class Readings:
    """Reader of messages that are not understood, by the common words among those of patterns.

    Spelling is corrected before a message is read where there is no doubt. Here there is: "oder" is
    a word, if a rare one, and as near to "older" as to "order"; in "wher is my oder", only one of
    them is about anything.
    """

    def __init__(self, vocabulary: Iterable[str], number: Callable[[str], int | None]) -> None:
        """Take the words of the patterns; `number` is None for no word of the language."""
        self._number = number
        self._by_initial: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for word in sorted(vocabulary):
            own = number(word)
            if own is not None and own < COMMON and word.isalpha() and len(word) >= _SHORTEST:
                self._by_initial[word[0]].append((word, own))
        self.near = lru_cache(_MAX_CACHED_WORDS)(self._near)
        """Return the words that an uncommon word may be an error of, none for a common word."""

    def best(
        self, prediction: Prediction, predict: Callable[[TypedWords], Prediction]
    ) -> Prediction:
        """Return the prediction for the best reading of a message that would get the fallback.

        It costs nothing for a message of common words. The words of the prediction are those read.
        A message without any other word may be about anything.
        """
        if len(prediction.words) == 1:
            return prediction
        doubtful = [
            (at, near) for at, word in enumerate(prediction.words) if (near := self.near(word))
        ]
        if not doubtful or not _is_fallback(prediction):
            return prediction
        best = prediction
        for at, word in [(at, word) for at, near in doubtful for word in near][:_MOST_READINGS]:
            words = [*best.words[:at], word, *best.words[at + 1 :]]
            best = max(best, predict(TypedWords(words, typed_text(best.words))), key=_score)
        return best if _is_sure(best) else prediction

    def _near(self, word: str) -> tuple[str, ...]:
        own = self._number(word)
        is_common = own is not None and own < COMMON
        if len(word) < _SHORTEST or not word.isalpha() or is_common:
            return ()
        from rapidfuzz.distance import OSA  # 2 MB that only a process with such a word needs

        return tuple(
            candidate
            for candidate, number in self._by_initial.get(word[0], ())
            if may_be_error(own, number) and OSA.distance(word, candidate, score_cutoff=1) <= 1
        )


def _is_fallback(prediction: Prediction) -> bool:
    return prediction.decide(_ANY_INTENT).kind == "fallback"


def _is_sure(prediction: Prediction) -> bool:
    decision = prediction.decide(_ANY_INTENT)
    return decision.kind == "answer" and decision.ranking[0].confidence >= _SURE


def _score(prediction: Prediction) -> float:
    return prediction.decide(_ANY_INTENT).scope.score
