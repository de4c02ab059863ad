"""Places of findings in the files, and findings of what only the files show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chatbot.intents.checks import CheckedFile
from chatbot.intents.dialects.names import role_of
from chatbot.intents.joining import JoinedFiles, PlacedNote
from chatbot.intents.linting.finding import Finding, TextPart
from chatbot.intents.places import Place
from chatbot.located_json.scanner import Path

_REPEATED = ("repeated_pattern", "repeated_response")


class Locator:
    """Locator of findings: at the text, or else at the part or the tag of the intent."""

    def __init__(self, files: JoinedFiles) -> None:
        self._intents = {intent.entry.tag: intent for intent in files.intents}

    def placed(self, finding: Finding) -> Finding:
        """Return the finding with its place; without an intent, as it is."""
        joined = self._intents.get(finding.tag)
        if joined is None or finding.place:
            return finding
        for file, part in joined.parts:
            location = _location(finding, part.origin.values)
            if location in part.origin.paths:
                return replace(finding, place=_place(file, part.origin.paths[location]))
        return replace(finding, place=joined.place)


def _location(finding: Finding, values: dict[str, list[str]]) -> Path:
    texts = values.get(finding.part) if finding.text else None
    if not isinstance(texts, list) or finding.text not in texts:
        return (finding.part,)
    if finding.rule in _REPEATED:
        return finding.part, len(texts) - 1 - texts[::-1].index(finding.text)
    return finding.part, texts.index(finding.text)


def _place(file: CheckedFile, path: Path) -> Place:
    return Place(file.source.file, *file.source.place(path))


def reading_findings(files: JoinedFiles) -> Iterator[Finding]:
    """Findings of the reader: keys with a slip, blank texts, responses of further languages."""
    for placed in files.notes:
        tag = _tag_around(files, placed)
        note, place = placed.note, placed.place
        if note.kind == "misspelt_key":
            yield Finding(
                "misspelt_key", tag, text=note.key, similar=note.meaning, count=note.count,
                place=place,
            )  # fmt: skip
        elif note.kind in ("blank_pattern", "blank_response"):
            part: TextPart = "patterns" if note.kind == "blank_pattern" else "responses"
            yield Finding("blank_text", tag, part, count=note.count, place=place)
        elif note.kind == "locale" and role_of(str(note.path[-1])) == "responses":
            names = tuple(note.key.split(", "))[1:]
            if names:
                yield Finding("unread_responses", tag, "responses", names=names, place=place)


def _tag_around(files: JoinedFiles, placed: PlacedNote) -> str:
    """Tag of the intent that a note is about, "" if the intent is left out."""
    path = placed.note.path
    for joined in files.intents:
        for file, part in joined.parts:
            if (
                file.source.file == placed.place.file
                and part.origin.path == path[: len(part.origin.path)]
            ):
                return joined.entry.tag
    return ""
