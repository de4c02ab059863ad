"""`flask models …`: list, activation, notes, deletion and export of model versions."""

from collections.abc import Iterator
from pathlib import Path

import click
from flask.cli import AppGroup

from chatbot.text.wording import counted
from web.cli.errors import reports_errors
from web.cli.files import ReplacedFile
from web.core import audit
from web.core.database import db, reading
from web.core.settings import current_settings
from web.models import archives, deployments, storage, versions
from web.models.rejections import rejected_version_sentences, rejection_sentence
from web.models.retention_worker import delete_old_versions, old_versions
from web.models.versions import Version, VersionFigures

NUMBER = click.IntRange(1, 2**31 - 1)  # PostgreSQL refuses a larger number


@click.group("models", cls=AppGroup)
def models() -> None:
    """See the stored model versions, and choose the version to answer."""


@models.command("list")
@reports_errors
def list_versions() -> None:
    """Print every stored version, the newest first, with network, figures and note."""
    with db.sessionmaker() as session, reading(session):
        stored = versions.stored(session)
    for version in stored:
        for line in _lines(version):
            click.echo(line)
    if not stored:
        click.echo("There is no model yet. Train one with: flask train")


@models.command("activate")
@click.argument("number", type=NUMBER)
@click.option("--override", is_flag=True, help="Activate it even if the gate rejected it.")
@reports_errors
def activate(number: int, override: bool) -> None:
    """Let a version answer from the next message on."""
    with db.sessionmaker.begin() as session:
        try:
            typed = str(number) if override else None
            deployments.activate(session, audit.TERMINAL, number, typed)
        except deployments.RejectedVersionError as error:
            sentences = rejected_version_sentences(number, error.version.rejected)
            remedy = "Put it live all the same with: --override"
            raise click.ClickException(f"{sentences} {remedy}") from error
    click.echo(f"Version {number} is live.")


@models.command("rollback")
@reports_errors
def rollback() -> None:
    """Let the previous live version answer again."""
    with db.sessionmaker.begin() as session:
        number = deployments.roll_back(session, audit.TERMINAL)
    click.echo(f"Version {number} is live.")


@models.command("note")
@click.argument("number", type=NUMBER)
@click.argument("text")
@reports_errors
def note(number: int, text: str) -> None:
    """Write a note to a version, in place of the present note."""
    with db.sessionmaker.begin() as session:
        storage.set_note(session, audit.TERMINAL, number, text)
    click.echo(f"The note of version {number} is written.")


@models.command("delete")
@click.argument("number", type=NUMBER)
@reports_errors
def delete(number: int) -> None:
    """Delete the model of a version not live; figures, notes and history stay."""
    with db.sessionmaker.begin() as session:
        storage.delete(session, audit.TERMINAL, number)
    click.echo(f"Version {number} is deleted.")


@models.command("prune")
@click.option(
    "--keep",
    type=click.IntRange(1, 10000),
    help="Number of versions; RECOLLECT_KEEP_VERSIONS unless named.",
)
@click.option("--dry-run", is_flag=True, help="Name the versions, and delete nothing.")
@reports_errors
def prune(keep: int | None, dry_run: bool) -> None:
    """Delete the models of old versions.

    The live version stays, and so many of the newest and of those that were live last.
    """
    keep = keep or current_settings().keep_versions
    if keep is None:
        raise click.UsageError("Name the number to --keep, or set RECOLLECT_KEEP_VERSIONS.")
    if dry_run:
        with db.sessionmaker() as session, reading(session):
            old = old_versions(session, keep)
    else:
        old = delete_old_versions(db.sessionmaker, audit.TERMINAL, keep)
    if not old:
        click.echo("There is no model to delete.")
        return
    verb = "It would delete" if dry_run else "Deleted"
    numbers = ", ".join(str(version.id) for version in reversed(old))
    click.echo(f"{verb} {counted(len(old), 'model')}: {numbers}.")


@models.command("export")
@click.argument("number", type=NUMBER)
@click.argument("file", type=ReplacedFile())
@reports_errors
def export(number: int, file: Path) -> None:
    """Write the bundle of a version to a file."""
    with db.sessionmaker() as session, reading(session):
        version = archives.downloadable(session, number)
        archive = archives.read_archive(session, version.id)
    draft = file.with_name(f".{file.name}.part")
    try:
        draft.write_bytes(archive)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    click.echo(f"The bundle of version {number} is in {file}.")


def _lines(version: Version) -> Iterator[str]:
    """Lines about a version: number, time, intents, network; figures, reasons, note."""
    trained = version.created_at.strftime("%Y-%m-%d %H:%M:%S UTC")
    marks = {"live": version.live, "preliminary": version.preliminary, "rejected": version.rejected}
    yield (
        f"{version.id:>5}  {trained}  intents {version.fingerprint[:12]}"
        f"  {'  '.join([version.architecture, *(mark for mark, holds in marks.items() if holds)])}"
    )
    if version.figures:
        yield _indented(_described(version.figures))
    for rejection in version.rejected:
        yield _indented(rejection_sentence(rejection))
    if version.note:
        yield _indented(f"Note: {version.note}")


def _described(figures: VersionFigures) -> str:
    parts = []
    if figures.accuracy is not None:
        parts = [f"accuracy {figures.accuracy:.1%}", f"macro F1 {figures.macro_f1:.1%}"]
        parts += [f"fallback {figures.false_rejection_rate:.1%}"]
    passed = figures.tests - figures.tests_failed
    tests = f"{passed:,} of {figures.tests:,} tests pass" if figures.tests else "no tests"
    return ", ".join([*parts, tests])


def _indented(text: str) -> str:
    return " " * 7 + text
