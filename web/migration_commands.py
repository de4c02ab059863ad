"""`flask db upgrade | downgrade | check | …`, without Alembic's weight until one is called."""

import click
from flask import current_app
from flask.cli import ScriptInfo


class DatabaseCommands(click.Group):
    """The commands of Flask-Alembic, imported at the first look."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return _flask_alembic_group().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return _flask_alembic_group().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> object:
        from web.migrations import current_alembic

        if not current_app:
            ctx.with_resource(ctx.ensure_object(ScriptInfo).load_app().app_context())
        ctx.obj = current_alembic()
        return super().invoke(ctx)


def _flask_alembic_group() -> click.Group:
    from flask_alembic.cli import cli

    return cli


db_commands = DatabaseCommands("db", help="Create, change and check the tables.")
