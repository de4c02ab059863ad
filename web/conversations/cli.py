"""`flask conversations …`: retention by hand."""

from datetime import timedelta

import click
from flask.cli import AppGroup

from web.cli.errors import reports_errors
from web.conversations.erasure import count_expired
from web.conversations.retention_worker import erase_old_conversations
from web.conversations.wording import about_examples, described
from web.core.audit import TERMINAL
from web.core.database import db, reading, utc_now
from web.core.settings import current_settings


@click.group("conversations", cls=AppGroup)
def conversations() -> None:
    """Erase old conversations."""


@conversations.command("prune")
@click.option(
    "--days",
    type=click.IntRange(1, 36500),
    help="Days after the last message; RECOLLECT_KEEP_CONVERSATIONS unless named.",
)
@click.option("--dry-run", is_flag=True, help="Count, and erase nothing.")
@reports_errors
def prune(days: int | None, dry_run: bool) -> None:
    """Erase the conversations whose last message is older than so many days."""
    days = days or current_settings().keep_conversations
    if days is None:
        raise click.UsageError("Name the --days, or set RECOLLECT_KEEP_CONVERSATIONS.")
    if dry_run:
        with db.sessionmaker() as session, reading(session):
            counts = count_expired(session, utc_now() - timedelta(days=days))
        click.echo(f"It would erase {described(counts)}.")
        return
    erased = erase_old_conversations(db.sessionmaker, TERMINAL, days)
    click.echo(f"Erased {described(erased)}. {about_examples(erased)}".rstrip())
