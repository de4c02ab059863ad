"""Notes about what a training learns from, before it learns."""

from collections.abc import Iterator, Mapping
from typing import Any

from chatbot.encoder.files import encoder_folder, is_installed
from chatbot.encoder.kinds import encoder_for
from chatbot.intents.additions import Correction
from chatbot.intents.intent_set import IntentSet
from chatbot.intents.linting.languages import language_of
from chatbot.model.architectures import AUTO, ENGLISH
from chatbot.text.spoken_language import SpokenLanguage
from web.training.notes.note import NoteCode, RunNote

_CODES: dict[str, NoteCode] = {
    "clear": "language_clear",
    "likely": "language_likely",
    "unclear": "language_unclear",
}
"""Codes by how sure a language is."""


def beginning_note(intents: IntentSet) -> RunNote:
    """Note of the sizes of a training."""
    patterns = sum(len(intent.patterns) for intent in intents)
    return RunNote("begins", number=len(intents), total=patterns)


def correction_note(correction: Correction, reason: str) -> RunNote:
    """Note of a correction that the files do not bear."""
    return RunNote("uncorrected", name=correction.tag, text=correction.before, sentences=(reason,))


def language_notes(intents: IntentSet, config: Mapping[str, Any]) -> Iterator[RunNote]:
    """Notes about the language of a training, none if there is nothing to say.

    They tell which one "auto" takes, warn of another one than that of the patterns, and advise the
    encoder.
    """
    from chatbot.training.config import TrainingConfig
    from chatbot.training.readiness import foreign_language

    plan = TrainingConfig.from_json(config)
    if finding := foreign_language(intents, plan):
        yield RunNote("foreign_language", finding=finding)
        return
    if plan.language == AUTO:
        yield taken_note(language_of(intents))
    yield from encoder_notes(plan.resolved(intents).language)


def taken_note(language: SpokenLanguage) -> RunNote:
    """Note of the language that is taken, and of how sure it is."""
    return RunNote(_CODES[language.certainty], name=language.name)


def encoder_notes(language: str) -> Iterator[RunNote]:
    """Advice to get the encoder of a language other than English, none where it is installed."""
    if language != ENGLISH and not is_installed(encoder_folder(encoder_for(language))):
        yield RunNote("encoder", name=language)
