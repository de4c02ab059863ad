"""Bot that an imported file is for: alone, or with the other intent files of its folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from chatbot.intents.errors import IntentsError
from chatbot.intents.files import intent_paths, read_file
from chatbot.intents.intent_set import FALLBACK_TAG, IntentSet


@dataclass(frozen=True, slots=True)
class ImportedBot:
    """Intents that are served, `path`, of which `file` is the imported one."""

    file: Path
    path: Path

    @classmethod
    def at(cls, file: Path) -> ImportedBot:
        """The bot of a file: of its folder, if that is another than the current one.

        Only a folder that holds other intents is a bot.
        """
        folder = file.parent
        if folder.resolve() == Path.cwd().resolve() or not _holds_others(folder, file):
            return cls(file, file)
        return cls(file, folder)

    @property
    def is_folder(self) -> bool:
        """True for a bot of several files."""
        return self.path != self.file

    @property
    def instance(self) -> Path:
        """Folder of the database beside the intents, which no other bot has."""
        path = self.path if self.path.name not in ("", "..") else self.path.resolve()
        stem = path.name if self.is_folder else path.stem
        return path.with_name(f"instance{stem}" if stem.startswith("-") else f"{stem}-instance")

    def has_fallback(self) -> bool:
        """True for a fallback in any of the files, and where they cannot be read together."""
        try:
            return any(intent.tag == FALLBACK_TAG for intent in IntentSet.load(self.path))
        except IntentsError:
            return True


def _holds_others(folder: Path, file: Path) -> bool:
    """True for a folder of intents that reads the file, and others beside it."""
    try:
        paths = intent_paths(folder)
    except IntentsError:
        return False
    others = [path for path in paths if path.name != file.name]
    return len(others) < len(paths) and any(read_file(path).entries for path in others)
