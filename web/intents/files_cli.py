"""`flask intents fmt` and `flask intents convert`: files in one layout, in our dialect."""

import shlex
from pathlib import Path

import click
from flask.cli import with_appcontext

from chatbot.intents.conversion import Conversion, convert
from chatbot.intents.files import intent_paths, read_file, write_file
from chatbot.intents.formatting import ForeignFile, FormattingPlan, plan_formatting
from chatbot.text.wording import counted
from web.cli.errors import reports_errors
from web.cli.files import ReplacedFile
from web.core.settings import current_settings
from web.intents.note_wording import dialect_phrase, left_out_sentence, note_sentence
from web.intents.wording import describe

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("fmt")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option("--check", "checks", is_flag=True, help="Change nothing; exit code 1 for a change.")
@with_appcontext
@reports_errors
def format_files(paths: tuple[Path, ...], checks: bool) -> None:
    """Lay out the intent files: two spaces, a text a line, keys in the order of the schema.

    Nothing else changes. Without a PATH, the files that RECOLLECT_INTENTS names are laid out. If a
    file has problems, or is written in another dialect, no file is changed.
    """
    folders = paths or (current_settings().intents,)
    plan = plan_formatting(dict.fromkeys(file for path in folders for file in intent_paths(path)))
    if plan.foreign:
        for file in plan.foreign:
            click.echo(_refusal(file), err=True)
        raise SystemExit(1)
    if not checks:
        plan.write()
    _report(plan, checks)
    if checks and plan.changed:
        raise SystemExit(1)


def _refusal(file: ForeignFile) -> str:
    """Sentence about a file without a layout, and the way out; problems go before the way."""
    command = f"flask intents convert {shlex.quote(file.place.file)} --replace"
    sentence = (
        f"{file.place}: From here on, the file is not JSON in Recollect's own dialect, so its"
        " layout was left alone."
    )
    if file.problems:
        faults = "\n".join(f"  {problem}" for problem in file.problems)
        return f"{sentence} To have it so, mend this first, and then: {command}\n{faults}"
    return f"{sentence} To have it so: {command}"


def _report(plan: FormattingPlan, checks: bool) -> None:
    for file in plan.changed:
        click.echo(f"{'Would change' if checks else 'Changed'}: {file.name}")
    changed, same = len(plan.changed), len(plan.files) - len(plan.changed)
    click.echo(
        f"{counted(changed, 'file')} {'to change' if checks else 'changed'}, {same:,} as is."
    )


@click.command("convert")
@click.argument("file", type=FILE)
@click.option("--output", type=ReplacedFile(), help="Write to this file, not to the terminal.")
@click.option(
    "--replace", is_flag=True, help="Write to FILE itself, or to an --output that is there."
)
@reports_errors
def convert_file(file: Path, output: Path | None, replace: bool) -> None:
    """Convert FILE, an intent file of any dialect, to Recollect's own, with the same intents.

    The new text is printed, for you to read or to redirect; notes go to the standard error.
    --output and --replace write a file in its place. Keys that the bot does not read are kept where
    there is a place for them; the others are named.
    """
    target = output or (file if replace else None)
    if output and output.exists() and not replace:
        raise click.UsageError(f"{output} is there already: name another, or add --replace.")
    conversion = convert(read_file(file))
    if target:
        write_file(target, conversion.text.encode())
    else:
        click.echo(conversion.text, nl=False)
    _report_conversion(conversion, target)


def _report_conversion(conversion: Conversion, target: Path | None) -> None:
    """Print the losses first, and the result last: on the standard error, out of a file's way."""
    for placed in conversion.notes:
        click.echo(f"Note: {placed.place}: {note_sentence(placed)}", err=True)
    for left_out in conversion.left_out:
        click.echo(f"Note: {left_out.place}: {left_out_sentence(left_out)}", err=True)
    where = f"{target}: " if target else ""
    dialect = dialect_phrase(conversion.dialect)
    click.echo(f"{where}{describe(conversion.intents, 1)}, from: {dialect}.", err=True)
