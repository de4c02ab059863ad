"""Intent files on disk now: intents, places, problems, findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from chatbot.intents.errors import IntentsError
from chatbot.intents.intent_set import Intent, IntentSet
from web.curation.fitting import unfit_corrections

if TYPE_CHECKING:
    from chatbot.intents.additions import Correction
    from chatbot.intents.joining import PlacedNote
    from chatbot.intents.linting.finding import Finding
    from chatbot.intents.places import Place
    from chatbot.located_json.problems import Problem


@dataclass(frozen=True, slots=True)
class FilesOnDisk:
    """Readable content of the files; intents with the same tag are joined.

    With `problems`, intents are missing.
    """

    intents: tuple[Intent, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    findings: tuple[Finding, ...] = ()
    notes: tuple[PlacedNote, ...] = ()


Stamps = tuple[tuple[str, int, int], ...]


def read_disk(path: Path, language: str) -> FilesOnDisk:
    """Read the intent file or folder at `path`; every fault becomes a problem.

    `language` is the one to train in.
    """
    key = stamps(path)
    return _read(path, language, key) if key else _read.__wrapped__(path, language, key)


@lru_cache(maxsize=1)
def _read(path: Path, language: str, _stamps: Stamps) -> FilesOnDisk:
    # Imported here for pydantic's checks of intents: most processes never read the files.
    from chatbot.intents.files import intent_paths, read_file
    from chatbot.intents.joining import join
    from chatbot.intents.lint import lint

    try:
        joined = join([read_file(file) for file in intent_paths(path)])
    except IntentsError as error:
        return FilesOnDisk(problems=error.problems)
    intents = IntentSet.from_joined(joined)
    places = {intent.entry.tag: intent.place for intent in joined.intents}
    findings = lint(intents, joined, language=language)
    return FilesOnDisk(intents.intents, places, joined.problems, findings, joined.notes)


def unfit_on_disk(path: Path, corrections: Iterable[Correction]) -> Mapping[Correction, str]:
    """Corrections that the files do not bear, with the problems; none if the files have some."""
    key = stamps(path)
    return _unfit(path, tuple(corrections), key) if key else {}


@lru_cache(maxsize=1)
def _unfit(
    path: Path, corrections: tuple[Correction, ...], _stamps: Stamps
) -> Mapping[Correction, str]:
    try:
        return unfit_corrections(path, corrections)
    except IntentsError:
        return {}


def stamps(path: Path) -> Stamps:
    """Names, times and sizes of the files, as a cache key."""
    from chatbot.intents.files import intent_paths

    try:
        stats = [(file.name, file.stat()) for file in intent_paths(path)]
    except (OSError, IntentsError):
        return ()
    return tuple((name, stat.st_ctime_ns, stat.st_size) for name, stat in stats)
