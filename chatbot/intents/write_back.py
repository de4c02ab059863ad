"""Additions on their way into the intent files: which file gets what, and what comes of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chatbot.errors import ExplainedError
from chatbot.intents.additions import Additions
from chatbot.intents.checks import CheckedFile, check_file
from chatbot.intents.files import intent_paths, read_file, write_file
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.intents.schema import SCHEMA_NAME
from chatbot.located_json.insertions import Insertion, JsonEditor, apply_insertions
from chatbot.located_json.source import JsonSource

NEW_FILE = "curated.json"
_MARK = b"\xef\xbb\xbf"


class WriteBackError(ExplainedError, ValueError):
    """The files cannot be changed as planned; the text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """What becomes of one file; `before` is None for one that is new.

    `patterns` are (tag, text), and `intents` the tags that are new in it.
    """

    path: Path
    name: str
    before: bytes | None
    after: bytes
    patterns: tuple[tuple[str, str], ...]
    intents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WriteBack:
    """All changes, and the patterns whose intent is in no file and not new: (tag, text)."""

    changes: tuple[FileChange, ...]
    homeless: tuple[tuple[str, str], ...]

    def write(self) -> None:
        """Write every file, each as a whole; raises PullError if one was changed meanwhile."""
        for change in self.changes:
            now = change.path.read_bytes() if change.path.exists() else None
            if now != change.before:
                raise WriteBackError(f"{change.name} was changed meanwhile. Pull again.")
        for change in self.changes:
            write_file(change.path, change.after)


def planned(path: Path, additions: Additions) -> WriteBack:
    """Return what it takes to bring the additions into the file or the folder of intents.

    The result has been loaded: it holds what training would learn, and nothing else has changed.
    Raises IntentsError where the files have problems, before or after.
    """
    files = {file: read_file(file) for file in intent_paths(path)}
    old = IntentSet.from_files(list(files.values()))
    wanted = additions.joined_to(old)
    new = [each for each in wanted if old.get(each.tag) is None]
    changes = [_grown(file, checked, wanted) for file, checked in files.items()]
    if new:
        target = path / NEW_FILE if path.is_dir() else path
        changes = _with_intents(changes, target, files, new)
    kept = tuple(change for change in changes if change.after != change.before)
    _check(files, kept, wanted)
    homeless = tuple(pattern for pattern in additions.patterns if wanted.get(pattern[0]) is None)
    return WriteBack(kept, homeless)


def _grown(path: Path, checked: CheckedFile, wanted: IntentSet) -> FileChange:
    """The file with the patterns that its intents get."""
    before = path.read_bytes()
    json_text = JsonEditor(checked.source)
    insertions: list[Insertion] = []
    patterns: list[tuple[str, str]] = []
    for number, entry in enumerate(checked.entries):
        intent = wanted.get(entry.tag)
        added = intent.patterns[len(entry.patterns) :] if intent else ()
        if added:
            patterns += [(entry.tag, text) for text in added]
            insertions.append(_patterns(json_text, checked.source, number, added))
    after = _with_insertions(before, checked.source, insertions)
    return FileChange(path, checked.source.file, before, after, tuple(patterns), ())


def _patterns(
    json_text: JsonEditor, source: JsonSource, number: int, added: Sequence[str]
) -> Insertion:
    item = source.value["intents"][number]
    path = ("intents", number)
    if "patterns" in item:
        return json_text.insert_items((*path, "patterns"), len(item["patterns"]), added)
    return json_text.insert_list(path, list(item), "patterns", added)


def _with_insertions(before: bytes, source: JsonSource, insertions: Iterable[Insertion]) -> bytes:
    mark = _MARK if before.startswith(_MARK) else b""
    return mark + apply_insertions(source.text, insertions).encode()


def _with_intents(
    changes: Sequence[FileChange],
    target: Path,
    files: dict[Path, CheckedFile],
    new: Sequence[Intent],
) -> list[FileChange]:
    """The changes with the new intents in the target file, which may be new itself."""
    entries, tags = [_entry(each) for each in new], tuple(each.tag for each in new)
    patterns = tuple((each.tag, text) for each in new for text in each.patterns)
    if target not in files:
        name = str(Path(next(iter(files.values())).source.file).with_name(target.name))
        after = _new_file(target, entries)
        return [*changes, FileChange(target, name, None, after, patterns, tags)]
    return [
        _with_entries(change, entries, patterns, tags) if change.path == target else change
        for change in changes
    ]


def _with_entries(
    change: FileChange,
    entries: Sequence[dict[str, Any]],
    patterns: tuple[tuple[str, str], ...],
    tags: tuple[str, ...],
) -> FileChange:
    source = JsonSource.from_bytes(change.name, change.after)
    count = len(source.value["intents"])
    insertion = JsonEditor(source).insert_items(("intents",), count, entries, lead=0)
    after = _with_insertions(change.after, source, [insertion])
    return FileChange(
        change.path, change.name, change.before, after, (*change.patterns, *patterns), tags
    )


def _entry(intent: Intent) -> dict[str, Any]:
    patterns, responses = list(intent.patterns), list(intent.responses)
    return {"tag": intent.tag, "patterns": patterns, "responses": responses}


def _new_file(path: Path, entries: Sequence[dict[str, Any]]) -> bytes:
    schema = {"$schema": SCHEMA_NAME} if (path.parent / SCHEMA_NAME).exists() else {}
    text = json.dumps({**schema, "intents": entries}, indent=2, ensure_ascii=False)
    return f"{text}\n".encode()


def _check(
    files: dict[Path, CheckedFile], changes: Sequence[FileChange], wanted: IntentSet
) -> None:
    """Load what would be written: the same intents as training learns, whatever their order."""
    after = dict(files)
    for change in changes:
        after[change.path] = check_file(JsonSource.from_bytes(change.name, change.after))
    loaded = IntentSet.from_files(list(after.values()))
    if _comparable(loaded) != _comparable(wanted):
        raise WriteBackError(
            "The files would not hold what was accepted, so nothing was written. Please report"
            " this, and write the examples into the files by hand."
        )


def _comparable(intents: IntentSet) -> list[tuple[Any, ...]]:
    return sorted(
        (i.tag, sorted(i.patterns), i.responses, i.context_set, i.context_filter, i.tests)
        for i in intents
    )
