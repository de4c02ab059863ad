"""`flask init`: a new bot, ready to train."""

import shlex
from pathlib import Path

import click
from flask.cli import with_appcontext

from chatbot.intents.intent_set import IntentSet
from web.cli.errors import reports_errors
from web.core.settings import current_settings
from web.intents.starter import STARTER_LANGUAGES, Starter
from web.intents.wording import describe


@click.command("init")
@click.argument(
    "folder", default=".", type=click.Path(file_okay=False, writable=True, path_type=Path)
)
@click.option(
    "--language",
    type=click.Choice(STARTER_LANGUAGES, case_sensitive=False),
    default="english",
    help="Language of the bot, English unless named.",
)
@with_appcontext
@reports_errors
def init(folder: Path, language: str) -> None:
    """Begin a bot in a new or an empty folder, in a language: ready to train.

    Without FOLDER, the bot begins in this folder. The bot greets, takes leave, says what it is for,
    and has a fallback, a question back and tests: training can begin at once. The next commands
    are printed.
    """
    # An installed package has its instance folder here.
    file = Starter(language).write(folder, (current_settings().instance,))
    click.echo(f"{file}: {describe(IntentSet.load(file), 1)}.")
    click.echo("Name the bot's folder, and another one for its database:")
    click.echo(f"  export {' '.join(_settings(folder, language))}")
    click.echo("Write your own intents into the file, then check, train and chat:")
    for command in ("flask intents check", "flask train", "flask chat"):
        click.echo(f"  {command}")


def _settings(folder: Path, language: str) -> list[str]:
    shown = folder.resolve() if folder.name in ("", "..") else folder
    paths = {
        "RECOLLECT_INTENTS": shown,
        "RECOLLECT_INSTANCE": shown.with_name(f"{shown.name}-instance"),
    }
    words = [f"{name}={shlex.quote(str(path))}" for name, path in paths.items()]
    return [*words, f"RECOLLECT_LANGUAGE={language}"]
