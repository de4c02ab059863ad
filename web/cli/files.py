"""Output files of a command, checked before the work."""

import os
from pathlib import Path
from typing import Any

import click


class OutputFile(click.Path):
    """Path of a file to write, in an existing folder; with `allow_dash`, also "-"."""

    def __init__(self, *, allow_dash: bool = False) -> None:
        super().__init__(dir_okay=False, writable=True, allow_dash=allow_dash, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if os.fsdecode(value) == "-" and not self.allow_dash:
            self.fail("- is no file: name one. For a file of this name, write ./-", param)
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if str(path) != "-" and not path.exists():
            if not path.parent.is_dir():
                self.fail(f"There is no folder {path.parent}: make it, or name another.", param)
            if not os.access(path.parent, os.W_OK | os.X_OK):
                self.fail(f"No file can be made in the folder {path.parent}.", param)
        return path


class ReplacedFile(OutputFile):
    """Path of a file to replace as a whole: no device or pipe, as replacing removes both."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        path: Path = super().convert(value, param, ctx)
        if path.exists() and not path.is_file():
            self.fail(f"{path} is a device or a pipe: name a file.", param)
        return path


def write_figures(path: Path, text: str) -> None:
    """Write figures as JSON to `path`, and print the path; raises ClickException."""
    write(path, text)
    click.echo(f"The figures are in {path}.")


def write(path: Path, text: str) -> None:
    """Write a text to `path`; raises ClickException."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}.") from error
