"""`flask db upgrade | downgrade | check | …`, without Alembic's weight until one is called."""

import click


class DatabaseCommands(click.Group):
    """The commands of Flask-Alembic, imported at the first look."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return _flask_alembic_group().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        from web.migrations import current_alembic

        ctx.obj = current_alembic()
        return _flask_alembic_group().get_command(ctx, cmd_name)


def _flask_alembic_group() -> click.Group:
    from flask_alembic.cli import cli

    return cli


db_commands = DatabaseCommands("db", help="Create, change and check the tables.")
