"""Plain text of questions and answers: lines such as "Q: Are you open?" and "A: From 9 to 6."."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from chatbot.intents.dialects.names import QUESTION_NAMES, normalized, role_of
from chatbot.intents.formats.draft import ImportDraft
from chatbot.intents.formats.sources.documents import Document

_NAMED = re.compile(r"[\s#>*_-]*([^\W\d_]{1,16})\s*\d*\s*[*_]*[:：][*_]*\s*(.*)")
_HEADING = re.compile(r"\s*(?:#+\s|[-=*_]{3,}\s*$)")


@dataclass(slots=True)
class _Exchange:
    """Lines of the questions with one answer, and those of the answer."""

    questions: list[str] = field(default_factory=list)
    answer: list[str] = field(default_factory=list)


def recognises(document: Document) -> bool:
    """True for text with questions and answers."""
    return document.kind == "questions"


def read(documents: Sequence[Document], draft: ImportDraft) -> None:
    """Read an intent for each answer; a question without one is counted."""
    for document in documents:
        for exchange in _exchanges(document.value, draft):
            answer = "\n".join(exchange.answer).strip()
            if answer:
                intent = draft.intent_of(exchange.questions[0])
                intent.add_new("patterns", exchange.questions)
                intent.add_new("responses", [answer])
            else:
                draft.lose("unanswered", exchange.questions[0], len(exchange.questions))


def _exchanges(text: str, draft: ImportDraft) -> Iterator[_Exchange]:
    exchange = _Exchange()
    for line in text.splitlines():
        part, words = _parted(line)
        if part == "question":
            if exchange.answer:
                yield exchange
                exchange = _Exchange()
            exchange.questions.append(words)
        elif not exchange.questions or _HEADING.match(line):
            draft.lose("line", line.strip(), 1 if line.strip() else 0)
        elif part == "answer" or exchange.answer:
            exchange.answer.append(words)
        elif words:
            exchange.questions[-1] += f" {words}"
    if exchange.questions:
        yield exchange


def _parted(line: str) -> tuple[str, str]:
    """Part of an exchange that a line begins, "" for one that goes on, and its words."""
    named = _NAMED.match(line)
    if named and normalized(named[1]) in QUESTION_NAMES:
        return "question", named[2].strip()
    if named and role_of(named[1]) == "responses":
        return "answer", named[2].strip()
    return "", line.strip()
