"""Joining of the intents of all files: one per tag, and the fallback under its own tag."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from chatbot.intents.checks import (
    CheckedFile,
    CheckedIntent,
    repeated_tags,
    without_patterns,
)
from chatbot.intents.dialects.note import Note
from chatbot.intents.fallback import FALLBACK_TAG, stand_in
from chatbot.intents.places import Place, note_place
from chatbot.intents.schema import IntentEntry
from chatbot.located_json.problems import Problem


@dataclass(frozen=True, slots=True)
class PlacedNote:
    """Note of a file, with its place."""

    note: Note
    place: Place


@dataclass(frozen=True, slots=True)
class JoinedIntent:
    """Intent of a tag, and its parts in the files, at least one."""

    entry: IntentEntry
    parts: tuple[tuple[CheckedFile, CheckedIntent], ...]

    @property
    def home(self) -> tuple[CheckedFile, CheckedIntent]:
        """The first part with patterns, or else the first: new patterns go there."""
        return next((part for part in self.parts if part[1].entry.patterns), self.parts[0])

    @property
    def place(self) -> Place:
        """Place of the tag of the first part."""
        file, intent = self.parts[0]
        return Place(file.source.file, *file.source.place(intent.origin.path_of(("tag",))))


@dataclass(frozen=True, slots=True)
class JoinedFiles:
    """Intents of files by tag, in order; the problems and the notes of all files, sorted.

    With problems, intents are missing.
    """

    intents: tuple[JoinedIntent, ...]
    problems: tuple[Problem, ...]
    notes: tuple[PlacedNote, ...]


def join(files: Sequence[CheckedFile]) -> JoinedFiles:
    """Join the intents of checked files, in their order."""
    joiner = _Joiner(files)
    problems = [problem for file in files for problem in file.problems]
    problems += [*joiner.problems, *without_patterns(files)]
    notes = [PlacedNote(note, note_place(file, note)) for file in files for note in file.notes]
    notes = sorted([*notes, *joiner.notes], key=lambda placed: placed.place)
    return JoinedFiles(tuple(joiner.intents.values()), tuple(sorted(problems)), tuple(notes))


class _Joiner:
    def __init__(self, files: Sequence[CheckedFile]) -> None:
        self.intents: dict[str, JoinedIntent] = {}
        self._notes: dict[Note, PlacedNote] = {}
        self._unlike: set[str] = set()
        self._files = files
        for file in files:
            for intent in file.intents:
                self._add(file, intent)
        self._name_fallback()

    def _add(self, file: CheckedFile, intent: CheckedIntent) -> None:
        joined = JoinedIntent(intent.entry, ((file, intent),))
        earlier = self.intents.setdefault(intent.entry.tag, joined)
        if earlier is joined:
            return
        if set(earlier.entry.context_filter) != set(intent.entry.context_filter):
            self._unlike.add(intent.entry.tag)
            return
        entry = _joined(earlier.entry, intent.entry)
        self.intents[entry.tag] = JoinedIntent(entry, (*earlier.parts, *joined.parts))
        self._note(Note("joined_tag", (), entry.tag, str(earlier.place)), joined.place)

    @property
    def problems(self) -> list[Problem]:
        """Tags that are there twice, with different contexts."""
        return list(repeated_tags(self._files, self._unlike))

    def _name_fallback(self) -> None:
        firsts = [joined.parts[0][1] for joined in self.intents.values()]
        fallback = stand_in(
            [replace(first, entry=self.intents[first.entry.tag].entry) for first in firsts]
        )
        if fallback is None:
            return
        intent, reason = fallback
        joined = self.intents[intent.entry.tag]
        entry = joined.entry.model_copy(update={"tag": FALLBACK_TAG})
        renamed = {intent.entry.tag: JoinedIntent(entry, joined.parts)}
        self.intents = {new.entry.tag: new for new in (self.intents | renamed).values()}
        self._note(Note(reason, (), intent.entry.tag, FALLBACK_TAG), joined.place)

    def _note(self, note: Note, place: Place) -> None:
        """Add a note, or count it with an equal one."""
        earlier = self._notes.get(note)
        count = earlier.note.count if earlier else 0
        first = earlier.place if earlier else place
        self._notes[note] = PlacedNote(replace(note, count=count + 1), first)

    @property
    def notes(self) -> list[PlacedNote]:
        """Notes of joined tags and of the fallback."""
        return list(self._notes.values())


def _joined(first: IntentEntry, second: IntentEntry) -> IntentEntry:
    lists = {
        name: _union(getattr(first, name), getattr(second, name))
        for name in ("patterns", "responses", "context_set", "tests")
    }
    description = first.description or second.description
    return first.model_copy(update={**lists, "description": description})


def _union(first: Iterable[str], second: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*first, *second]))
