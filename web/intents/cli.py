"""`flask intents …`: check the intent files, print the schema, write back."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from chatbot.intents.errors import IntentsError
from chatbot.intents.files import intent_paths
from chatbot.intents.intent_set import IntentSet
from chatbot.intents.lint import lint
from chatbot.intents.schema import schema_text
from web.cli.errors import reports_errors
from web.core.settings import current_settings
from web.intents.wording import describe, warning_sentence


@click.group("intents")
def intents() -> None:
    """Look after the intent files."""


@intents.command("check")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@with_appcontext
@reports_errors
def check(path: Path | None) -> None:
    """Print the contents of the intent files in figures, or every problem (exit code 1)."""
    path = path or current_settings().intents
    try:
        intents = IntentSet.load(path)
        click.echo(f"{describe(intents, len(intent_paths(path)))}: no problems.")
    except IntentsError as error:
        click.echo(str(error))
        raise SystemExit(1) from None
    for warning in lint(intents):
        click.echo(f"Note: {warning_sentence(warning)}")


@intents.command("schema")
@reports_errors
def schema() -> None:
    """Print the JSON Schema of an intent file, for editors and checkers."""
    click.echo(schema_text(), nl=False)
