"""Reading of intents in any dialect: values for the schema, with their paths in the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from chatbot.intents.dialects.dialect import Dialect
from chatbot.intents.dialects.fallback_names import is_fallback
from chatbot.intents.dialects.intent_reader import (
    IntentReader,
    ReadIntent,
    made_tag,
)
from chatbot.intents.dialects.members import (
    are_numbered,
    holds_nothing,
    holds_text,
    is_answer,
    is_group,
    is_named_intent,
    is_no_tag,
)
from chatbot.intents.dialects.names import Role, role_of
from chatbot.intents.dialects.note import Note, counted_notes
from chatbot.intents.dialects.recognition import has_content, recognise
from chatbot.intents.dialects.shapes.answered_questions import are_answers, pairs_of
from chatbot.intents.dialects.shapes.tagged_texts import is_tagged
from chatbot.intents.dialects.slips import near_role
from chatbot.intents.dialects.texts import LocatedText, TextRole
from chatbot.intents.intent_set import MOST_INTENTS
from chatbot.intents.reserved_tags import FALLBACK_TAG
from chatbot.located_json.scanner import Path
from chatbot.located_json.source import JsonSource

_DEEPEST_GROUP = 8


@dataclass(frozen=True, slots=True)
class Reading:
    """Intents of a file in order, with the dialect and the notes."""

    dialect: Dialect
    intents: tuple[ReadIntent, ...]
    notes: tuple[Note, ...]


def read_source(source: JsonSource) -> Reading:
    """Read the values of a file: its document, and objects that follow.

    Raises UnrecognisedError.
    """
    reader = _FileReader(source, recognise([source.value, *source.parsed.rest]))
    if reader.dialect.shape == "tags":
        reader.read_tagged(*reader.dialect.paths)
        return reader.reading()
    for place, paths in reader.dialect.places.items():
        reader.note_outer(place)
        first = len(reader.intents)
        for path in paths:
            reader.read(source.value_at(path), path)
        reader.read_outer_responses(place, first)
    return reader.reading()


class _FileReader:
    def __init__(self, source: JsonSource, dialect: Dialect) -> None:
        self._source = source
        self.dialect = dialect
        self.intents: list[ReadIntent] = []
        self._notes: list[Note] = []
        self._keys: list[tuple[Role, str, Path]] = []
        self._made: set[str] = set()
        self._outer_fallbacks: dict[Path, Any] = {}

    def read(self, value: Any, path: Path) -> None:
        if self.dialect.shape == "rasa":
            self._read_examples(value, path)
        elif self.dialect.shape == "answered":
            self._read_answered(value, path)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                self._read_item(item, (*path, index))
        elif has_content(value):
            self._add(self._reader(path).read(value))
        else:
            self._read_members(value, path)

    def _read_item(self, item: Any, path: Path) -> None:
        """Read an intent of a list, or a list of further ones in its place."""
        if holds_nothing(item):
            self._notes.append(Note("empty_intent", path))
        elif isinstance(item, list) and any(map(has_content, item)):
            self._notes.append(Note("nested_list", path))
            self.read(item, path)
        else:
            self._add(self._reader(path).read(item))

    def note_outer(self, path: Path) -> None:
        """Note texts around the intents: of an intent, of answers by question, of a fallback."""
        key = path[-1] if path else 0
        if not isinstance(key, str):
            return
        outer = self._source.value_at(path[:-1])
        if has_content(_without_tagged(outer, key)):
            self._notes.append(Note("outer_intent", path, key))
        self._notes += (
            Note("outer_texts", (*path[:-1], name), name)
            for name, value in outer.items()
            if (*path[:-1], name) not in self.dialect.paths and are_answers(value)
        )
        for length in range(1, len(path) + 1):
            if isinstance(path[length - 1], str):
                surrounding = self._source.value_at(path[: length - 1])
                self._note_outer_fallback(surrounding, path[:length])

    def _note_outer_fallback(self, outer: Mapping[str, Any], path: Path) -> None:
        key = path[-1]
        for name, value in outer.items():
            if is_fallback(name) and name != key and holds_text(value):
                self._outer_fallbacks[*path[:-1], name] = value

    def read_tagged(self, patterns: Path, responses: Path) -> None:
        """Read patterns by tag, and responses by tag beside them."""
        self._note_outer_fallback(self._source.value_at(patterns[:-1]), patterns)
        paths: tuple[tuple[TextRole, Path], ...] = (
            ("patterns", patterns),
            ("responses", responses),
        )
        parts: dict[str, dict[TextRole, LocatedText]] = {}
        for role, path in paths:
            for tag, texts in self._source.value_at(path).items():
                parts.setdefault(tag, {})[role] = LocatedText(texts, (*path, tag))
        for tag, texts_by_role in parts.items():
            first = next(iter(texts_by_role.values())).path
            self._add(self._reader(first, tag).read_apart(texts_by_role))

    def read_outer_responses(self, path: Path, first: int) -> None:
        """Give responses by tag beside the intents, from the `first` on, to those without any."""
        outer = self._source.value_at(path[:-1]) if path and isinstance(path[-1], str) else {}
        is_intent = bool(outer) and has_content(_without_tagged(outer, str(path[-1])))
        for key, texts in outer.items():
            inner = (*path[:-1], key)
            if key == path[-1] or role_of(key) != "responses" or not texts:
                continue
            if is_tagged(texts):
                self._notes.append(Note("outer_responses", inner, key))
                self._give_responses(texts, inner, first)
            elif not is_intent:
                self._notes.append(Note("outer_texts", inner, key))

    def _give_responses(self, texts: Mapping[str, Any], path: Path, first: int) -> None:
        unread = dict(texts)
        for index, intent in enumerate(self.intents[first:], first):
            tag = intent.values.get("tag") if isinstance(intent.values, dict) else None
            if isinstance(tag, str) and tag in unread and not intent.values.get("responses"):
                part = LocatedText(unread.pop(tag), (*path, tag))
                self.intents[index] = self._with_responses(intent, part)
        self._notes += [Note("outer_texts", (*path, tag), tag) for tag in unread]

    def _with_responses(self, intent: ReadIntent, part: LocatedText) -> ReadIntent:
        reader = self._reader(intent.path)
        apart = reader.read_apart({"responses": part})
        self._notes += apart.notes
        values = {**intent.values, "responses": apart.values["responses"]}
        return replace(intent, values=values, paths={**intent.paths, **apart.paths})

    def _reader(self, path: Path, name: str | None = None) -> IntentReader:
        return IntentReader(path, self._source.text_at, name)

    def _read_members(self, members: Mapping[str, Any], path: Path) -> None:
        """Intents by name; a member without intents is noted, and left out."""
        numbered = are_numbered(members)
        for name, item in members.items():
            inner = (*path, name)
            if is_named_intent(name, item):
                tag = None if numbered and name.isdecimal() else name
                self._add(self._reader(inner, tag).read(item))
            elif is_group(item) and len(inner) < _DEEPEST_GROUP:
                self._read_members(item, inner)
            elif not path or not name.startswith("$"):
                self._notes.append(Note("no_intent", inner))

    def _read_examples(self, examples: Any, path: Path) -> None:
        """Intents of Rasa's examples, which name the intent of each text."""
        groups: dict[str, list[tuple[int, Any]]] = {}
        for index, example in enumerate(examples):
            if isinstance(example, dict) and isinstance(example.get("intent"), str):
                groups.setdefault(example["intent"], []).append((index, example.get("text")))
            else:
                self._notes.append(Note("no_intent", (*path, index)))
        for tag, texts in groups.items():
            first = (*path, texts[0][0])
            paths: dict[Path, Path] = {("tag",): (*first, "intent")}
            for number, (index, _) in enumerate(texts):
                paths["patterns", number] = (*path, index, "text")
            values = {"tag": tag, "patterns": [text for _, text in texts]}
            self.intents.append(ReadIntent(first, values, paths))

    def _read_answered(self, answers: Any, path: Path) -> None:
        """Intents of answers by question; a key has no path of its own, a text of a pair has."""
        is_list = isinstance(answers, list)
        # One more than a file may have is read, and told.
        pairs = islice(pairs_of(answers), MOST_INTENTS + 1)
        for index, (question, answer) in enumerate(pairs):
            inner: Path = (*path, index if is_list else question)
            part = LocatedText(answer, (*inner, 1) if is_list else inner)
            apart = self._reader(inner).read_apart({"responses": part})
            paths = {**apart.paths, ("patterns", 0): (*inner, 0)} if is_list else apart.paths
            values = {"patterns": [question], **apart.values}
            self._notes += (note for note in apart.notes if note.kind != "text_for_list")
            self.intents.append(self._with_tag(replace(apart, values=values, paths=paths)))

    def _add(self, intent: ReadIntent) -> None:
        self._notes += intent.notes
        if intent.is_empty:
            self._notes.append(Note("empty_intent", intent.path))
            return
        if self.dialect.shape == "questions" and is_no_tag(intent.keys.get("tag", "")):
            intent = self._with_tag(intent)
        self._keys += [(role, key, (*intent.path, key)) for role, key in intent.keys.items()]
        self.intents.append(intent)

    def _with_tag(self, intent: ReadIntent) -> ReadIntent:
        """The intent of a question with a tag made from the question, and made unique."""
        question = intent.path_of(("patterns", 0))
        self._notes.append(Note("question_tag", question))
        texts = intent.values.get("patterns") or [""]
        tag = stem = made_tag(str(texts[0])) or "question"
        while tag in self._made:
            tag = f"{stem}_{len(self._made)}"
        self._made.add(tag)
        paths = {**intent.paths, ("tag",): question}
        keys: dict[Role, str] = {role: key for role, key in intent.keys.items() if role != "tag"}
        return replace(intent, values={**intent.values, "tag": tag}, paths=paths, keys=keys)

    def _read_outer_fallbacks(self) -> None:
        """Read the answers of a fallback beside the intents, if it is clear which they are."""
        answers = [p for p, value in self._outer_fallbacks.items() if is_answer(str(p[-1]), value)]
        for path, value in self._outer_fallbacks.items():
            if answers != [path]:
                self._notes.append(Note("outer_fallback", path, str(path[-1])))
                continue
            intent = self._outer_fallback(value, path)
            self._notes += intent.notes
            self.intents.append(replace(intent, stands_beside=True))

    def _outer_fallback(self, value: Any, path: Path) -> ReadIntent:
        reader = self._reader(path, FALLBACK_TAG)
        if isinstance(value, dict):
            return reader.read(value)
        return reader.read_apart({"responses": LocatedText(value, path)})

    def reading(self) -> Reading:
        self._read_outer_fallbacks()
        names = self._names()
        notes = [*self._other_names(names), *self._notes]
        dialect = replace(self.dialect, names=names)
        return Reading(dialect, tuple(self.intents), counted_notes(notes))

    def _names(self) -> dict[Role, str]:
        counts = Counter((role, key) for role, key, _ in self._keys)
        names: dict[Role, str] = {}
        for (role, key), _ in counts.most_common():
            names.setdefault(role, key)
        return names

    def _other_names(self, names: Mapping[Role, str]) -> Iterator[Note]:
        for role, key, path in self._keys:
            if key not in (role, names[role]) and near_role(key) != role:
                yield Note("other_key", path, key, role)


def _without_tagged(outer: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Members of an object around intents that may be an intent: not these, nor texts by tag."""
    return {name: value for name, value in outer.items() if name != key and not is_tagged(value)}
