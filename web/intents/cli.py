"""`flask intents …`: check the intent files, print the schema."""

from collections import Counter
from pathlib import Path

import click
from flask.cli import with_appcontext

from chatbot.intents.errors import IntentsError
from chatbot.intents.files import intent_paths, read_file
from chatbot.intents.intent_set import IntentSet
from chatbot.intents.joining import join
from chatbot.intents.lint import lint
from chatbot.intents.linting.finding import NOTED
from chatbot.intents.schema import schema_text
from chatbot.text.wording import counted
from web.cli.errors import reports_errors
from web.core.action_hosts import uncalled
from web.core.settings import current_settings
from web.intents.finding_wording import finding_sentence
from web.intents.note_wording import dialect_phrase, note_sentence
from web.intents.wording import describe, uncalled_sentence


@click.group("intents")
def intents() -> None:
    """Look after the intent files."""


@intents.command("check")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@with_appcontext
@reports_errors
def check(path: Path | None) -> None:
    """Print the contents of the intent files in figures, or every problem (exit code 1).

    Notes are about places written in another way and read all the same, warnings about what is
    seldom meant.
    """
    path = path or current_settings().intents
    try:
        files = [read_file(file) for file in intent_paths(path)]
        joined = join(files)
        joined.raise_problems()
    except IntentsError as error:
        click.echo(str(error))
        raise SystemExit(1) from None
    intents = IntentSet.from_joined(joined)
    click.echo(f"{describe(intents, len(files))}: no problems.")
    dialects = Counter(dialect_phrase(file.dialect) for file in files if file.dialect)
    for phrase, count in dialects.items():
        of_files = f" of {counted(count, 'file')}" if len(dialects) > 1 else ""
        click.echo(f"Dialect{of_files}: {phrase}.")
    for url in uncalled(intents, current_settings().action_hosts):
        click.echo(f"Warning: {uncalled_sentence(url)}")
    for note in joined.notes:
        click.echo(f"Note: {note.place}: {note_sentence(note)}")
    for finding in lint(intents, joined, language=current_settings().chosen_language):
        if finding.rule == "unlisted_language":
            click.echo(f"Note: {finding_sentence(finding)}")
        elif finding.severity != "info" and finding.rule not in NOTED:
            place = f"{finding.place}: " if finding.place else ""
            click.echo(f"Warning: {place}{finding_sentence(finding)}")


@intents.command("schema")
@reports_errors
def schema() -> None:
    """Print the JSON Schema of an intent file, for editors and checkers."""
    click.echo(schema_text(), nl=False)
