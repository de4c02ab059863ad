"""`flask models …`: the stored model versions."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from web.cli.files import ReplacedFile
from web.sentences import in_sentences

NUMBER = click.IntRange(1, 2**31 - 1)  # no database is asked for a larger one


@click.group("models")
def models() -> None:
    """See the stored model versions, and choose which one answers."""


@models.command("list")
@with_appcontext
@in_sentences
def list_versions() -> None:
    """Print every stored version, the newest first: its network, figures and note."""
    from web import model_versions
    from web.cli.models_view import lines_about
    from web.database import db, reading

    with db.sessionmaker() as session, reading(session):
        versions = model_versions.versions(session)
    for version in versions:
        for line in lines_about(version):
            click.echo(line)
    if not versions:
        click.echo("There is no model yet. Train one with: flask train")


@models.command("activate")
@click.argument("number", type=NUMBER)
@click.option("--override", is_flag=True, help="Activate it even if the gate rejected it.")
@with_appcontext
@in_sentences
def activate(number: int, override: bool) -> None:
    """Let this version answer from the next message on."""
    from web import audit, model_versions
    from web.database import db

    with db.sessionmaker.begin() as session:
        try:
            typed = str(number) if override else None
            model_versions.activate(session, number, audit.TERMINAL, typed)
        except model_versions.RejectedVersionError as error:
            sentence = f"{error.why} Put it live all the same with: --override"
            raise click.ClickException(sentence) from error
    click.echo(f"Version {number} is live.")


@models.command("rollback")
@with_appcontext
@in_sentences
def rollback() -> None:
    """Let the version answer again that was live before."""
    from web import audit, model_versions
    from web.database import db

    with db.sessionmaker.begin() as session:
        number = model_versions.roll_back(session, audit.TERMINAL)
    click.echo(f"Version {number} is live.")


@models.command("note")
@click.argument("number", type=NUMBER)
@click.argument("text")
@with_appcontext
@in_sentences
def note(number: int, text: str) -> None:
    """Write a note to a version, instead of the one that it has."""
    from web import audit, model_versions
    from web.database import db

    with db.sessionmaker.begin() as session:
        model_versions.set_note(session, number, text, audit.TERMINAL)
    click.echo(f"The note of version {number} is written.")


@models.command("delete")
@click.argument("number", type=NUMBER)
@with_appcontext
@in_sentences
def delete(number: int) -> None:
    """Delete the model of a version that is not live; what is known of it stays."""
    from web import audit, model_versions
    from web.database import db

    with db.sessionmaker.begin() as session:
        model_versions.delete(session, number, audit.TERMINAL)
    click.echo(f"Version {number} is deleted.")


@models.command("export")
@click.argument("number", type=NUMBER)
@click.argument("file", type=ReplacedFile())
@with_appcontext
@in_sentences
def export(number: int, file: Path) -> None:
    """Write the bundle of a version to a file."""
    from web import version_download
    from web.database import db

    found = version_download.download(db.sessionmaker, number)
    draft = file.with_name(f".{file.name}.part")
    try:
        with draft.open("wb") as stream:
            stream.writelines(found.slices)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    click.echo(f"The bundle of version {number} is in {file}.")
