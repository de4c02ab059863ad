"""Bot of a command: the live bot, or the bot in a bundle's file."""

from pathlib import Path

import click

from chatbot.dialogue.bot import Bot
from web.core.database import db, reading
from web.models import live_bot

bundle_option = click.option(
    "--bundle",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Take the bundle in this file instead of the live model.",
)


def bot_of(file: Path | None) -> Bot:
    """Return the bot in a bundle's file, or the live bot without a file."""
    if file:
        return Bot.load(file)

    with db.sessionmaker() as session, reading(session):
        return live_bot.current_bot(session).bot
