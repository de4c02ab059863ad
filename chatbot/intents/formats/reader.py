"""Reading of intents from any of the formats, found by the content or named."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from chatbot.intents.dialects.foreign.other_files import other_file
from chatbot.intents.dialects.recognition import UnrecognisedError, holds_intents, recognise
from chatbot.intents.formats import (
    ai_chatbot_framework,
    botpress,
    chatterbot,
    dialogflow,
    luis,
    rasa,
    watsonx,
)
from chatbot.intents.formats.draft import ImportDraft, TooManyIntentsError
from chatbot.intents.formats.imported import FORMAT_NAMES, FormatName, ImportedIntents
from chatbot.intents.formats.sources.documents import Document, read_documents
from chatbot.intents.formats.sources.errors import ImportSourceError
from chatbot.intents.formats.tables import json_lines, questions, table
from chatbot.intents.formats.tables.columns import Meaning
from chatbot.intents.intent_set import MOST_INTENTS


def _never(_document: Document) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class FormatReader:
    """Reader of a format. `belongs` is true for files that are of use beside those with intents."""

    recognises: Callable[[Document], bool]
    read: Callable[[Sequence[Document], ImportDraft], None]
    belongs: Callable[[Document], bool] = _never


_READERS: dict[FormatName, FormatReader] = {
    "rasa": FormatReader(rasa.recognises, rasa.read, rasa.belongs),
    "dialogflow": FormatReader(dialogflow.recognises, dialogflow.read, dialogflow.belongs),
    "watsonx": FormatReader(watsonx.recognises, watsonx.read),
    "luis": FormatReader(luis.recognises, luis.read),
    "botpress": FormatReader(botpress.recognises, botpress.read, botpress.belongs),
    "chatterbot": FormatReader(chatterbot.recognises, chatterbot.read),
    "ai-chatbot-framework": FormatReader(
        ai_chatbot_framework.recognises, ai_chatbot_framework.read, ai_chatbot_framework.belongs
    ),
    "csv": FormatReader(table.recognises, table.read),
    "jsonl": FormatReader(json_lines.recognises, json_lines.read),
    "questions": FormatReader(questions.recognises, questions.read),
}
_TABLES: tuple[FormatName, ...] = ("csv", "jsonl")
_WITH_TABLES: FormatName = "watsonx"
"""Program that has its intents in tables, too: these are read as any other table."""


def import_intents(
    path: Path,
    format_name: FormatName | None = None,
    language: str = "",
    columns: Mapping[Meaning, str] = MappingProxyType({}),
) -> ImportedIntents:
    """Read the intents of a file, a folder or a zip archive.

    Without `format_name`, the format is found by the content. `language` chooses among those of a
    bot that speaks several, and `columns` those of a table, by name or by number from 1. Raises
    OSError, and ImportSourceError with a sentence.
    """
    documents = read_documents(path)
    name = _format_of(path, documents, format_name)
    draft = ImportDraft(language, columns)
    files = _read(path, name, documents, draft)
    imported = _imported(name, files, draft)
    if len(imported.intents) > MOST_INTENTS:
        raise _too_many(path)
    if not any(intent.patterns for intent in imported.intents):
        raise ImportSourceError(
            str(path), "No intent in it has a message by which to recognise it: check the export."
        )
    return imported


def _imported(name: FormatName, files: int, draft: ImportDraft) -> ImportedIntents:
    """The intents of a draft that has been read from `files` files."""
    intents, entities = draft.finished()
    return ImportedIntents(
        name,
        files,
        intents,
        entities,
        draft.losses(),
        tuple(draft.guesses),
        tuple(draft.continued),
        tuple(draft.fallback_labels),
        tuple(draft.topics),
    )


def _read(path: Path, name: FormatName, documents: Sequence[Document], draft: ImportDraft) -> int:
    """Read the files of a format into the draft; return the number of those with intents."""
    reader = _READERS[name]
    with_intents, beside, others = _sorted_out(reader, documents)
    if not with_intents:
        raise ImportSourceError(str(path), f"There are no intents of the format {name} in it.")
    try:
        reader.read([*with_intents, *beside], draft)
    except TooManyIntentsError as error:
        raise _too_many(path) from error
    draft.lose("other_file", others[0].path.name if others else "", len(others))
    return len(with_intents)


def _too_many(path: Path) -> ImportSourceError:
    message = f"There are more than {MOST_INTENTS:,} intents in it: import it in parts."
    return ImportSourceError(str(path), message)


def _sorted_out(
    reader: FormatReader, documents: Sequence[Document]
) -> tuple[list[Document], list[Document], list[Document]]:
    """Files with intents, files of use beside them, and others."""
    with_intents: list[Document] = []
    beside: list[Document] = []
    others: list[Document] = []
    for document in documents:
        if reader.recognises(document):
            with_intents.append(document)
        else:
            (beside if reader.belongs(document) else others).append(document)
    return with_intents, beside, others


def _detected(path: Path, documents: Sequence[Document]) -> FormatName:
    """The only format that recognises a file; tables count where there is nothing else."""
    programs = [name for name in FORMAT_NAMES if name not in _TABLES]
    names = _recognising(programs, documents) or _recognising(_TABLES, documents)
    if len(names) == 1:
        return names[0]
    if names:
        message = f"This may be {' or '.join(names)}: choose by --format."
    elif any(map(_is_readable, documents)):
        message = (
            "Recollect already reads this file as it is: name it in RECOLLECT_INTENTS, or see"
            " `flask intents check`."
        )
    else:
        others = filter(None, (other_file(document.value) for document in documents))
        name = next((f": this is {other.name}" for other in others), "")
        message = (
            f"No known format is in it{name}. Known are {', '.join(FORMAT_NAMES)}. What a file of"
            " intents lacks is told by `flask intents check`."
        )
    raise ImportSourceError(str(path), message)


def _format_of(
    path: Path, documents: Sequence[Document], format_name: FormatName | None
) -> FormatName:
    """The format by its name or content, that of a table where a program has nothing but tables."""
    name = format_name or _detected(path, documents)
    if name == _WITH_TABLES and _recognising([name, "csv"], documents) == ["csv"]:
        return "csv"
    return name


def _recognising(names: Sequence[FormatName], documents: Sequence[Document]) -> list[FormatName]:
    return [name for name in names if any(map(_READERS[name].recognises, documents))]


def _is_readable(document: Document) -> bool:
    """True for an intent file in any dialect."""
    try:
        dialect = recognise([document.value])
    except UnrecognisedError:
        return False
    if dialect.paths[0] != ("intents",):
        return True
    intents = document.value["intents"]
    tagged = isinstance(intents, list) and any(isinstance(i, dict) and "tag" in i for i in intents)
    return tagged or holds_intents(intents)
