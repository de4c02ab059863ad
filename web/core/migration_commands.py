"""`flask db upgrade | downgrade | check | …`: Alembic is imported with the first command."""

from typing import TYPE_CHECKING

import click
from flask import Flask, current_app
from flask.cli import ScriptInfo

from web.core import locks
from web.core.database import db

if TYPE_CHECKING:
    from flask_alembic import Alembic


@click.command()
@click.argument("target", default="1")
@click.pass_obj
def downgrade(alembic: "Alembic", target: str) -> None:
    """Go back one step, as many as TARGET says, or to the revision TARGET (0005).

    What the revisions in between brought is lost, with all that is in it: make a backup first.
    """
    # Flask-Alembic's own command takes 0005 for five steps, and drops the accounts.
    revisions = {revision.revision for revision in alembic.script_directory.walk_revisions()}
    are_steps = target.isdecimal() and target not in revisions
    alembic.downgrade(-int(target) if are_steps else target)


class DatabaseCommands(click.Group):
    """Commands of Flask-Alembic, imported on demand."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return _flask_alembic_group().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return (
            downgrade
            if cmd_name == "downgrade"
            else _flask_alembic_group().get_command(ctx, cmd_name)
        )

    def invoke(self, ctx: click.Context) -> object:
        from alembic.util import CommandError

        from web.core.migrations import current_alembic

        if not current_app:
            ctx.with_resource(ctx.ensure_object(ScriptInfo).load_app().app_context())
        ctx.obj = current_alembic()
        try:
            return super().invoke(ctx)
        except CommandError as error:
            raise click.ClickException(f"{error}. `flask db log` prints the revisions.") from error


def _flask_alembic_group() -> click.Group:
    from flask_alembic.cli import cli

    return cli


db_commands = DatabaseCommands("db", help="Create, change and check the tables.")


def migrate(app: Flask) -> None:
    """Bring the tables up to date, while other processes that start wait."""
    from web.core.migrations import upgrade_database

    with app.app_context():
        engine = db.engine
    with locks.holding(engine, "setup"):
        upgrade_database(app)
