"""Plain text of questions and answers: lines such as "Q: Are you open?" and "A: From 9 to 6."."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from chatbot.intents.dialects.names import QUESTION_NAMES, normalized, role_of
from chatbot.intents.formats.draft import ImportDraft
from chatbot.intents.formats.sources.documents import Document
from chatbot.intents.formats.tables.answers import AnsweredQuestions

_NAMED = re.compile(
    r"(?P<lead>[\s#>*_-]*)(?P<name>[^\W\d_]{1,16})\s*(?:\d+\s*)?(?P<end>[*_]*[:：][*_]*)\s*(?P<words>.*)"
)
_ENDS = r"\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
_LINE = re.compile(rf"([^{_ENDS}]*)(?:\r\n|[{_ENDS}]|\Z)")
"""Lines, read one by one: all at once they take more memory."""

_HEADING = re.compile(r"\s*(?:#+\s|[-=*_]{3,}\s*$)")


@dataclass(slots=True)
class _Exchange:
    """Lines of each of the questions with one answer, and those of the answer."""

    lines: list[list[str]] = field(default_factory=list)
    answer: list[str] = field(default_factory=list)

    @property
    def questions(self) -> list[str]:
        """The questions, each on one line."""
        return [" ".join(lines) for lines in self.lines]


def recognises(document: Document) -> bool:
    """True for text with questions and answers."""
    return document.kind == "questions"


def read(documents: Sequence[Document], draft: ImportDraft) -> None:
    """Read an intent for each answer; a question without one is counted."""
    exchanges = [
        (exchange.questions, "\n".join(exchange.answer).strip())
        for document in documents
        for exchange in _exchanges(document.value, draft)
    ]
    answered = AnsweredQuestions((questions[0], answer) for questions, answer in exchanges)
    for questions, answer in exchanges:
        if answer:
            intent = draft.intent_of(answered.first(questions[0]))
            intent.add_new("patterns", questions)
            intent.add_new("responses", [answer])
        else:
            draft.lose("unanswered", questions[0], len(questions))


def _exchanges(text: str, draft: ImportDraft) -> Iterator[_Exchange]:
    exchange = _Exchange()
    for match in _LINE.finditer(text):
        line = match[1]
        if not line:  # as millions may be: nothing begins or ends with one
            if exchange.answer:
                exchange.answer.append(line)
            continue
        part, words = _parted(line)
        if part == "question":
            if exchange.answer:
                yield exchange
                exchange = _Exchange()
            exchange.lines.append([words])
        elif not exchange.lines or _HEADING.match(line):
            draft.lose("line", line.strip(), 1 if line.strip() else 0)
        elif part == "answer" or exchange.answer:
            exchange.answer.append(words)
        elif words:
            exchange.lines[-1].append(words)
    if exchange.lines:
        yield exchange


def _parted(line: str) -> tuple[str, str]:
    """Part of an exchange that a line begins, "" for one that goes on, and its words."""
    named = _NAMED.match(line)
    if named and normalized(named["name"]) in QUESTION_NAMES:
        return "question", _unmarked(named)
    if named and role_of(named["name"]) == "responses":
        return "answer", _unmarked(named)
    return "", line.strip()


def _unmarked(named: re.Match[str]) -> str:
    """The words of a line, without the end of a mark that began before its name: `**Q: Why?**`."""
    words, lead = named["words"].strip(), named["lead"]
    mark = lead[len(lead.rstrip("*_")) :]
    return words if len(named["end"]) > 1 else words.removesuffix(mark).rstrip()
