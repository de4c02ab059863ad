"""Wording of the weaknesses of a trained bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatbot.encoder.kinds import encoder_for
from chatbot.model.architectures import ENGLISH
from web.admin.language_names import language_name
from web.http.numbers import decimal, percent
from web.http.translation import _, later, translated
from web.training.wording.advice import advice_sentence
from web.training.wording.unmeasured import unmeasured_reason, with_more

if TYPE_CHECKING:
    from chatbot.evaluation.weaknesses import Remedy, Weaknesses

_REMEDIES = {
    "encoder": later("Install the %(encoder)s, which knows other words for the same: %(command)s."),
    "fallback": later(
        'Write the responses of the "fallback" in %(language)s: until then, what the bot does'
        " not understand is answered in English."
    ),
    "language": later(
        "Set RECOLLECT_LANGUAGE=%(setting)s, the language that the patterns seem to be in,"
        " and train again: refunds and refunded are one word in their own language only."
    ),
    "patterns": later(
        "Write more patterns, in other words than those that are there: %(intents)s have the"
        " fewest. Twenty an intent are a good start."
    ),
    "tests": later(
        'Write three "tests" for each intent, messages that the bot never learns: they tell if'
        " a change has helped."
    ),
}


def weakness_sentence(weaknesses: Weaknesses) -> str:
    """Warning about the weak figures of a bot."""
    reasons = []
    if weaknesses.accuracy is not None:
        share = percent(weaknesses.accuracy)
        reasons.append(_("it understands %(share)s of the held-out messages", share=share))
    if weaknesses.refused is not None:
        share = percent(weaknesses.refused)
        reasons.append(
            _("it gives the fallback to %(share)s of the held-out messages", share=share)
        )
    unmeasured = weaknesses.unmeasured
    if unmeasured:
        reasons.append(unmeasured_reason(unmeasured))
    if weaknesses.patterns is not None and not (unmeasured and unmeasured.is_all):
        reasons.append(_patterns(weaknesses.patterns))
    if weaknesses.language is not None:
        language = language_name(weaknesses.language)
        reasons.append(
            _("its fallback is in English, its language %(language)s", language=language)
        )
    last = reasons.pop()
    joined = (
        _("%(reasons)s, and %(last)s", reasons=", ".join(reasons), last=last) if reasons else last
    )
    return _("This bot is weak: %(reasons)s. To help it most:", reasons=joined)


def _patterns(mean: float) -> str:
    if round(mean, 1) == 1:
        return _("it has one pattern an intent")
    return _("it has %(patterns)s patterns an intent", patterns=decimal(mean))


def remedy_sentences(weaknesses: Weaknesses) -> list[str]:
    """Sentences about the remedies, the most helpful first."""
    return [_sentence(remedy) for remedy in weaknesses.remedies]


def _sentence(remedy: Remedy) -> str:
    if remedy.advice:
        return advice_sentence(remedy.advice)
    kind = encoder_for(remedy.language or ENGLISH)
    return _(
        _REMEDIES[remedy.kind],
        encoder=translated(kind.title),
        command=kind.command,
        intents=with_more(remedy.intents, remedy.more),
        language=language_name(remedy.language),
        setting=remedy.language,
    )
