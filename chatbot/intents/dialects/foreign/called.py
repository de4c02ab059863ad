"""Kinds of other files by the name that they give their items: riddles, an interview."""

from __future__ import annotations

from collections.abc import Iterable

from chatbot.intents.dialects.foreign.other_files import OtherFile
from chatbot.intents.dialects.names import normalized

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
        *("interview", "interviews", "transcript", "transcripts", "entrevista", "entrevistas"),
        *("entretien", "entretiens", "wawancara"),
    ),
    OtherFile("a quiz, or exercises", ()): (
        *("quiz", "quizzes", "trivia", "exam", "exams", "exercise", "exercises", "homework"),
        *("Prüfung", "Klausur", "Übungen", "Aufgaben", "examen", "exámenes", "ejercicios"),
        *("prova", "exercícios", "exercices", "kuis", "ujian", "latihan"),
    ),
}
_KINDS = {normalized(name): kind for kind, names in _NAMES.items() for name in names}


def called_kind(names: Iterable[str]) -> OtherFile | None:
    """Return the kind of things that a list is called by one of the names around it, or None."""
    kinds = (_KINDS.get(normalized(name)) for name in names)
    return next((kind for kind in kinds if kind), None)
