"""`flask backup`, `flask restore`, `flask move`: all data in a file, back, and elsewhere."""

from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa
from flask.cli import with_appcontext
from pydantic import TypeAdapter, ValidationError

from web.backup.connections import alone, reading_snapshot, rebuilding
from web.backup.errors import SameDatabaseError
from web.backup.file import open_backup, write_backup
from web.backup.restoration import note, rebuild, refuse_data
from web.backup.snapshot import Snapshot
from web.backup.wording import described
from web.cli.errors import reports_errors
from web.cli.files import ReplacedFile
from web.core.database import db
from web.core.secret_key import FILE_NAME as KEY_FILE
from web.core.setting_values.servers import DatabaseUrl, absolute_database_url
from web.core.settings import current_settings

READABLE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
REPLACE = click.option(
    "--replace", is_flag=True, help="Delete and replace the data of a database that holds some."
)
_URL: TypeAdapter[str] = TypeAdapter(DatabaseUrl)


class DatabaseTarget(click.ParamType[str]):
    """URL of a database, as in DATABASE_URL."""

    name = "URL"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return _URL.validate_python(value)
        except ValidationError as error:
            self.fail(str(error.errors()[0]["ctx"]["error"]), param, ctx)


@click.command("backup")
@click.argument("file", type=ReplacedFile())
@with_appcontext
@reports_errors
def backup(file: Path) -> None:
    """Write all data of the database to a file, also while Recollect runs.

    Conversations, models, accounts and all else are in FILE as they were at a single moment. flask
    restore takes it to SQLite and to PostgreSQL. Keep it safe: it has all that visitors wrote, and
    the hashes of passwords.
    """
    with reading_snapshot(db.engine) as connection:
        try:
            manifest = write_backup(Snapshot.of(connection).lasting(), file)
        except OSError as error:
            raise click.ClickException(
                f"{file} cannot be written: {error.strerror or error}. Nothing was written, and an"
                " earlier file of this name is as it was."
            ) from error
    click.echo(f"{file} ({file.stat().st_size / 1e6:,.1f} MB): {described(manifest.counts)}.")
    click.echo("Keep it safe. Not in it, and to be kept as well:")
    click.echo(f"  {current_settings().intents}")
    key = current_settings().instance / KEY_FILE
    click.echo(f"  {key if key.exists() else 'SECRET_KEY'}")


@click.command("restore")
@click.argument("file", type=READABLE)
@REPLACE
@with_appcontext
@reports_errors
def restore(file: Path, replace: bool) -> None:
    """Fill the database with the data of a backup, all of it or nothing.

    Stop Recollect first. A backup of an older version is brought up to date.
    """
    with open_backup(file) as content:
        content.check()
        with rebuilding(current_settings().database_url) as connection:
            if not replace:
                refuse_data(connection)
            counts = rebuild(connection, content)
            made = f"{content.manifest.created_at:%Y-%m-%d %H:%M:%S} UTC"
            note(connection, "database.restore", f"backup of {made}", **counts)
    click.echo(f"Restored as of {made}: {described(counts)}.")
    click.echo("Start Recollect with the SECRET_KEY and the intent files that belong to it.")


@click.command("move")
@click.argument("target", type=DatabaseTarget())
@REPLACE
@with_appcontext
@reports_errors
def move(target: str, replace: bool) -> None:
    """Copy all data to another database: from SQLite to PostgreSQL, or back.

    Stop Recollect first. TARGET is a URL as in DATABASE_URL. The present database stays as it is.
    """
    settings = current_settings()
    url = absolute_database_url(target, settings.instance)
    if sa.make_url(url) == sa.make_url(settings.database_url):
        raise SameDatabaseError
    with (
        alone(db.engine),
        reading_snapshot(db.engine) as source,
        rebuilding(url) as connection,
    ):
        if not replace:
            refuse_data(connection)
        counts = rebuild(connection, Snapshot.of(source))
        note(connection, "database.move", f"database of {db.engine.dialect.name}", **counts)
    click.echo(f"Moved, and counted there: {described(counts)}.")
    click.echo(
        "Set DATABASE_URL to the new database, and start Recollect. The old one is as it was."
    )
