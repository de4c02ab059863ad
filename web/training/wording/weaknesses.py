"""Wording of the weaknesses of a trained bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatbot.encoder.kinds import encoder_for
from chatbot.model.architectures import ENGLISH
from chatbot.text.wording import percent
from web.training.wording.advice import advice_sentence

if TYPE_CHECKING:
    from chatbot.evaluation.weaknesses import Remedy, Weaknesses

_REMEDIES = {
    "encoder": "Install the {encoder}, which knows other words for the same: {command}.",
    "fallback": 'Write the responses of the "fallback" in {language}: until then, what the bot does'
    " not understand is answered in English.",
    "language": "Set RECOLLECT_LANGUAGE={setting}, the language that the patterns seem to be in,"
    " and train again: refunds and refunded are one word in their own language only.",
    "patterns": "Write more patterns, in other words than those that are there: {intents} have the"
    " fewest. Twenty an intent are a good start.",
    "tests": 'Write three "tests" for each intent, messages that the bot never learns: they tell if'
    " a change has helped.",
}


def weakness_sentence(weaknesses: Weaknesses) -> str:
    """Warning about the weak figures of a bot."""
    reasons = []
    if weaknesses.accuracy is not None:
        reasons.append(f"it understands {percent(weaknesses.accuracy)} of the held-out messages")
    if weaknesses.patterns is not None:
        reasons.append(f"it has {weaknesses.patterns:.1f} patterns an intent")
    if weaknesses.language is not None:
        reasons.append(f"its fallback is in English, its language {weaknesses.language.title()}")
    last = reasons.pop()
    joined = f"{', '.join(reasons)}, and {last}" if reasons else last
    return f"This bot is weak: {joined}. To help it most:"


def remedy_sentences(weaknesses: Weaknesses) -> list[str]:
    """Sentences about the remedies, the most helpful first."""
    return [_sentence(remedy) for remedy in weaknesses.remedies]


def _sentence(remedy: Remedy) -> str:
    if remedy.advice:
        return advice_sentence(remedy.advice)
    kind = encoder_for(remedy.language or ENGLISH)
    return _REMEDIES[remedy.kind].format(
        encoder=kind.title,
        command=kind.command,
        intents=", ".join(remedy.intents),
        language=remedy.language.title(),
        setting=remedy.language,
    )
