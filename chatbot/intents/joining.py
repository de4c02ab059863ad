"""Joining of the intents of all files: one per tag, and the fallback under its own tag."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from chatbot.entities.entity import Entity
from chatbot.intents.checks import (
    CheckedFile,
    CheckedIntent,
    repeated_tags,
    without_patterns,
)
from chatbot.intents.context_fields import awaited_names, lifespans_of, opened_names
from chatbot.intents.conversations.reading import placed_turns, unknown_answers
from chatbot.intents.conversations.turn import Conversation
from chatbot.intents.dialects.note import Note, NoteKind
from chatbot.intents.errors import IntentsError
from chatbot.intents.fallback import stand_in
from chatbot.intents.forms.joining import form_problems, joined_entities
from chatbot.intents.marks.joining import with_marks
from chatbot.intents.marks.mark import texts_and_marks
from chatbot.intents.page.checks import CheckedPage, declared
from chatbot.intents.page.declaration import NO_PAGE, PageDeclaration
from chatbot.intents.places import Place, note_place
from chatbot.intents.reserved_tags import CLOSE_ALL, FALLBACK_TAG
from chatbot.intents.responses.fields import response_texts, rich_responses
from chatbot.intents.schema import IntentEntry
from chatbot.located_json.problems import Problem

Part = tuple[CheckedFile, CheckedIntent]
"""Intent of a file, with the file."""


@dataclass(frozen=True, slots=True)
class PlacedNote:
    """Note of a file, with its place."""

    note: Note
    place: Place


@dataclass(frozen=True, slots=True)
class JoinedIntent:
    """Intent of a tag, and its parts in the files, at least one."""

    entry: IntentEntry
    parts: tuple[Part, ...]

    def with_tag(self, tag: str) -> JoinedIntent:
        """Return the intent under another tag."""
        return replace(self, entry=self.entry.model_copy(update={"tag": tag}))

    def values(self) -> dict[str, Any]:
        """Values of an `Intent` without its form and its action."""
        entry = self.entry
        opened, lifespans = opened_names(entry.context_set), lifespans_of(entry.context_set)
        if opened and any(file.has_legacy_contexts for file, _ in self.parts):
            opened, lifespans = [CLOSE_ALL, *filter(None, opened)], dict.fromkeys(opened)
        patterns, marks = texts_and_marks(entry.patterns)
        return entry.model_dump(exclude={"form", "action", "patterns"}) | {
            "patterns": patterns,
            "marks": marks,
            "responses": response_texts(entry.responses),
            "rich": rich_responses(entry.responses),
            "context_set": opened,
            "lifespans": lifespans,
            "context_filter": awaited_names(entry.context_filter),
            "needs_all": isinstance(entry.context_filter, dict),
        }

    def without_slots(self) -> JoinedIntent:
        """Return the intent without its form and its action."""
        return replace(self, entry=self.entry.model_copy(update={"form": None, "action": None}))

    @property
    def home(self) -> Part:
        """The first part with patterns, or else the first: new patterns go there."""
        return next((part for part in self.parts if part[1].entry.patterns), self.parts[0])

    def parts_in(self, file: CheckedFile) -> list[CheckedIntent]:
        """Return the parts in a file."""
        return [part for home, part in self.parts if home is file]

    @property
    def place(self) -> Place:
        """Place of the tag of the first part."""
        return place_of(self.parts[0])


@dataclass(frozen=True, slots=True)
class JoinedFiles:
    """Intents of files by tag, in order; the problems and the notes of all files, sorted.

    With problems, intents, forms or actions are missing. `entities` are those of all files and the
    built-in ones, by name.
    """

    intents: tuple[JoinedIntent, ...]
    problems: tuple[Problem, ...]
    notes: tuple[PlacedNote, ...]
    entities: Mapping[str, Entity]
    conversations: tuple[Conversation, ...]
    page: PageDeclaration = NO_PAGE

    def raise_problems(self) -> None:
        """Raise IntentsError if there are problems."""
        if self.problems:
            raise IntentsError(self.problems)


def join(files: Sequence[CheckedFile]) -> JoinedFiles:
    """Join the intents of checked files, in their order."""
    groups, beside = _grouped(files)
    unlike = {tag for tag, parts in groups.items() if not _are_alike(parts)}
    problems = [problem for file in files for problem in file.problems]
    problems += [*repeated_tags(files, unlike), *without_patterns(files)]
    entities, repeated = joined_entities(files)
    intents = [_joined(parts[:1] if tag in unlike else parts) for tag, parts in groups.items()]
    intents, of_marks, foreign = with_marks(intents, files, entities)
    pages = [file.page for file in files if file.page]
    problems += [*of_marks, *(problem for page in pages for problem in page.problems)]
    if _has_slots(intents, pages):
        of_entities = [problem for file in files for problem in file.entities.problems]
        of_slots = [*repeated, *form_problems(intents, entities, pages), *of_entities]
        problems += of_slots
        intents = [intent.without_slots() for intent in intents] if of_slots else intents
    intents, notes = _with_fallback(intents, beside)
    entries = [intent.entry for intent in intents]
    for file in files if not problems else ():
        problems += unknown_answers(file.source, file.conversations, entries)
    notes += _notes(files, foreign, intents)
    talks = [placed_turns(file.source, turns) for file in files for turns in file.conversations]
    return JoinedFiles(
        tuple(intents),
        tuple(sorted(problems)),
        tuple(sorted(notes, key=lambda placed: placed.place)),
        entities,
        tuple(talks),
        declared(pages, entities),
    )


def _grouped(files: Sequence[CheckedFile]) -> tuple[dict[str, list[Part]], list[Part]]:
    """Parts of intents by tag, and answers beside the intents."""
    groups: dict[str, list[Part]] = {}
    beside: list[Part] = []
    for file in files:
        for intent in file.intents:
            stands_beside = intent.origin.stands_beside
            group = beside if stands_beside else groups.setdefault(intent.entry.tag, [])
            group.append((file, intent))
    return groups, beside


def _has_slots(intents: Sequence[JoinedIntent], pages: Sequence[CheckedPage]) -> bool:
    return any(page.entry.slots for page in pages) or any(
        intent.entry.form or intent.entry.action for intent in intents
    )


def _are_alike(parts: Sequence[Part]) -> bool:
    """True if parts can be joined: all wait for the same contexts, at most one form and action."""
    filters = [intent.entry.context_filter for _, intent in parts]
    forms = [intent.entry.form for _, intent in parts if intent.entry.form]
    alike = len({(type(names), frozenset(awaited_names(names))) for names in filters}) == 1
    actions = [intent.entry.action for _, intent in parts if intent.entry.action]
    return alike and len(forms) < 2 and len(actions) < 2


def _joined(parts: Sequence[Part]) -> JoinedIntent:
    entries = [intent.entry for _, intent in parts]
    if len(entries) == 1:
        return JoinedIntent(entries[0], tuple(parts))
    lists = {
        name: list(dict.fromkeys(text for entry in entries for text in getattr(entry, name)))
        for name in ("patterns", "tests")
    }
    for name in ("responses", "context_set"):  # with objects, which have no hash
        items = [item for entry in entries for item in getattr(entry, name)]
        lists[name] = list({repr(item): item for item in reversed(items)}.values())[::-1]
    description = next((entry.description for entry in entries if entry.description), "")
    form = next((entry.form for entry in entries if entry.form), None)
    action = next((entry.action for entry in entries if entry.action), None)
    update = {**lists, "description": description, "form": form, "action": action}
    entry = entries[0].model_copy(update=update)
    return JoinedIntent(entry, tuple(parts))


def _notes(
    files: Sequence[CheckedFile],
    foreign: Sequence[tuple[Note, Place]],
    intents: Sequence[JoinedIntent],
) -> Iterator[PlacedNote]:
    """Notes of the files, of foreign marks, and of tags in several places."""
    yield from (PlacedNote(note, note_place(file, note)) for file in files for note in file.notes)
    yield from (PlacedNote(note, place) for note, place in foreign)
    yield from (_joined_note(intent) for intent in intents if len(intent.parts) > 1)


def _joined_note(intent: JoinedIntent) -> PlacedNote:
    """Note of the second place of a tag; `meaning` is the first place."""
    tag = intent.parts[0][1].entry.tag
    first, second = place_of(intent.parts[0]), place_of(intent.parts[1])
    return PlacedNote(Note("joined_tag", (), tag, str(first), len(intent.parts) - 1), second)


def _with_fallback(
    intents: Sequence[JoinedIntent], beside: Sequence[Part]
) -> tuple[list[JoinedIntent], list[PlacedNote]]:
    """The intents with the fallback under its own tag, and a note if that is new.

    Answers `beside` the intents are the fallback where there is no other, and noted.
    """
    candidates = [replace(intent.parts[0][1], entry=intent.entry) for intent in intents]
    fallback = stand_in(candidates, [intent for _, intent in beside])
    if fallback and fallback[1] == "fallback_beside":
        joined = JoinedIntent(fallback[0].entry, tuple(beside))
        return [*intents, joined], [_beside_note(part, fallback[1]) for part in beside]
    notes = [_beside_note(part, "outer_fallback") for part in beside]
    if fallback is None:
        return list(intents), notes
    tag, reason = fallback[0].entry.tag, fallback[1]
    renamed = [
        intent.with_tag(FALLBACK_TAG) if intent.entry.tag == tag else intent for intent in intents
    ]
    place = next(intent.place for intent in renamed if intent.entry.tag == FALLBACK_TAG)
    return renamed, [*notes, PlacedNote(Note(reason, (), tag, FALLBACK_TAG), place)]


def _beside_note(part: Part, kind: NoteKind) -> PlacedNote:
    """Note of the answers of a fallback beside the intents of a file."""
    path = part[1].origin.path
    return PlacedNote(Note(kind, path, str(path[-1])), place_of(part))


def place_of(part: Part) -> Place:
    """Place of the tag of a part."""
    file, intent = part
    return Place(file.source.file, *file.source.place(intent.origin.path_of(("tag",))))
