"""Files of a test, and the intents that are read from them."""

import json
from pathlib import Path
from typing import Any

from chatbot.intents.formats.exports.export import own_file
from chatbot.intents.formats.imported import FormatName, ImportedIntents
from chatbot.intents.formats.reader import import_intents
from chatbot.intents.intent_set import Intent, IntentSet


def read_files(
    folder: Path,
    files: dict[str, Any],
    format_name: FormatName | None = None,
    language: str = "",
) -> ImportedIntents:
    """Write files, values as JSON and texts as they are, and read the folder."""
    for name, value in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = value if isinstance(value, str) else json.dumps(value)
        path.write_text(text, encoding="utf-8")
    return import_intents(folder, format_name, language)


def by_tag(imported: ImportedIntents) -> dict[str, Intent]:
    """The intents by their tags."""
    return {intent.tag: intent for intent in imported.intents}


def counts(imported: ImportedIntents) -> dict[str, int]:
    """The losses by their kinds."""
    return {loss.kind: loss.count for loss in imported.losses}


def reread(imported: ImportedIntents, folder: Path) -> IntentSet:
    """The file of an import, as the checks of our files read it."""
    path = folder / "out.json"
    path.write_bytes(own_file(imported.intents, imported.entities))
    return IntentSet.load(path)
