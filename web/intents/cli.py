"""`flask intents …`: check the intent files, print the schema."""

import gc
from collections import Counter
from pathlib import Path

import click
from flask.cli import with_appcontext

from chatbot.intents.errors import IntentsError
from chatbot.intents.files import intent_paths, read_file
from chatbot.intents.intent_set import IntentSet
from chatbot.intents.joining import join
from chatbot.intents.lint import lint
from chatbot.intents.linting.finding import NOTED, Finding
from chatbot.intents.schema import schema_text
from chatbot.text.wording import counted
from web.cli.errors import reports_errors
from web.cli.lines import echo_lines
from web.core.action_hosts import uncalled
from web.core.image_hosts import unlisted_images
from web.core.settings import current_settings
from web.intents.finding_wording import finding_sentence
from web.intents.note_wording import dialect_phrase, note_sentence
from web.intents.wording import describe, uncalled_sentence, unlisted_image_sentence


@click.group("intents")
def intents() -> None:
    """Look after the intent files."""
    # Among the values of a large file, which all stay, it takes a fifth of the time.
    gc.set_threshold(100_000, 50, 100)


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
    _warn_of_hosts(intents)
    for note in joined.notes:
        click.echo(f"Note: {note.place}: {note_sentence(note)}")
    findings = lint(intents, joined, language=current_settings().chosen_language)
    echo_lines(filter(None, map(_line, findings)))


def _warn_of_hosts(intents: IntentSet) -> None:
    """Print a warning for each address on a host that the settings do not list."""
    settings = current_settings()
    for url in uncalled(intents, settings.action_hosts):
        click.echo(f"Warning: {uncalled_sentence(url)}")
    for url in unlisted_images(intents, settings.image_hosts):
        click.echo(f"Warning: {unlisted_image_sentence(url)}")


def _line(finding: Finding) -> str:
    """Line about a finding, "" for one that `flask intents lint` alone prints."""
    if finding.rule == "unlisted_language":
        return f"Note: {finding_sentence(finding)}"
    if finding.severity == "info" or finding.rule in NOTED:
        return ""
    place = f"{finding.place}: " if finding.place else ""
    return f"Warning: {place}{finding_sentence(finding)}"


@intents.command("schema")
@reports_errors
def schema() -> None:
    """Print the JSON Schema of an intent file, for editors and checkers."""
    click.echo(schema_text(), nl=False)
