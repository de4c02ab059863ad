"""`flask intents import`: intents of another program, as a file of ours."""

import re
import shlex
from collections.abc import Mapping
from pathlib import Path

import click
from flask.cli import with_appcontext

from chatbot.intents.files import LARGEST_FILE, write_file
from chatbot.intents.formats.exports.export import own_file
from chatbot.intents.formats.imported import FORMAT_NAMES, FormatName, ImportedIntents
from chatbot.intents.formats.reader import import_intents
from chatbot.intents.formats.tables.columns import Meaning, meaning_of
from chatbot.located_json.parser import MOST_VALUES
from chatbot.model.architectures import ENGLISH
from chatbot.text.language_guess import guess_language
from chatbot.text.languages import SPOKEN_LANGUAGES
from web.cli.errors import reports_errors
from web.cli.files import ReplacedFile
from web.intents.first_advice import no_fallback_sentence, single_pattern_sentence
from web.intents.format_wording import (
    continued_sentence,
    describe_import,
    fallback_sentence,
    guess_sentence,
    loss_phrase,
    topic_sentence,
    unanswered_sentence,
    unheard_sentence,
)
from web.intents.imported_bot import ImportedBot

_VALUE_LINE = re.compile(rb"^ *+[^ \]}]", re.MULTILINE)


def _columns(
    _context: click.Context, _option: click.Parameter, value: str | None
) -> Mapping[Meaning, str]:
    """Columns of a table by meaning: "text=2,intent=1", or by another name that a header has."""
    columns: dict[Meaning, str] = {}
    for part in value.split(",") if value else ():
        name, _, column = (text.strip() for text in part.partition("="))
        meaning = meaning_of(name)
        if meaning is None or not column:
            raise click.BadParameter("write text=2,intent=1: text, intent and response.")
        if meaning in columns:
            raise click.BadParameter(f"{name} is a second column of the {meaning}: name one.")
        columns[meaning] = column
    if columns and ("text" not in columns or len(columns) < 2):
        raise click.BadParameter("name the column of the text, and of intent or response.")
    return columns


@click.command("import")
@click.argument("source", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_name",
    type=click.Choice(FORMAT_NAMES),
    help="Format of SOURCE. Without it, the format is found by the content.",
)
@click.option(
    "--output",
    type=ReplacedFile(),
    help="File to write. Without it, SOURCE's name with -intents.json, in the current folder.",
)
@click.option("--replace", is_flag=True, help="Replace the file if it exists.")
@click.option(
    "--language",
    default="",
    help="Language to read of a bot that speaks several: en, pt-br. Without it, its main one.",
)
@click.option(
    "--columns",
    callback=_columns,
    help="Columns of a table, by name or number: text=2,intent=1 or question=Frage,answer=Antwort."
    " Without it, they are found by their names.",
)
@with_appcontext
@reports_errors
def import_command(
    source: Path,
    format_name: FormatName | None,
    output: Path | None,
    replace: bool,
    language: str,
    columns: Mapping[Meaning, str],
) -> None:
    """Read the intents of another program from SOURCE, and write them as an intent file.

    SOURCE is a file, a folder or a zip archive: of Rasa, Dialogflow ES, watsonx Assistant, LUIS
    and CLU, Botpress 12, ChatterBot, ai-chatbot-framework, a table in CSV or JSON Lines, or plain
    text with lines of Q: and A:.
    All that cannot be carried over is listed. If anything is wrong, nothing is written.
    """
    target = output or Path(f"{source.resolve().stem}-intents.json")
    if target.exists() and not replace:
        raise click.ClickException(
            f"{target} exists already: name another file by --output, or add --replace."
        )
    imported = import_intents(source, format_name, language, columns)
    write_file(target, _own_file(imported))
    _report(imported, target)


def _own_file(imported: ImportedIntents) -> bytes:
    """The intents as a file of ours, which holds a value in each line that closes nothing."""
    intents = imported.intents
    texts = sum(len(intent.patterns) + len(intent.responses) for intent in intents)
    if texts <= MOST_VALUES:
        data = own_file(intents, imported.entities)
        if len(data) <= LARGEST_FILE and len(_VALUE_LINE.findall(data)) <= MOST_VALUES:
            return data
    raise click.ClickException(
        f"These are {len(intents):,} intents with {texts:,} patterns and responses. An intent file"
        f" has at most {LARGEST_FILE // 1_000_000} MB and {MOST_VALUES:,} values, and nothing was"
        " written: import it in parts."
    )


def _report(imported: ImportedIntents, target: Path) -> None:
    """Print the counts, notes and losses, and the next commands."""
    for guess in imported.guesses:
        click.echo(guess_sentence(guess))
    for column in imported.topics:
        click.echo(topic_sentence(column))
    for rows in imported.continued:
        click.echo(continued_sentence(rows))
    for label in imported.fallback_labels:
        click.echo(fallback_sentence(label))
    click.echo(describe_import(imported))
    for loss in imported.losses:
        click.echo(f"  {loss_phrase(loss)}")
    for sentence in (unanswered_sentence(imported), unheard_sentence(imported)):
        _echo(sentence)
    bot = ImportedBot.at(target)
    _echo(single_pattern_sentence(imported.intents))
    _echo(no_fallback_sentence(imported.intents, bot))
    path, instance = (shlex.quote(_argument(path)) for path in (bot.path, bot.instance))
    click.echo(f"Written to {target}. Next: `flask intents check {path}`, then")
    settings = f"RECOLLECT_INTENTS={path} RECOLLECT_INSTANCE={instance}"
    click.echo(f"`{settings}{_language_setting(imported)} make run`.")


def _echo(sentence: str) -> None:
    """Print a sentence, if there is one."""
    if sentence:
        click.echo(sentence)


def _argument(path: Path) -> str:
    """Path as an argument of a command, which no option is taken for."""
    return f"./{path}" if str(path).startswith("-") else str(path)


def _language_setting(imported: ImportedIntents) -> str:
    """Setting of the language of the intents, if it is not the usual one."""
    intents = imported.intents
    guess = guess_language(text for intent in intents for text in intent.patterns)
    guess = guess or guess_language(text for i in intents for text in (*i.patterns, *i.responses))
    return f" RECOLLECT_LANGUAGE={guess}" if guess in SPOKEN_LANGUAGES and guess != ENGLISH else ""
