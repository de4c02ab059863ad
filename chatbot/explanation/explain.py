"""Why the bot answered what it answered: everything between a message and its answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import isfinite
from typing import Any, Literal

import numpy as np

from chatbot.dialogue.bot import Bot
from chatbot.dialogue.state import DialogueState
from chatbot.explanation.decision import Decision, decision
from chatbot.explanation.reading import NetworkActivations, read
from chatbot.features.arrays import MessageFeatures
from chatbot.features.extractor import FeatureExtractor
from chatbot.features.neighbours import Neighbours
from chatbot.intents.contexts import AllowedIntents
from chatbot.intents.intent_set import IntentSet
from chatbot.model.onnx_graph import TERM_LOGITS, OnnxGraph

NEAREST = 5

MOST_VOTES = 10

Known = Literal["word", "stem", "parts", "no"]

KNOWN: dict[Known, str] = {
    "word": "yes",
    "stem": "by its stem",
    "parts": "by parts",
    "no": "no",
}
"""How the network knows a word, for people."""


@dataclass(frozen=True, slots=True)
class ExplainedWord:
    """A word of a message as it was typed, what it is read as, and by what the network knows that.

    `stem` and `weight` are of `read_as`, which is the word itself unless it was misspelt. It is
    known as a "word" of a pattern; by its "stem", as another form of one; by "parts" only,
    as a badly misspelt or a related word is; or not at all ("no"). `weight` is its TF-IDF, 0 to 1.
    """

    token: str
    read_as: str
    stem: str
    known: Known
    weight: float

    @property
    def shown(self) -> str:
        """The word, and what it is read as if that is another one."""
        return self.token if self.read_as == self.token else f"{self.token} → {self.read_as}"


@dataclass(frozen=True, slots=True)
class NeighbourVote:
    """What a TF-IDF term added to the logit of the best intent, or took away from it."""

    term: str
    is_part: bool
    logit: float


@dataclass(frozen=True, slots=True)
class ExplainedAnswer:
    """What the bot said, and as the answer of which intent."""

    text: str
    intent: str
    fallback: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """A message, the contexts that were open, and each stage of the way to the answer.

    `pieces` are the word pieces, empty where the network reads words. `votes` are those of the
    linear branch, the strongest first: None where the network has no such branch, or was trained
    before it told them.
    """

    text: str
    contexts: tuple[str, ...]
    words: tuple[ExplainedWord, ...]
    pieces: tuple[str, ...]
    decision: Decision
    answer: ExplainedAnswer
    nearest: tuple[NearPattern, ...]
    reading: NetworkActivations
    votes: tuple[NeighbourVote, ...] | None

    def to_json(self) -> str:
        """Return everything as a JSON text, arrays as lists with four decimals.

        The score is null where no intent is possible: JSON has no word for minus infinity.
        """
        facts = asdict(self)
        facts["decision"]["sentence"] = self.decision.sentence
        verdict = facts["decision"]["verdict"]
        verdict["score"] = _finite(verdict["score"])
        verdict["parts"] = {name: _finite(part) for name, part in verdict["parts"].items()}
        return json.dumps(facts, ensure_ascii=False, default=_as_list, allow_nan=False)


def explain(bot: Bot, text: str, state: DialogueState) -> Explanation:
    """Return why `bot` answers `text` as it does in a conversation that remembers `state`.

    Takes as long as some hundred answers: every pattern is compared with the message.
    """
    classifier, turn = bot.classifier, bot.turn(state)
    extractor, graph = classifier.extractor, classifier.graph
    prediction = classifier.predict(text)
    words = prediction.words
    read_as = extractor.correct_spelling(words)
    features = extractor.encode(words)
    decided = decision(prediction, turn)
    reply = bot.answer(text, prediction, state)
    best = decided.ranking[0].intent if decided.ranking else None
    pieces = extractor.pieces.names(read_as) if extractor.pieces else ()
    return Explanation(
        text=text,
        contexts=tuple(sorted(state.open_contexts)),
        words=_words(extractor, graph.input_names, words),
        pieces=pieces,
        decision=decided,
        answer=ExplainedAnswer(reply.text, reply.intent, reply.fallback),
        nearest=nearest_patterns(extractor, bot.intents, read_as, turn, NEAREST),
        reading=read(graph, features, pieces or words),
        votes=_votes(extractor, graph, features, classifier.labels.index(best) if best else None),
    )


def _words(
    extractor: FeatureExtractor, inputs: Sequence[str], words: Sequence[str]
) -> tuple[ExplainedWord, ...]:
    read_as = extractor.correct_spelling(words)
    stem, weights = extractor.splitter.stem, extractor.tfidf.word_weights(read_as)
    return tuple(
        ExplainedWord(token, word, stem(word), _known(extractor, inputs, word), weight)
        for token, word, weight in zip(words, read_as, weights, strict=True)
    )


def _known(extractor: FeatureExtractor, inputs: Sequence[str], word: str) -> Known:
    """A network that reads no stems, say, knows no word by its stem."""
    if extractor.has_word(word):
        return "word"
    if "stems" in inputs and extractor.has_stem(word):
        return "stem"
    return "parts" if "terms" in inputs and extractor.tfidf.has_part(word) else "no"


def _votes(
    extractor: FeatureExtractor, graph: OnnxGraph, features: MessageFeatures, best: int | None
) -> tuple[NeighbourVote, ...] | None:
    if TERM_LOGITS not in graph.output_names or best is None:
        return None
    weights = features.terms.weights
    logits = weights * graph.outputs(features, [TERM_LOGITS])[TERM_LOGITS][:, best]
    order = [i for i in np.argsort(-np.abs(logits), kind="stable") if weights[i]][:MOST_VOTES]
    named = extractor.tfidf.readable_terms(features.terms.terms[order].tolist())
    return tuple(
        NeighbourVote(term.text, term.is_part, float(logits[i]))
        for term, i in zip(named, order, strict=True)
    )


def _finite(score: float | None) -> float | None:
    return score if score is not None and isfinite(score) else None


def _as_list(array: Any) -> Any:
    return np.round(np.asarray(array, np.float64), 4).tolist()


@dataclass(frozen=True, slots=True)
class NearPattern:
    """A pattern, its intent, and how like it a message is: the cosine of both, 0 to 1.

    An intent that is not `possible` waits for a context that is not open.
    """

    pattern: str
    intent: str
    similarity: float
    possible: bool


def nearest_patterns(
    extractor: FeatureExtractor,
    intents: IntentSet,
    words: Sequence[str],
    turn: AllowedIntents,
    most: int,
) -> tuple[NearPattern, ...]:
    """Return the `most` patterns whose TF-IDF terms are most like those of `words`.

    Patterns that share no term with them are left out.
    """
    near = Neighbours(intents, extractor.splitter, extractor.tfidf).search(words)
    return tuple(
        NearPattern(one.pattern, one.intent, one.similarity, one.intent not in turn.unavailable)
        for one in near[:most]
    )
