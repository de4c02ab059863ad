"""The files that commands read and write, as options name them."""

from pathlib import Path

import click

EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)

json_option = click.option(
    "--json", "json_file", type=NEW_FILE, help="Write all figures to this file, too."
)


def write_figures(file: Path, text: str) -> None:
    """Write figures to a file, and say so."""
    file.write_text(text, encoding="utf-8")
    click.echo(f"The figures are in {file}.")


def write_page(file: Path, text: str, what: str, *, err: bool = False) -> None:
    """Write a page to a file, and say so: with `err`, where other output is for a program."""
    file.write_text(text, encoding="utf-8")
    click.echo(f"The {what} is in {file}: open it in a browser.", err=err)
