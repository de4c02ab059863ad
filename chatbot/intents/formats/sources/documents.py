"""Documents of an import: the files of a source with their values, by kind."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from chatbot.intents.dialects.names import QUESTION_NAMES, normalized, role_of
from chatbot.intents.formats.sources.archive import read_archive
from chatbot.intents.formats.sources.errors import ImportSourceError
from chatbot.intents.formats.sources.files import (
    Allowance,
    SourceFile,
    read_file,
    read_folder,
)
from chatbot.intents.formats.sources.json_values import VALUES_OF_OBJECT, read_json, read_json_lines
from chatbot.intents.formats.sources.yaml_values import read_yaml

Kind = Literal["json", "lines", "markdown", "questions", "table", "yaml"]

_KINDS: dict[str, Kind] = {
    ".csv": "table",
    ".json": "json",
    ".jsonl": "lines",
    ".md": "markdown",
    ".ndjson": "lines",
    ".tsv": "table",
    ".yaml": "yaml",
    ".yml": "yaml",
}
_MARKDOWN = re.compile(r"^##\s*\w", re.MULTILINE)
_LINE_NAME = re.compile(
    r"^(?:[^\S\n]|[#>*_-])*+([^\W\d_]{1,16})\s*(?:\d+\s*)?[*_]*[:：]", re.MULTILINE
)
_START = 10_000
_YAML = re.compile(r"^[A-Za-z_]+:(\s|$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Document:
    """File with its value: of JSON and YAML the data, of JSON Lines a list, else the text."""

    file: SourceFile
    kind: Kind
    value: Any

    @property
    def path(self) -> PurePosixPath:
        """Path below the source."""
        return self.file.path

    @property
    def name(self) -> str:
        """Name in sentences."""
        return self.file.name

    def has(self, *keys: str) -> bool:
        """True for an object that has all of these keys."""
        return isinstance(self.value, dict) and all(key in self.value for key in keys)


def read_documents(path: Path) -> tuple[Document, ...]:
    """Read a file, a folder or a zip archive; raises OSError, ImportSourceError."""
    allowance = Allowance()
    with _collector_paused():
        documents = tuple(_document(file, allowance) for file in _files(path))
    if not documents:
        raise ImportSourceError(
            str(path), "There is no JSON, YAML, Markdown or CSV file in it: check the path."
        )
    return documents


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Let no garbage be looked for: among a million new values, that takes most of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _files(path: Path) -> Iterable[SourceFile]:
    if not path.exists():
        raise ImportSourceError(str(path), "There is no such file or folder: check the path.")
    if path.is_dir():
        return read_folder(path)
    if path.is_file():
        with path.open("rb") as stream:
            start = stream.read(4)
        if start.startswith(b"PK"):
            return read_archive(path)
    return [read_file(path)]


def _document(file: SourceFile, allowance: Allowance) -> Document:
    kind = _KINDS.get(file.suffix) or _guessed_kind(file)
    if file.suffix == ".md" and _are_questions(file.text()[:_START]):
        kind = "questions"
    if kind == "json" and _has_object_lines(file):
        kind = "lines"
    value: Any
    if kind == "json":
        value = read_json(file, allowance)
    elif kind == "lines":
        value = read_json_lines(file, allowance)
    elif kind == "yaml":
        value = read_yaml(file, allowance)
    else:
        value = file.text()
    if kind == "markdown" and not allowance.take(VALUES_OF_OBJECT * value.count("\n")):
        raise file.error("There are too many lines up to this file: import it in parts.")
    return Document(replace(file, data=b""), kind, value)  # without the bytes, to save memory


def _has_object_lines(file: SourceFile) -> bool:
    """True for JSON Lines by the name .json: the first two lines are objects."""
    lines = [line for line in map(bytes.strip, file.data[:100_000].split(b"\n")) if line][:2]
    return len(lines) == 2 and all(line[:1] == b"{" and line[-1:] == b"}" for line in lines)


def _guessed_kind(file: SourceFile) -> Kind:
    """Kind of a file with another suffix, by its first characters."""
    text = file.text()[:_START].lstrip()
    if text.startswith(("{", "[")):
        return "json"
    if _are_questions(text):
        return "questions"
    if _MARKDOWN.search(text):
        return "markdown"
    return "yaml" if _YAML.search(text) else "table"


def _are_questions(text: str) -> bool:
    """True for lines that begin with a name of a question, and of an answer."""
    names = {normalized(match[1]) for match in _LINE_NAME.finditer(text)}
    return bool(names & QUESTION_NAMES) and any(role_of(name) == "responses" for name in names)
