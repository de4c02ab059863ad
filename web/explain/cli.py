"""`flask explain`: explanation of the bot's answer to a message."""

from collections.abc import Sequence
from pathlib import Path

import click
from flask.cli import with_appcontext
from rich.console import Console

from chatbot.dialogue.bot import Bot
from chatbot.dialogue.state import DialogueState
from chatbot.explanation import explain as explanation
from web.cli.errors import reports_errors
from web.cli.files import OutputFile, write, write_figures
from web.core.database import storable
from web.core.settings import current_settings
from web.explain.bot_option import bot_of, bundle_option
from web.explain.cli_view import print_explanation
from web.explain.json_file import explanation_json
from web.explain.report import explanation_page

STANDARD_OUTPUT = Path("-")


@click.command("explain")
@click.argument("text")
@bundle_option
@click.option(
    "--context", "contexts", metavar="NAME", multiple=True, help="Let this context be open."
)
@click.option(
    "--json",
    "json_file",
    type=OutputFile(allow_dash=True),
    help="Write all figures to this file, too, or with - print them and nothing else.",
)
@click.option(
    "--html",
    "html_file",
    type=OutputFile(),
    help="Write a page with pictures to this file, too.",
)
@with_appcontext
@reports_errors
def explain(
    text: str,
    file: Path | None,
    contexts: tuple[str, ...],
    json_file: Path | None,
    html_file: Path | None,
) -> None:
    """Explain the answer to TEXT: words, ranking, attention, gates of the LSTM."""
    bot = bot_of(file)
    explained = explanation.explain(bot, storable(text), _state(bot, contexts))
    alone = json_file == STANDARD_OUTPUT
    if alone:
        click.echo(explanation_json(explained))
    else:
        print_explanation(Console(highlight=False, markup=False), explained)
    if json_file and not alone:
        write_figures(json_file, explanation_json(explained))
    if html_file:
        write(html_file, explanation_page(explained, current_settings().bot_name))
        click.echo(f"The page is in {html_file}: open it in a browser.", err=alone)


def _state(bot: Bot, contexts: Sequence[str]) -> DialogueState:
    """State of a conversation right after the opening of `contexts`."""
    awaited = bot.intents.awaited_contexts
    for name in contexts:
        if name not in awaited:
            hint = f"Choose from: {', '.join(awaited)}." if awaited else "There are none."
            raise click.UsageError(f"No intent of this model waits for a context {name!r}. {hint}")
    return DialogueState().after_message(opened=contexts)
