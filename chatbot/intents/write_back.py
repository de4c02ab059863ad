"""Writing additions back into the intent files, without any other change."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from chatbot.intents.additions import Additions, Correction, part_texts
from chatbot.intents.checks import CheckedFile, check_file
from chatbot.intents.dialects.insertions import (
    intent_insertions,
    pattern_insertions,
    response_replacements,
)
from chatbot.intents.dialects.renaming import tag_replacement
from chatbot.intents.errors import IntentsError, WriteBackError, format_problems
from chatbot.intents.files import intent_paths, read_file, require_readable, write_files
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.intents.joining import JoinedFiles, JoinedIntent, join
from chatbot.intents.marks.mark import written_form
from chatbot.intents.marks.writing import as_written
from chatbot.intents.reserved_tags import FALLBACK_TAG
from chatbot.intents.schema import SCHEMA_NAME
from chatbot.located_json.replacements import Replacement, apply_replacements
from chatbot.located_json.source import JsonSource

NEW_FILE = "curated.json"


@dataclass(frozen=True, slots=True)
class FileChange:
    """Change of a file; `before` is None for a new file.

    `patterns` are the new patterns as (tag, text), `intents` the new tags, `corrected` the tag of
    each response with a new text. `renamed` are the tags in the file of the stand-in for the
    fallback, which has the tag of the fallback afterwards.
    """

    path: Path
    name: str
    before: bytes | None
    after: bytes
    patterns: tuple[tuple[str, str], ...]
    intents: tuple[str, ...]
    renamed: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WriteBack:
    """Changes of files; `orphans` are patterns of missing intents, as (tag, text).

    `stand_in` is the tag of an intent that is read as the fallback afterwards, and was not before.
    `vain` are corrections of responses that the files do not have, or beside the corrected ones.
    """

    changes: tuple[FileChange, ...]
    orphans: tuple[tuple[str, str], ...]
    stand_in: str = ""
    vain: tuple[Correction, ...] = ()

    def write(self) -> None:
        """Write all files; if a file was changed meanwhile, raises WriteBackError, writes none."""
        write_files({change.path: change.after for change in self.changes}, self._check_unchanged)

    def _check_unchanged(self) -> None:
        for change in self.changes:
            current = change.path.read_bytes() if change.path.exists() else None
            if current != change.before:
                raise WriteBackError(f"{change.name} was changed meanwhile. Pull again.")


def plan_write_back(path: Path, additions: Additions) -> WriteBack:
    """Plan the changes to the file or folder of intents for the additions.

    The changed files are loaded and compared with the intents for training: nothing else changes.
    Raises IntentsError if the files have problems, WriteBackError if the check fails, and
    FileSizeError.
    """
    files = {file: read_file(file) for file in intent_paths(path)}
    target, changes = _changes(path, files, additions)
    kept = tuple(change for change in changes if change.after != change.before)
    for change in kept:
        require_readable(change.name, change.after)
    orphans = tuple(pattern for pattern in additions.patterns if target.get(pattern[0]) is None)
    vain = tuple(c for c in additions.corrections if _is_vain(c, target, additions.corrections))
    return WriteBack(kept, orphans, _checked_stand_in(files, kept, target), vain)


def _changes(
    path: Path, files: dict[Path, CheckedFile], additions: Additions
) -> tuple[IntentSet, list[FileChange]]:
    """The intents as they should be, and each file with its changes; raises IntentsError."""
    joined = join(list(files.values()))
    if joined.problems:
        raise IntentsError(joined.problems)
    old = IntentSet.from_joined(joined)
    target = additions.joined_to(old)
    written = as_written(target, joined.entities)
    new = [intent for intent in written if old.get(intent.tag) is None]
    silent = any(not intent.patterns for intent in new)
    corrections = {intent.tag: additions.corrections_of(intent) for intent in old}
    changes = [
        _with_texts(file, checked, joined, written, corrections, silent)
        for file, checked in files.items()
    ]
    if new:
        home = path / NEW_FILE if path.is_dir() else path
        changes = _with_intents(changes, home, files, new)
    return target, changes


def _is_vain(correction: Correction, target: IntentSet, corrections: Sequence[Correction]) -> bool:
    """True if the intent has not the new text, or has it beside the old one.

    The old one may be the new one of another correction, as where two texts change places.
    """
    intent = target.get(correction.tag)
    texts = {*intent.responses} | part_texts(intent) if intent else set()
    new = {other.after for other in corrections if other.tag == correction.tag}
    return correction.after not in texts or correction.before in texts - new


def _with_texts(
    path: Path,
    checked: CheckedFile,
    joined: JoinedFiles,
    target: IntentSet,
    corrections: Mapping[str, Mapping[str, str]],
    renames: bool,
) -> FileChange:
    """Change of a file: new patterns of the intents with their first part in it, and corrections.

    The stand-in for the fallback gets the tag of the fallback with its first pattern, or if it
    `renames`: its name or shape would tell it no longer.
    """
    source = checked.source
    before = source.encoded(source.text)  # what was read: the file may have changed since
    added = [(present, _added(present, target)) for present in joined.intents]
    here = [(present, texts) for present, texts in added if texts and present.home[0] is checked]
    renamings = [_renamed(present, checked) for present, texts in added if texts or renames]
    replaced = list(_corrected(checked, joined, corrections))
    edits = [edit for present, texts in here for edit in _insertions(present, texts)]
    edits += [edit for _, replacements in renamings for edit in replacements]
    after = _with_insertions(source, [*edits, *(edit for _, edit in replaced)])
    _require_keys_alike(source, after)
    return FileChange(
        path,
        source.file,
        before,
        after,
        patterns=tuple((present.entry.tag, text) for present, texts in here for text in texts),
        intents=(),
        renamed=tuple(tag for tags, _ in renamings for tag in tags),
        corrected=tuple(tag for tag, _ in replaced),
    )


def _insertions(present: JoinedIntent, texts: Sequence[str]) -> Iterator[Replacement]:
    """Insertions of new patterns into the first part of an intent."""
    checked, part = present.home
    return pattern_insertions(checked, part, texts)


def _require_keys_alike(source: JsonSource, after: bytes) -> None:
    """Raise WriteBackError if a key that is there twice has two values after a change."""
    repeated = [fault for fault in source.parsed.faults if fault.habit == "repeated_key"]
    if repeated and not JsonSource.from_bytes(source.file, after).is_tolerable:
        first = source.place_of_offset(repeated[0].offset)
        raise WriteBackError(
            f"{source.file}:{first[0]}:{first[1]} has a key twice in an object, and only one of the"
            " two would change, so nothing was written. Remove one of them, also where this file"
            " has more such places."
        )


def _added(present: JoinedIntent, target: IntentSet) -> tuple[str, ...]:
    """New patterns of an intent."""
    intent = target.get(present.entry.tag)
    return intent.patterns[len(present.entry.patterns) :] if intent else ()


def _renamed(present: JoinedIntent, checked: CheckedFile) -> tuple[list[str], list[Replacement]]:
    """Tags of an intent in a file that are not its own, one at most, and its own in their place."""
    tag = present.entry.tag
    strangers = [part for part in present.parts_in(checked) if part.entry.tag != tag]
    replacements = [tag_replacement(checked, stranger, tag) for stranger in strangers]
    return [stranger.entry.tag for stranger in strangers[:1]], replacements


def _corrected(
    checked: CheckedFile, joined: JoinedFiles, corrections: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, Replacement]]:
    """Replacements of responses in a file, in all parts of their intents, each with the tag."""
    for present in joined.intents:
        tag = present.entry.tag
        texts = corrections[tag]
        for part in present.parts_in(checked) if texts else ():
            for replacement in response_replacements(checked, part, texts):
                yield tag, replacement


def _with_insertions(source: JsonSource, insertions: Iterable[Replacement]) -> bytes:
    return source.encoded(apply_replacements(source.text, insertions))


def _with_intents(
    changes: Sequence[FileChange],
    home: Path,
    files: dict[Path, CheckedFile],
    new: Sequence[Intent],
) -> list[FileChange]:
    """The changes with the new intents in the `home` file, perhaps a new file."""
    tags = tuple(intent.tag for intent in new)
    patterns = tuple((intent.tag, text) for intent in new for text in intent.patterns)
    if home not in files:
        name = str(Path(next(iter(files.values())).source.file).with_name(home.name))
        after = _new_file(home, new)
        return [*changes, FileChange(home, name, None, after, patterns, tags)]
    return [
        _with_entries(change, new, patterns, tags) if change.path == home else change
        for change in changes
    ]


def _with_entries(
    change: FileChange,
    new: Sequence[Intent],
    patterns: tuple[tuple[str, str], ...],
    tags: tuple[str, ...],
) -> FileChange:
    checked = check_file(JsonSource.from_bytes(change.name, change.after))
    insertions = intent_insertions(checked, new)
    after = _with_insertions(checked.source, insertions)
    _require_keys_alike(checked.source, after)
    return replace(change, after=after, patterns=(*change.patterns, *patterns), intents=tags)


def _new_file(path: Path, new: Sequence[Intent]) -> bytes:
    entries = [
        {
            "tag": intent.tag,
            "patterns": [written_form(pattern) for pattern in intent.patterns],
            "responses": list(intent.responses),
        }
        for intent in new
    ]
    schema = {"$schema": SCHEMA_NAME} if (path.parent / SCHEMA_NAME).exists() else {}
    text = json.dumps({**schema, "intents": entries}, indent=2, ensure_ascii=False)
    return f"{text}\n".encode()


def _checked_stand_in(
    files: dict[Path, CheckedFile], changes: Sequence[FileChange], target: IntentSet
) -> str:
    """Load the changed files in place of the old, and compare the intents, in any order.

    Return the tag of an intent that is read as the fallback where the target has none, or "".
    """
    joined = _rejoined(files, changes)
    stand_in = "" if target.get(FALLBACK_TAG) else _stand_in(joined)
    expected = [replace(i, tag=FALLBACK_TAG) if i.tag == stand_in else i for i in target]
    if joined.problems:
        raise WriteBackError(
            "With what was accepted, the files would have problems, so nothing was written. Change"
            f" or take back what is named here:\n{format_problems(joined.problems)}",
            joined.problems,
        )
    if _comparable(IntentSet.from_joined(joined)) != _comparable(expected):
        _require_none_beside(files.values(), joined)
        raise WriteBackError(
            "The files would not hold what was accepted, so nothing was written. Please report"
            " this, and write the examples into the files by hand."
        )
    return stand_in


def _rejoined(files: dict[Path, CheckedFile], changes: Sequence[FileChange]) -> JoinedFiles:
    """Check the changed files in place of the old, and join all in their order."""
    paths = dict.fromkeys((*files, *(change.path for change in changes)))
    for change in changes:
        files.pop(change.path, None)  # before the new text is read, which takes as much memory
    for change in changes:
        files[change.path] = check_file(JsonSource.from_bytes(change.name, change.after))
    return join([files[path] for path in paths])


def _require_none_beside(files: Iterable[CheckedFile], joined: JoinedFiles) -> None:
    """Raise WriteBackError for answers beside the intents that a new intent would replace."""
    fallback = _stand_in(joined)
    for file in files:
        if fallback and any(part.origin.stands_beside for part in file.intents):
            raise WriteBackError(
                f'"{fallback}" would be read as the fallback, in place of the answers beside the'
                f" intents of {file.source.file}. Convert that file first: flask intents convert"
            )


def _stand_in(joined: JoinedFiles) -> str:
    fallbacks = (intent for intent in joined.intents if intent.entry.tag == FALLBACK_TAG)
    return next((intent.parts[0][1].entry.tag for intent in fallbacks), "")


def _comparable(intents: Iterable[Intent]) -> list[tuple[Any, ...]]:
    return sorted(
        (
            i.tag,
            sorted(i.patterns),
            i.responses,
            i.contexts,
            i.tests,
            repr((i.form, i.rich, i.action, sorted(i.marks.items()))),
        )
        for i in intents
    )
