"""Explanation of an answer: each stage between a message and the response."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from chatbot.dialogue.bot import Bot
from chatbot.dialogue.reply import Reply
from chatbot.dialogue.state import DialogueState
from chatbot.explanation.context_effects import ContextEffect, context_effects
from chatbot.explanation.reading import NetworkActivations, read
from chatbot.features.arrays import MessageFeatures
from chatbot.features.extractor import FeatureExtractor
from chatbot.features.neighbours import Neighbours
from chatbot.intents.contexts import AllowedIntents
from chatbot.intents.intent_set import IntentSet
from chatbot.model.decision import Decision
from chatbot.model.onnx_graph import TERM_LOGITS
from chatbot.model.prediction import Prediction
from chatbot.text.markup.response import response_spans
from chatbot.text.markup.span import Span

NEAREST = 5

MOST_VOTES = 10

Known = Literal["word", "stem", "parts", "no"]
"""Feature for recognising a word, or "no" for an unknown word."""


@dataclass(frozen=True, slots=True)
class ExplainedWord:
    """Word of a message as typed, the word as read, and the features known to the network.

    `read_as` is the typed word unless misspelt; `stem` and `weight` (TF-IDF, 0 to 1) belong to
    `read_as`. The network knows a "word" of a pattern as such, another form of the word by the
    "stem", a badly misspelt or related word by "parts" only, any other word not at all ("no").
    """

    token: str
    read_as: str
    stem: str
    known: Known
    weight: float

    @property
    def shown(self) -> str:
        """The word as typed, and the word as read if different."""
        return self.token if self.read_as == self.token else f"{self.token} → {self.read_as}"


@dataclass(frozen=True, slots=True)
class ExplainedIntent:
    """Intent of the ranking with its probability, 0 to 1, before (`raw`) and after calibration.

    An `expected` intent waits for an open context.
    """

    intent: str
    raw: float
    calibrated: float
    expected: bool


@dataclass(frozen=True, slots=True)
class TermVote:
    """Logit added to the best intent by a TF-IDF term; negative for a term against the intent.

    The term is a word, a pair of words, or part of a word.
    """

    term: str
    is_part: bool
    logit: float


@dataclass(frozen=True, slots=True)
class ExplainedAnswer:
    """Response of the bot, and the intent of the response."""

    text: str
    intent: str
    fallback: bool

    @property
    def spans(self) -> tuple[Span, ...]:
        """Text as links, emphasis and plain text."""
        return response_spans(self.text)


@dataclass(frozen=True, slots=True)
class NearPattern:
    """Pattern, intent, and cosine similarity to a message, 0 to 1.

    An intent not `possible` waits for a closed context.
    """

    pattern: str
    intent: str
    similarity: float
    possible: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """A message, the open contexts with their `effects`, and each stage on the way to the answer.

    `ranking` is the ranking of the decision. `pieces` are the word pieces, empty if the network
    reads words. `votes` come from the linear head over terms, strongest first: None for a network
    without such a head, or a graph of an early version without the output of the head. Where not
    `is_measured`, no message was held out of training, and nobody knows how often the bot is right.
    """

    text: str
    contexts: tuple[str, ...]
    words: tuple[ExplainedWord, ...]
    pieces: tuple[str, ...]
    decision: Decision
    ranking: tuple[ExplainedIntent, ...]
    answer: ExplainedAnswer
    nearest: tuple[NearPattern, ...]
    reading: NetworkActivations
    votes: tuple[TermVote, ...] | None
    effects: tuple[ContextEffect, ...] = ()
    is_measured: bool = True


def explain(bot: Bot, text: str, state: DialogueState) -> Explanation:
    """Explain the answer of `bot` to `text` in a conversation with `state`.

    Takes as long as some hundred answers: every pattern is compared with the message.
    """
    prediction, allowed = bot.predict(text), bot.allowed(state)
    extractor, graph = bot.classifier.extractor, bot.classifier.graph
    typed = extractor.splitter.words(text)
    reply = bot.answer(text, prediction, state)
    read_as = extractor.correct_spelling(prediction.words)
    features = extractor.encode(prediction.words)
    pieces = extractor.pieces.names(read_as) if extractor.pieces else ()
    return Explanation(
        text=text,
        contexts=tuple(sorted(state.open_contexts)),
        words=_words(extractor, graph.input_names, typed, read_as),
        pieces=pieces,
        decision=reply.decision,
        ranking=_ranking(reply.decision, prediction, allowed),
        answer=ExplainedAnswer(reply.text, reply.intent, reply.fallback),
        nearest=nearest_patterns(extractor, bot.intents, read_as, allowed, NEAREST),
        reading=read(graph, features, pieces or prediction.words),
        votes=_votes(bot, features, reply),
        effects=context_effects(bot.intents, prediction, allowed, state.open_contexts),
        is_measured=bot.classifier.is_measured,
    )


def nearest_patterns(
    extractor: FeatureExtractor,
    intents: IntentSet,
    words: Sequence[str],
    allowed: AllowedIntents,
    most: int,
) -> tuple[NearPattern, ...]:
    """Return the `most` patterns with TF-IDF terms most similar to the terms of `words`.

    Patterns without a common term are left out.
    """
    neighbours = Neighbours(intents, extractor.splitter, extractor.tfidf).search(words)
    return tuple(
        NearPattern(
            neighbour.pattern,
            neighbour.intent,
            neighbour.similarity,
            neighbour.intent not in allowed.unavailable,
        )
        for neighbour in neighbours[:most]
    )


def _ranking(
    decision: Decision, prediction: Prediction, allowed: AllowedIntents
) -> tuple[ExplainedIntent, ...]:
    raw = {ranked.intent: ranked.confidence for ranked in prediction.raw_ranking(allowed)}
    return tuple(
        ExplainedIntent(
            ranked.intent,
            raw.get(ranked.intent, 0.0),
            ranked.confidence,
            ranked.intent in allowed.expected,
        )
        for ranked in decision.ranking
    )


def _words(
    extractor: FeatureExtractor,
    inputs: Sequence[str],
    words: Sequence[str],
    read_as: Sequence[str],
) -> tuple[ExplainedWord, ...]:
    stem, weights = extractor.splitter.stem, extractor.tfidf.word_weights(read_as)
    return tuple(
        ExplainedWord(token, word, stem(word), _known_by(extractor, inputs, word), weight)
        for token, word, weight in zip(words, read_as, weights, strict=True)
    )


def _known_by(extractor: FeatureExtractor, inputs: Sequence[str], word: str) -> Known:
    """Feature for recognising a word: the stem, say, only if the network reads stems."""
    if extractor.has_word(word):
        return "word"
    if "stems" in inputs and extractor.has_stem(word):
        return "stem"
    return "parts" if "terms" in inputs and extractor.tfidf.has_part(word) else "no"


def _votes(bot: Bot, features: MessageFeatures, reply: Reply) -> tuple[TermVote, ...] | None:
    graph, best = bot.classifier.graph, reply.decision.best
    if TERM_LOGITS not in graph.output_names or best is None:
        return None
    label = bot.classifier.labels.index(best.intent)
    weights = features.terms.weights
    logits = weights * graph.outputs(features, [TERM_LOGITS])[TERM_LOGITS][:, label]
    order = [i for i in np.argsort(-np.abs(logits), kind="stable") if weights[i]][:MOST_VOTES]
    terms = bot.classifier.extractor.tfidf.readable_terms(features.terms.terms[order].tolist())
    return tuple(
        TermVote(term.text, term.is_part, float(logits[i]))
        for term, i in zip(terms, order, strict=True)
    )
