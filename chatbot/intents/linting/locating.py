"""Places and remedies of findings in the files, and findings of what only the files show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from chatbot.intents.checks import CheckedFile, CheckedIntent
from chatbot.intents.dialects.names import role_of
from chatbot.intents.dialects.note import Note
from chatbot.intents.joining import JoinedFiles, PlacedNote
from chatbot.intents.linting.finding import MENDABLE, Finding, Rule, TextPart
from chatbot.intents.linting.mending import FileMending, file_mending
from chatbot.intents.marks.fields import is_own_pattern
from chatbot.intents.marks.reading import without_marks
from chatbot.intents.places import Place
from chatbot.intents.responses.fields import ResponseEntry
from chatbot.located_json.scanner import Path

_BLANK_NOTES = ("blank_pattern", "blank_response")
_REPEATED = ("repeated_pattern", "repeated_response")


@dataclass(frozen=True, slots=True)
class _Spans:
    """First index of each text of a list, and the last of those that are repeated."""

    first: dict[str, int]
    last: dict[str, int]


class Locator:
    """Locator of findings: at the text, or else at the part or the tag of the intent."""

    def __init__(self, files: JoinedFiles) -> None:
        self._intents = {intent.entry.tag: intent for intent in files.intents}
        self._files = files
        self._by_name: dict[str, CheckedFile] = {}
        self._tags: dict[tuple[str, Path], str] = {}
        for intent in files.intents:
            for file, part in intent.parts:
                self._by_name[file.source.file] = file
                self._tags[file.source.file, part.origin.path] = intent.entry.tag
        self._last_spans: tuple[tuple[int, str], _Spans] = ((0, ""), _Spans({}, {}))
        self._mendings: dict[str, FileMending] = {}

    def placed(self, finding: Finding) -> Finding:
        """Return the finding with its place; without an intent, as it is."""
        joined = self._intents.get(finding.tag)
        if joined is None or finding.place:
            return finding
        places = [
            (file, path)
            for file, part in joined.parts
            if (path := part.origin.paths.get(self._location(finding, part)))
        ]
        file, path = max(places, key=lambda place: len(place[1]), default=(None, ()))
        if file is None:
            return replace(finding, place=joined.place)
        return replace(finding, place=_place(file, path), stays=self._stays(finding, file, path))

    def _location(self, finding: Finding, part: CheckedIntent) -> Path:
        """Part of the intent, or the text there: the last such text if it is repeated."""
        text = finding.text
        # The texts of a large intent take memory, and a finding about all of them needs none.
        spans = self._spans(finding.part, part) if text else None
        if spans is None or text not in spans.first:
            return (finding.part,)
        first = spans.first[text]
        return finding.part, spans.last.get(text, first) if finding.rule in _REPEATED else first

    def _spans(self, name: str, part: CheckedIntent) -> _Spans:
        key = id(part), name
        if self._last_spans[0] != key:
            self._last_spans = key, _spans(part.origin.values.get(name))
        return self._last_spans[1]

    def _stays(self, finding: Finding, file: CheckedFile, path: Path) -> bool:
        """Return True for a finding without the remedy that its rule has."""
        return finding.rule in MENDABLE and not self._mending(file).mends(path)

    def _mending(self, file: CheckedFile) -> FileMending:
        name = file.source.file
        if name not in self._mendings:
            self._mendings[name] = file_mending(file)
        return self._mendings[name]

    def reading_findings(self) -> Iterator[Finding]:
        """Findings of the reader: keys with a slip, blank texts, responses of other languages."""
        for placed in self._files.notes:
            note, place = placed.note, placed.place
            if note.kind == "locale" and role_of(str(note.path[-1])) == "responses":
                if names := tuple(note.key.split(", "))[1:]:
                    tag = self._tag_around(placed)
                    yield Finding("unread_responses", tag, "responses", names=names, place=place)
            elif note.kind in ("misspelt_key", *_BLANK_NOTES):
                tag = self._tag_around(placed)
                finding = _slip(note, tag) if note.kind == "misspelt_key" else _blank(note, tag)
                yield replace(finding, place=place, stays=self._has_more(placed, finding.rule))

    def _tag_around(self, placed: PlacedNote) -> str:
        """Tag of the intent that a note is about, "" if the intent is left out."""
        file, path = placed.place.file, placed.note.path
        starts = (path[:length] for length in range(len(path) + 1))
        return next((tag for start in starts if (tag := self._tags.get((file, start)))), "")

    def _has_more(self, placed: PlacedNote, rule: Rule) -> bool:
        """Return True if the file of a note has more such places than have a remedy."""
        file = self._by_name.get(placed.place.file)
        if file is None:
            return True
        mending = self._mending(file)
        kinds = _BLANK_NOTES if rule == "blank_text" else ("misspelt_key",)
        places = sum(note.count for note in file.notes if note.kind in kinds)
        return places > (mending.blanks if rule == "blank_text" else len(mending.keys))


def _slip(note: Note, tag: str) -> Finding:
    return Finding("misspelt_key", tag, text=note.key, similar=note.meaning, count=note.count)


def _blank(note: Note, tag: str) -> Finding:
    part: TextPart = "patterns" if note.kind == "blank_pattern" else "responses"
    return Finding("blank_text", tag, part, count=note.count)


def _place(file: CheckedFile, path: Path) -> Place:
    return Place(file.source.file, *file.source.place(path))


def _spans(texts: Any) -> _Spans:
    spans = _Spans({}, {})
    for index, value in enumerate(texts if isinstance(texts, list) else ()):
        text = _text_of(value)
        # A pattern with marks is a text without them, where an entity is learnt.
        for key in {text, without_marks(text)}:
            if spans.first.setdefault(key, index) != index:
                spans.last[key] = index
    return spans


def _text_of(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    return str(value["text"]) if is_own_pattern(value) else ResponseEntry(**value).whole
