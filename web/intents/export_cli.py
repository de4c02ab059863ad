"""`flask intents export`: the intents in a format of another program."""

from collections.abc import Mapping
from pathlib import Path

import click
from flask.cli import with_appcontext

from chatbot.intents.files import write_file
from chatbot.intents.formats.exports.export import (
    EXPORT_NAMES,
    FILE_NAMES,
    ExportName,
    export_files,
)
from chatbot.intents.intent_set import IntentSet
from chatbot.text.languages import LANGUAGES
from chatbot.text.wording import counted
from web.cli.errors import reports_errors
from web.core.settings import current_settings

_RASA_FOLDER = "rasa-bot"
_STANDARD_OUTPUT = "-"


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
    "--language", help="Language of the intents: en, pt-br. Without it, that of RECOLLECT_LANGUAGE."
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
    intents = IntentSet.load(settings.intents)
    files = export_files(intents, format_name, language or LANGUAGES[settings.language])
    if str(output) == _STANDARD_OUTPUT:
        _print(files)
        return
    target = output or Path(FILE_NAMES.get(format_name, _RASA_FOLDER))
    targets = [target / name for name in files] if format_name == "rasa" else [target]
    _write(dict(zip(targets, files.values(), strict=True)), replace)
    patterns = counted(sum(len(intent.patterns) for intent in intents), "pattern")
    click.echo(f"{counted(len(intents), 'intent')}, {patterns}: written to {target}.")


def _print(files: Mapping[str, bytes]) -> None:
    if len(files) > 1:
        raise click.ClickException("These are several files: name a folder by --output.")
    for data in files.values():
        click.echo(data, nl=False)


def _write(files: Mapping[Path, bytes], replace: bool) -> None:
    """Write files, each of them as a whole; without `replace`, none if one of them exists."""
    existing = [path for path in files if path.exists()]
    if existing and not replace:
        raise click.ClickException(
            f"{existing[0]} exists already: name another place by --output, or add --replace."
        )
    for path, data in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, data)
