"""Intent files on disk now: intents, places, problems, warnings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chatbot.intents.intent_set import Intent
    from chatbot.intents.joining import PlacedNote
    from chatbot.intents.lint import LintWarning
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
    warnings: tuple[LintWarning, ...] = ()
    notes: tuple[PlacedNote, ...] = ()


def read_disk(path: Path) -> FilesOnDisk:
    """Read the intent file or folder at `path`; every fault becomes a problem."""
    # Imported here for pydantic's checks of intents: most processes never read the files.
    from chatbot.intents.errors import IntentsError
    from chatbot.intents.files import intent_paths, read_file
    from chatbot.intents.intent_set import IntentSet
    from chatbot.intents.joining import join
    from chatbot.intents.lint import lint

    try:
        joined = join([read_file(file) for file in intent_paths(path)])
    except IntentsError as error:
        return FilesOnDisk(problems=error.problems)
    intents = IntentSet.from_joined(joined)
    places = {intent.entry.tag: intent.place for intent in joined.intents}
    warnings = lint(intents, places)
    return FilesOnDisk(intents.intents, places, joined.problems, warnings, joined.notes)
