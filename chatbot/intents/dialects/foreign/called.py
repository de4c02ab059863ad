"""Kinds of other files by the name that they give their items: riddles, flashcards."""

from __future__ import annotations

from collections.abc import Sequence

from chatbot.intents.dialects.foreign.other_files import OtherFile
from chatbot.intents.dialects.names import is_called_answers, normalized
from chatbot.located_json.scanner import Path

_NAMES = {
    OtherFile("cards to learn by", ()): (
        *("flashcards", "flash cards", "deck", "decks", "Karteikarten", "Lernkarten"),
        "tarjetas de estudio",
    ),
    OtherFile("riddles or jokes", ()): (
        *("riddles", "riddle", "puzzles", "jokes", "joke", "Rätsel", "Witze", "adivinanzas"),
        *("acertijos", "chistes", "adivinhas", "charadas", "piadas", "devinettes", "énigmes"),
        *("blagues", "teka-teki", "tebak-tebakan", "lelucon"),
    ),
    OtherFile("a quiz", ()): ("quiz", "quizzes", "trivia", "homework", "kuis"),
}
"""Names by kind; those that businesses have, too, as a glossary and exercises, tell nothing."""

_KINDS = {normalized(name): kind for kind, names in _NAMES.items() for name in names}


def called_kind(lists: Sequence[Path]) -> OtherFile | None:
    """Return the kind of things that all lists are called by a name around each, or None.

    One subject of questions may have such a name, and not all of them.
    """
    kinds = set(map(_kind, lists))
    return kinds.pop() if len(kinds) == 1 else None


def _kind(path: Path) -> OtherFile | None:
    """Kind by the nearest name that tells one; None where a name of intents is nearer."""
    for step in reversed(path):
        if isinstance(step, str) and (is_called_answers(step) or normalized(step) in _KINDS):
            return _KINDS.get(normalized(step))
    return None
