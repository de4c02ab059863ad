"""Reading of intents in any dialect: values for the schema, with their paths in the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from chatbot.intents.dialects.dialect import Dialect
from chatbot.intents.dialects.intent_reader import IntentReader, ReadIntent, made_tag
from chatbot.intents.dialects.names import Role, role_of
from chatbot.intents.dialects.note import Note, counted_notes
from chatbot.intents.dialects.recognition import has_content, recognise
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
    for path in reader.dialect.paths:
        reader.note_outer(path)
        reader.read(source.value_at(path), path)
    return reader.reading()


class _FileReader:
    def __init__(self, source: JsonSource, dialect: Dialect) -> None:
        self._source = source
        self.dialect = dialect
        self._intents: list[ReadIntent] = []
        self._notes: list[Note] = []
        self._keys: list[tuple[Role, str, Path]] = []
        self._made: set[str] = set()

    def read(self, value: Any, path: Path) -> None:
        if self.dialect.shape == "rasa":
            self._read_examples(value, path)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                self._add(self._reader((*path, index)).read(item))
        elif has_content(value):
            self._add(self._reader(path).read(value))
        else:
            self._read_members(value, path)

    def note_outer(self, path: Path) -> None:
        """Note an object with texts of its own around the intents."""
        key = path[-1] if path else 0
        if isinstance(key, str) and has_content(self._source.value_at(path[:-1])):
            self._notes.append(Note("outer_intent", path, key))

    def _reader(self, path: Path, name: str | None = None) -> IntentReader:
        return IntentReader(path, self._source.text_at, name)

    def _read_members(self, members: Mapping[str, Any], path: Path) -> None:
        """Intents by name; a member without intents is noted, and left out."""
        for name, item in members.items():
            inner = (*path, name)
            if has_content({"tag": name, **item} if isinstance(item, dict) else item):
                self._add(self._reader(inner, name).read(item))
            elif (
                isinstance(item, dict) and self._holds_intents(item) and len(inner) < _DEEPEST_GROUP
            ):
                self._read_members(item, inner)
            elif not path or not str(name).startswith("$"):
                self._notes.append(Note("no_intent", inner))

    def _holds_intents(self, members: Mapping[str, Any]) -> bool:
        return any(
            has_content({"tag": name, **item})
            for name, item in members.items()
            if isinstance(item, dict)
        )

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
            self._intents.append(ReadIntent(first, values, paths))

    def _add(self, intent: ReadIntent) -> None:
        self._notes += intent.notes
        if intent.is_empty:
            self._notes.append(Note("empty_intent", intent.path))
            return
        self._keys += [(role, key, (*intent.path, key)) for role, key in intent.keys.items()]
        if self.dialect.shape == "questions" and "tag" not in intent.keys:
            intent = self._with_tag(intent)
        self._intents.append(intent)

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
        return replace(intent, values={**intent.values, "tag": tag}, paths=paths)

    def reading(self) -> Reading:
        names = self._names()
        notes = [*self._other_names(names), *self._notes]
        dialect = replace(self.dialect, names=names)
        return Reading(dialect, tuple(self._intents), counted_notes(notes))

    def _names(self) -> dict[Role, str]:
        counts = Counter((role, key) for role, key, _ in self._keys)
        names: dict[Role, str] = {}
        for (role, key), _ in counts.most_common():
            names.setdefault(role, key)
        return names

    def _other_names(self, names: Mapping[Role, str]) -> Iterator[Note]:
        for role, key, path in self._keys:
            if key not in (role, names[role]) and role_of(key):
                yield Note("other_key", path, key, role)
