"""Files that a command writes: whether they can be is found out before the work, not after."""

import os
from pathlib import Path
from typing import Any

import click


class OutputFile(click.Path):
    """The path of a file to write, in a folder that is there; "-" too, where `allow_dash`."""

    def __init__(self, *, allow_dash: bool = False) -> None:
        super().__init__(dir_okay=False, writable=True, allow_dash=allow_dash, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if str(path) != "-" and not path.exists():
            if not path.parent.is_dir():
                self.fail(f"There is no folder {path.parent}: make it, or name another.", param)
            if not os.access(path.parent, os.W_OK | os.X_OK):
                self.fail(f"No file can be made in the folder {path.parent}.", param)
        return path


class ReplacedFile(OutputFile):
    """The path of a file that is replaced as a whole: a device or a pipe would be gone."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        path: Path = super().convert(value, param, ctx)
        if path.exists() and not path.is_file():
            self.fail(f"{path} is a device or a pipe: name a file.", param)
        return path


def write(path: Path, text: str) -> None:
    """Write a whole text to `path`, or end the command with a sentence."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}.") from error
