"""Bot of a command: the live model's, or that of a bundle's file."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from chatbot.dialogue.bot import Bot

bundle_option = click.option(
    "--bundle",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Take the bundle in this file instead of the live model.",
)


def bot_of(file: Path | None) -> "Bot":
    """Return the bot in a bundle's file, or the live one without a file."""
    if file:
        from chatbot.dialogue.bot import Bot

        return Bot.load(file)
    from web.core.database import db, reading
    from web.models import live_bot

    with db.sessionmaker() as session, reading(session):
        return live_bot.current_bot(session).bot
