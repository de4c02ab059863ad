"""Intent files on disk now: intents, places, problems, warnings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chatbot.intents.checks import CheckedFile
    from chatbot.intents.intent_set import Intent
    from chatbot.intents.lint import LintWarning
    from chatbot.intents.places import Place
    from chatbot.located_json.problems import Problem


@dataclass(frozen=True, slots=True)
class FilesOnDisk:
    """Readable content of the files; of intents with the same tag, the first.

    With `problems`, intents are missing.
    """

    intents: tuple[Intent, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    warnings: tuple[LintWarning, ...] = ()


def read_disk(path: Path) -> FilesOnDisk:
    """Read the intent file or folder at `path`; every fault becomes a problem."""
    # Imported here for pydantic's checks of intents: most processes never read the files.
    from chatbot.intents.checks import repeated_tags, without_patterns
    from chatbot.intents.errors import IntentsError
    from chatbot.intents.files import intent_paths, read_file
    from chatbot.intents.intent_set import IntentSet
    from chatbot.intents.lint import lint
    from chatbot.intents.places import tag_places

    try:
        files = [read_file(file) for file in intent_paths(path)]
    except IntentsError as error:
        return FilesOnDisk(problems=error.problems)
    problems = [problem for file in files for problem in file.problems]
    problems += [*repeated_tags(files), *without_patterns(files)]
    intents, places = _intents(files), tag_places(files)
    warnings = lint(IntentSet(intents), places)
    return FilesOnDisk(intents, places, tuple(sorted(problems)), warnings)


def _intents(files: Sequence[CheckedFile]) -> tuple[Intent, ...]:
    from chatbot.intents.intent_set import Intent

    intents: dict[str, Intent] = {}
    for file in files:
        for entry in file.entries:
            values: dict[str, Any] = entry.model_dump()
            lists = {name: tuple(v) for name, v in values.items() if isinstance(v, list)}
            intents.setdefault(entry.tag, Intent(**(values | lists)))
    return tuple(intents.values())
