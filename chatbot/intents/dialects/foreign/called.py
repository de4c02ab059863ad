"""Kinds of other files by the name that they give their items: riddles, an interview."""

from __future__ import annotations

from collections.abc import Sequence

from chatbot.intents.dialects.foreign.other_files import OtherFile
from chatbot.intents.dialects.names import normalized
from chatbot.located_json.scanner import Path

_NAMES = {
    OtherFile("cards to learn by", ()): (
        *("flashcards", "flash cards", "deck", "decks", "vocabulary", "vocab", "glossary"),
        *("Karteikarten", "Lernkarten", "Vokabeln", "vocabulario", "vocabulário", "vocabulaire"),
        *("tarjetas de estudio", "kosakata", "glosario", "glossário", "glossaire", "Glossar"),
    ),
    OtherFile("riddles or jokes", ()): (
        *("riddles", "riddle", "puzzles", "jokes", "joke", "Rätsel", "Witze", "adivinanzas"),
        *("acertijos", "chistes", "adivinhas", "charadas", "piadas", "devinettes", "énigmes"),
        *("blagues", "teka-teki", "tebak-tebakan", "lelucon"),
    ),
    OtherFile("an interview", ()): (
        *("interview", "interviews", "transcript", "entrevista", "entrevistas"),
        *("entretien", "entretiens", "wawancara"),
    ),
    OtherFile("a quiz, or exercises", ()): (
        *("quiz", "quizzes", "trivia", "exercise", "exercises", "homework", "Übungen"),
        *("Aufgaben", "ejercicios", "exercícios", "exercices", "kuis", "latihan"),
    ),
}
_KINDS = {normalized(name): kind for kind, names in _NAMES.items() for name in names}


def called_kind(lists: Sequence[Path]) -> OtherFile | None:
    """Return the kind of things that all lists are called by a name around each, or None.

    One subject of questions may have such a name, and not all of them.
    """
    kinds = {next(filter(None, map(_kind, path)), None) for path in lists}
    return kinds.pop() if len(kinds) == 1 else None


def _kind(step: str | int) -> OtherFile | None:
    return _KINDS.get(normalized(step)) if isinstance(step, str) else None
