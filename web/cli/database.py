"""`flask db …`: the commands of Flask-Alembic, and a downgrade to a revision."""

import click
from alembic.util import CommandError
from flask import current_app
from flask.cli import ScriptInfo
from flask_alembic import Alembic
from flask_alembic.cli import cli as flask_alembic

from web.cli.errors import reports_errors
from web.core.migrations import current_alembic


@click.command()
@click.argument("target", default="1")
@click.pass_obj
def downgrade(alembic: Alembic, target: str) -> None:
    """Go back a single step, TARGET steps (2), or to the revision TARGET (0005).

    Tables and columns of the revisions in between are lost, with all data: make a backup first.
    """
    # Flask-Alembic's own command takes 0005 for five steps, and drops the accounts.
    revisions = {revision.revision for revision in alembic.script_directory.walk_revisions()}
    are_steps = target.isdecimal() and target not in revisions
    alembic.downgrade(-int(target) if are_steps else target)


class DatabaseCommands(click.Group):
    """Group of commands with the application's Alembic as the context object."""

    @reports_errors
    def invoke(self, ctx: click.Context) -> object:
        if not current_app:
            ctx.with_resource(ctx.ensure_object(ScriptInfo).load_app().app_context())
        ctx.obj = current_alembic()
        try:
            return super().invoke(ctx)
        except CommandError as error:
            raise click.ClickException(f"{error}. `flask db log` prints the revisions.") from error


db_commands = DatabaseCommands(
    "db",
    commands={**flask_alembic.commands, "downgrade": downgrade},
    help="Create, change and check the tables.",
)
