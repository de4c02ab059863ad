"""Questions with the same answers, which are of one intent."""

from __future__ import annotations

from collections.abc import Iterable

from chatbot.text.comparison import comparison_key


class AnsweredQuestions:
    """Questions without an intent, by their answers."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Read questions, each with an answer, or with "" for none."""
        questions: dict[str, str] = {}
        answers: dict[str, set[str]] = {}
        for question, answer in pairs:
            key = comparison_key(question)
            questions.setdefault(key, question)
            answers.setdefault(key, set()).update((answer,) if answer else ())
        firsts: dict[frozenset[str], str] = {}
        self._firsts = {
            key: firsts.setdefault(frozenset(answers[key]), question) if answers[key] else question
            for key, question in questions.items()
        }

    def first(self, question: str) -> str:
        """The first of the questions that have just the same answers: it names their intent."""
        return self._firsts[comparison_key(question)]
