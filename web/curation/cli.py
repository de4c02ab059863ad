"""`flask intents pull`: examples, new intents and corrections, written into the intent files."""

from difflib import unified_diff
from io import StringIO

import click
from flask.cli import with_appcontext

from chatbot.intents.reserved_tags import FALLBACK_TAG
from chatbot.intents.write_back import FileChange
from chatbot.text.wording import counted, shortened
from web.cli.errors import reports_errors
from web.core import audit
from web.core.database import db, reading
from web.core.locks import take_turn
from web.core.settings import current_settings
from web.curation import write_back
from web.curation.wording import unfit_sentence
from web.curation.write_back import CuratedWriteBack


@click.command("pull")
@click.option("--dry-run", is_flag=True, help="Print the diff, and change nothing.")
@with_appcontext
@reports_errors
def pull(dry_run: bool) -> None:
    """Write curated examples, new intents and corrected answers into the intent files."""
    settings = current_settings()
    settings.make_instance()
    path = settings.intents
    if dry_run:
        with db.sessionmaker() as session, reading(session):
            plan = write_back.plan(session, path)
        for change in plan.files.changes:
            click.echo(_diff(change), nl=False)
    else:
        with db.sessionmaker.begin() as session:
            take_turn(session, "corrections")  # or an edit between plan and mark would be in vain
            plan = write_back.plan(session, path)
            plan.files.write()
            write_back.note_written(session, audit.TERMINAL, plan)
    _report(plan)


def _report(plan: CuratedWriteBack) -> None:
    done, already = plan.files, plan.already
    for change in done.changes:
        _report_change(change)
    if done.stand_in:
        click.echo(
            f"“{done.stand_in}” is read as the fallback from now on, as flask intents check tells."
        )
    for tag, text in done.orphans:
        click.echo(f"Not written: “{text}”, for there is no intent {tag}. Choose another one.")
    for correction in done.vain:
        click.echo(
            f"Not corrected: “{shortened(correction.before)}” is no answer of {correction.tag} any"
            " more, or the corrected one stands beside it. Take the correction back."
        )
    for correction, reason in plan.unfit.items():
        click.echo(unfit_sentence(correction.tag, correction.before, reason))
    if already:
        click.echo(f"{counted(already, 'example')} stood in the files already.")
    if not (done.changes or done.orphans or done.vain or plan.unfit or already):
        click.echo("Nothing is waiting: the files have every curated example.")


def _report_change(change: FileChange) -> None:
    if change.patterns or change.intents or change.corrected:
        click.echo(f"{change.name}: {_additions(change)}.")
    for tag in change.renamed:
        click.echo(
            f"{change.name}: “{tag}” was read as the fallback, and has the tag"
            f' "{FALLBACK_TAG}" now.'
        )


def _additions(change: FileChange) -> str:
    """New intents, patterns and corrections of a file, in words."""
    new = f"{counted(len(change.intents), 'new intent')} ({', '.join(change.intents)})"
    tags = dict.fromkeys(tag for tag, _ in change.patterns)
    patterns = counted(len(change.patterns), "pattern")
    parts = [new] if change.intents else []
    parts += [f"{patterns} of {', '.join(tags)}"] if change.patterns else []
    if change.corrected:
        answers = counted(len(change.corrected), "corrected answer")
        parts.append(f"{answers} of {', '.join(dict.fromkeys(change.corrected))}")
    return " and ".join(parts)


def _diff(change: FileChange) -> str:
    before, after = _lines(change.before or b""), _lines(change.after)
    origin = change.name if change.before is not None else "/dev/null"
    lines = unified_diff(before, after, origin, change.name)
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _lines(data: bytes) -> list[str]:
    # Only at line feeds, as git does: texts may hold other characters that end lines.
    return list(StringIO(data.decode("utf-8-sig"), newline="\n"))
