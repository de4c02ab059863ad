"""`flask intents export`: the intents in a format of another program."""

import re
from collections.abc import Mapping
from pathlib import Path

import click
from flask.cli import with_appcontext

from chatbot.intents.files import intent_paths, read_file, write_files
from chatbot.intents.formats.exports.export import (
    EXPORT_NAMES,
    FILE_NAMES,
    ExportName,
    export_files,
)
from chatbot.intents.formats.exports.unwritten import unwritten_parts
from chatbot.intents.intent_set import IntentSet
from chatbot.intents.joining import join
from chatbot.text.languages import SPOKEN_LANGUAGES
from chatbot.text.wording import counted, shortened
from web.cli.errors import reports_errors
from web.core.settings import current_settings
from web.intents.format_wording import unwritten_sentence

_RASA_FOLDER = "rasa-bot"
_STANDARD_OUTPUT = "-"
_LANGUAGE_TAG = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{1,8}){0,4}")


def _language(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """BCP 47 tag of a language, which becomes part of the names of files."""
    if value and not _LANGUAGE_TAG.fullmatch(value):
        raise click.BadParameter(f"{shortened(value)} is no code of a language: write en or pt-br.")
    return value


@click.command("export")
@click.argument("format_name", metavar="FORMAT", type=click.Choice(EXPORT_NAMES))
@click.option(
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    help="File to write, for rasa a folder; - prints the file. Without it, intents.json,"
    " intents.csv, intents.jsonl, dialogflow.zip or rasa-bot in the current folder.",
)
@click.option("--replace", is_flag=True, help="Replace files that exist.")
@click.option(
    "--language",
    callback=_language,
    help="Language of the intents: en, pt-br. Without it, that of RECOLLECT_LANGUAGE.",
)
@with_appcontext
@reports_errors
def export(
    format_name: ExportName, output: Path | None, replace: bool, language: str | None
) -> None:
    """Write the intents in FORMAT: recollect, rasa, dialogflow, csv or jsonl.

    `flask intents import` reads the same intents from what this writes.
    """
    settings = current_settings()
    joined = join([read_file(path) for path in intent_paths(settings.intents)])
    joined.raise_problems()
    intents = IntentSet.from_joined(joined)
    entities = [entity for entity in joined.entities.values() if entity.name]
    language = language or SPOKEN_LANGUAGES[settings.spoken_language]
    files = export_files(intents, format_name, language, entities)
    is_printed = str(output) == _STANDARD_OUTPUT
    if is_printed:
        _print(files)
    else:
        target = output or Path(FILE_NAMES.get(format_name, _RASA_FOLDER))
        targets = [target / name for name in files] if format_name == "rasa" else [target]
        _write(dict(zip(targets, files.values(), strict=True)), replace)
        patterns = counted(sum(len(intent.patterns) for intent in intents), "pattern")
        click.echo(f"{counted(len(intents), 'intent')}, {patterns}: written to {target}.")
    for part in unwritten_parts(intents, format_name, entities):
        click.echo(unwritten_sentence(part), err=is_printed)


def _print(files: Mapping[str, bytes]) -> None:
    if len(files) > 1:
        raise click.ClickException("These are several files: name a folder by --output.")
    for data in files.values():
        click.echo(data, nl=False)


def _write(files: Mapping[Path, bytes], replace: bool) -> None:
    """Write all files or none: each needs a free place, or with `replace` a file there."""
    existing = [path for path in files if path.exists()]
    if existing and not replace:
        raise click.ClickException(
            f"{existing[0]} exists already: name another place by --output, or add --replace."
        )
    for path in files:
        _check_place(path)
    for path in files:
        path.parent.mkdir(parents=True, exist_ok=True)
    write_files(files)


def _check_place(path: Path) -> None:
    """Check that nothing but a file is at the path, and nothing but folders above it."""
    file = next((parent for parent in path.parents if parent.exists()), path.parent)
    if file.exists() and not file.is_dir():
        raise click.ClickException(
            f"{file} is a file, and a folder is needed there: name another place by --output."
        )
    if path.exists() and not path.is_file():
        raise click.ClickException(
            f"{path} is no file, so it cannot be replaced: name another place by --output."
        )
