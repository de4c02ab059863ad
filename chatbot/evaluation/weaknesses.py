"""Weaknesses of a trained bot that its author can mend, and the most helpful remedies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from chatbot.dataset.examples import trainable
from chatbot.evaluation.advice import Advice, advise
from chatbot.evaluation.outcomes import Outcome, in_scope
from chatbot.evaluation.unmeasured import Unmeasured
from chatbot.features.neighbours import Neighbours
from chatbot.intents.intent_set import FALLBACK_TAG, Intent, IntentSet
from chatbot.intents.responses.fallbacks import FALLBACKS
from chatbot.model.architectures import ENGLISH
from chatbot.text.language_guess import clear_language, guess_language
from chatbot.text.languages import SPOKEN_LANGUAGES
from chatbot.text.words import WordSplitter

LOW_ACCURACY = 0.6

MANY_REFUSED = 0.4

FEW_PATTERNS = 5

_MOST_REMEDIES, _MOST_INTENTS = 3, 5


@dataclass(frozen=True, slots=True)
class Remedy:
    """Something to do: `advice` of an evaluation, or a remedy of another kind.

    Write a `fallback` in the `language`; train in the `language`; write more `patterns` for
    `intents`, which have the fewest, and for as many `more`; install the sentence `encoder` of a
    `language`; write `tests`.
    """

    kind: Literal["advice", "encoder", "fallback", "language", "patterns", "tests"]
    intents: tuple[str, ...] = ()
    language: str = ""
    advice: Advice | None = None
    more: int = 0


@dataclass(frozen=True, slots=True)
class Weaknesses:
    """Weak figures of a bot, None for a good one, and at most three remedies.

    `accuracy` is that of the held-out messages, `patterns` the mean number of an intent.
    `language` is that of the patterns, if the fallback is in English and the patterns are not.
    `refused` is the share of held-out messages that got the fallback, whatever was likeliest.
    `unmeasured` are intents of which nothing is known, if they are many.
    """

    accuracy: float | None
    patterns: float | None
    language: str | None
    remedies: tuple[Remedy, ...]
    refused: float | None = None
    unmeasured: Unmeasured | None = None


def weaknesses(
    intents: IntentSet, outcomes: Sequence[Outcome], language: str, *, encoder: bool
) -> Weaknesses | None:
    """Find the weaknesses of a bot from the outcomes of held-out messages; None without any.

    `language` is the language of the training, and `encoder` True if the network reads sentences
    by the encoder.
    """
    learnt = trainable(intents)
    held_out = in_scope(outcomes)
    low, few, many = _weak_figures(learnt, held_out)
    guess = clear_language(text for intent in learnt for text in intent.patterns)
    foreign = _language_without_fallback(intents, guess, language)
    unmeasured = Unmeasured.of(intents, held_out)
    unknown = unmeasured if unmeasured.is_many else None
    if (low, few, foreign, many, unknown) == (None,) * 5:
        return None
    more = _more_patterns(learnt)
    advice = [*_advice(held_out, intents, language)]
    remedies = [
        *_language_remedies(foreign, guess, language),
        *((*advice, more) if few is None and unknown is None else (more, *advice)),
        *([] if encoder or guess not in ("", language) else [_encoder_remedy(language)]),
        *([] if any(intent.tests for intent in learnt) else [Remedy("tests")]),
    ]
    return Weaknesses(low, few, foreign, tuple(remedies[:_MOST_REMEDIES]), many, unknown)


def _weak_figures(
    learnt: Sequence[Intent], held_out: Sequence[Outcome]
) -> tuple[float | None, float | None, float | None]:
    """Accuracy, mean number of patterns, and share refused; None for a good one."""
    accuracy = _share([outcome.correct for outcome in held_out], 1.0)
    refused = _share([not outcome.accepted for outcome in held_out], 0.0)
    patterns = sum(len(intent.patterns) for intent in learnt) / max(len(learnt), 1)
    return (
        accuracy if accuracy < LOW_ACCURACY else None,
        patterns if patterns < FEW_PATTERNS else None,
        refused if refused > MANY_REFUSED else None,
    )


def _share(outcomes: Sequence[bool], default: float) -> float:
    return sum(outcomes) / len(outcomes) if outcomes else default


def _encoder_remedy(language: str) -> Remedy:
    """Remedy to install the encoder of a language, "" for English."""
    return Remedy("encoder", language="" if language == ENGLISH else language)


def _language_without_fallback(intents: IntentSet, guess: str, language: str) -> str | None:
    """Language of patterns whose fallback is in English: the author's own, or the library's.

    That of the library is in the language of the training, if it has one in that.
    """
    spoken = guess if guess not in ("", ENGLISH) else ""
    setting = language if language != ENGLISH else ""
    own = intents.get(FALLBACK_TAG)
    if own is None or not own.responses:
        return None if setting in FALLBACKS else spoken or setting or None
    if guess_language(own.responses) != ENGLISH:
        return None
    return spoken or (setting if not guess else "") or None


def _language_remedies(foreign: str | None, guess: str, language: str) -> Iterator[Remedy]:
    if foreign is not None:
        yield Remedy("fallback", language=foreign)
    if guess in SPOKEN_LANGUAGES and guess != language:
        yield Remedy("language", language=guess)


def _more_patterns(learnt: Sequence[Intent]) -> Remedy:
    """Remedy to write patterns for the intents with the fewest, of which the first are named."""
    fewest = min((len(intent.patterns) for intent in learnt), default=0)
    tags = tuple(intent.tag for intent in learnt if len(intent.patterns) == fewest)
    return Remedy("patterns", tags[:_MOST_INTENTS], more=len(tags[_MOST_INTENTS:]))


def _advice(outcomes: Sequence[Outcome], intents: IntentSet, language: str) -> Iterator[Remedy]:
    if outcomes:
        neighbours = Neighbours(intents, WordSplitter(language))
        for advice in advise(outcomes, intents, neighbours)[:_MOST_REMEDIES]:
            yield Remedy("advice", advice.intents, advice=advice)
