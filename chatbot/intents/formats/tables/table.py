"""Tables in CSV: a message and its intent a row, or a row for each text of our own export."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from chatbot.intents.formats.draft import ImportDraft
from chatbot.intents.formats.sources.documents import Document
from chatbot.intents.formats.tables.answers import AnsweredQuestions
from chatbot.intents.formats.tables.columns import (
    Columns,
    Meaning,
    chosen_columns,
    find_columns,
)
from chatbot.intents.formats.tables.merged_cells import fill_answers, fill_intents
from chatbot.intents.formats.tables.own_table import HEADER, read_own
from chatbot.intents.formats.tables.rows import read_rows
from chatbot.intents.formats.tables.topic_column import holds_several_answers, is_topic_column
from chatbot.intents.formats.tables.unclear_columns import UnclearColumnsError, unclear_sentence

_SAMPLE = 1000
_OF_QNA_MAKER = frozenset(("question", "answer", "source", "metadata"))
"""Names of columns, in small letters, that all exports of QnA Maker have."""
_PATH_OR_BREAK = re.compile(r"(?<!\w)[A-Za-z]:(?:\\(?!n(?![a-z]))[^\s\\]*)+|(?<!\\)\\n")
"""Path on Windows, or a line break: in a path, a break is one that no small letter follows."""

MOST_ROWS = 200_000


def recognises(document: Document) -> bool:
    """True for a table of two columns or more."""
    return document.kind == "table" and len(next(iter(read_rows(document)), (0, []))[1]) > 1


def read(documents: Sequence[Document], draft: ImportDraft) -> None:
    """Read tables into the draft; raises ImportSourceError for rows of different lengths."""
    for document in documents:
        rows = read_rows(document)
        names = [name.strip() for name in next(rows)[1]]
        if [name.casefold() for name in names] == HEADER:
            read_own(draft, document, rows)
        else:
            _read_rows(draft, document, names, rows)


def _read_rows(
    draft: ImportDraft, document: Document, names: list[str], rows: Iterator[tuple[int, list[str]]]
) -> None:
    columns = _columns(draft, document)
    if not columns.has_header:
        rows = read_rows(document)
    values = [_values(cells, columns) for _, cells in islice(rows, MOST_ROWS + 1)]
    if len(values) > MOST_ROWS:
        raise document.file.error(f"There are more than {MOST_ROWS:,} rows: import it in parts.")
    if columns.has_header and _OF_QNA_MAKER.issubset(name.casefold() for name in names):
        values = [_with_breaks(row) for row in values]
    _lose_columns(draft, columns, names, _drop_topics(draft, document, columns, names, values))
    draft.note_guess(document.name, columns)
    draft.note_continued(document.name, "intent", fill_intents(values))
    draft.note_continued(document.name, "response", fill_answers(values))
    answered = AnsweredQuestions(
        (row["text"], row.get("response", "")) for row in values if _is_alone(row)
    )
    for row in values:
        _read_row(draft, row, answered)


def _drop_topics(
    draft: ImportDraft,
    document: Document,
    columns: Columns,
    names: Sequence[str],
    values: Sequence[dict[Meaning, str]],
) -> tuple[str, ...]:
    """Take topics of several answers out of the rows: no intent has unrelated answers.

    Returns the name of their column, if there is one. A column that is chosen stays.
    """
    intent = columns.indices.get("intent")
    if draft.columns or intent is None or not is_topic_column(names[intent]):
        return ()
    if not columns.has_header or not holds_several_answers(values):
        return ()
    for row in values:
        del row["intent"]
    draft.note_topics(document.name, names[intent], columns)
    return (names[intent],)


def _lose_columns(
    draft: ImportDraft, columns: Columns, names: Sequence[str], topics: Sequence[str]
) -> None:
    """Count the columns that are not read, topics first."""
    others = [name for index, name in enumerate(names) if index not in columns.indices.values()]
    others = [*topics, *others]
    draft.lose("column", others[0] if others and columns.has_header else "", len(others))


def _is_alone(row: Mapping[Meaning, str]) -> bool:
    """True for a message without an intent."""
    return bool(row.get("text")) and not row.get("intent")


def _values(cells: Sequence[str], columns: Columns) -> dict[Meaning, str]:
    return {meaning: cells[index].strip() for meaning, index in columns.indices.items()}


def _with_breaks(row: Mapping[Meaning, str]) -> dict[Meaning, str]:
    """A row of QnA Maker, which writes a line break as a backslash and an n."""
    return {
        meaning: _PATH_OR_BREAK.sub(_break_or_path, cell).strip() for meaning, cell in row.items()
    }


def _break_or_path(match: re.Match[str]) -> str:
    return "\n" if match[0] == "\\n" else match[0]


def _columns(draft: ImportDraft, document: Document) -> Columns:
    sample = [cells for _, cells in islice(read_rows(document), _SAMPLE)]
    try:
        return chosen_columns(sample, draft.columns) if draft.columns else find_columns(sample)
    except UnclearColumnsError as error:
        raise document.file.error(unclear_sentence(error, sample), 1, 1) from error


def _read_row(
    draft: ImportDraft, values: Mapping[Meaning, str], answered: AnsweredQuestions
) -> None:
    text = values.get("text", "")
    if _is_alone(values):
        intent = draft.intent_of(answered.first(text))
    else:
        intent = draft.labelled(values.get("intent"))
    if text:
        intent.patterns.append(text)
    response = values.get("response", "")
    if response:
        intent.add_new("responses", [response])
