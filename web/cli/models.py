"""`flask models …`: the stored model versions."""

import click
from flask.cli import with_appcontext

from web.sentences import in_sentences


@click.group("models")
def models() -> None:
    """See the stored model versions, and choose which one answers."""


@models.command("list")
@with_appcontext
@in_sentences
def list_versions() -> None:
    """Print every stored version with its network, the newest first, and which one is live."""
    from web import deployments
    from web.database import db, reading

    with db.sessionmaker() as session, reading(session):
        versions = deployments.versions(session)
        networks = deployments.architectures(session)
        live = deployments.live_version(session)
    for version in versions:
        mark = "  live" if live and live.id == version.id else ""
        trained = version.created_at.strftime("%Y-%m-%d %H:%M:%S UTC")
        network = networks[version.id]
        click.echo(
            f"{version.id:>5}  {trained}  intents {version.fingerprint[:12]}  {network}{mark}"
        )
    if not versions:
        click.echo("There is no model yet. Train one with: flask train")


@models.command("activate")
@click.argument("number", type=int)
@with_appcontext
@in_sentences
def activate(number: int) -> None:
    """Let this version answer from the next message on."""
    from web import deployments
    from web.database import db

    with db.sessionmaker.begin() as session:
        deployments.activate(session, number)
    click.echo(f"Version {number} is live.")
