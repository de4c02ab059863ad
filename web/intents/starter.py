"""Intents of a new bot, in a language."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from chatbot.errors import ExplainedError
from chatbot.intents.files import write_file
from chatbot.intents.schema import SCHEMA_NAME, schema_text

FILE_NAME = "intents.json"

_STARTERS = Path(__file__).with_name("starters")

STARTER_LANGUAGES = tuple(sorted(path.stem for path in _STARTERS.glob("*.json")))
"""Languages with intents to start from."""


class StarterError(ExplainedError):
    """Error: no bot can begin in the folder. The message is a sentence."""


@dataclass(frozen=True, slots=True)
class Starter:
    """Intents to start from, in a language."""

    language: str

    @property
    def text(self) -> str:
        """Text of the intent file."""
        return (_STARTERS / f"{self.language}.json").read_text(encoding="utf-8")

    def write(self, folder: Path, beside: Collection[Path] = ()) -> Path:
        """Write the intents and their schema into an empty or new folder; return the intent file.

        Raises StarterError, and writes nothing, if the folder has files in it. Hidden ones, such
        as those of git, do no harm, nor do those at the absolute paths `beside`.
        """
        if folder.exists() and not folder.is_dir():
            raise StarterError(f"{folder} is a file: name a folder.")
        present = sorted(_visible(folder, beside)) if folder.exists() else []
        if present:
            raise StarterError(
                f"There are files in the folder {folder} already, such as {present[0]}: name a new"
                " or an empty folder."
            )
        folder.mkdir(parents=True, exist_ok=True)
        write_file(folder / SCHEMA_NAME, schema_text().encode())
        write_file(folder / FILE_NAME, self.text.encode())
        return folder / FILE_NAME


def _visible(folder: Path, beside: Collection[Path]) -> list[str]:
    paths = [path for path in folder.iterdir() if path.absolute() not in beside]
    return [path.name for path in paths if not path.name.startswith(".")]
