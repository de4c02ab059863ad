"""`flask intents lint`: findings in the intent files."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click
from flask.cli import with_appcontext

from chatbot.imports import for_training
from chatbot.intents.errors import IntentsError
from chatbot.intents.files import intent_paths, read_file
from chatbot.intents.intent_set import IntentSet
from chatbot.intents.joining import JoinedFiles, join
from chatbot.intents.lint import lint
from chatbot.intents.linting.finding import Finding
from chatbot.intents.linting.fixes import plan_mending, write_mended
from chatbot.text.wording import counted
from web.cli.errors import reports_errors
from web.cli.lines import echo_lines
from web.core.settings import current_settings
from web.intents.finding_wording import finding_sentence
from web.intents.lint_formats import json_text, sarif_text


@click.command("lint")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--fix", is_flag=True, help="Mend what is mechanical in the files, first.")
@click.option("--train", is_flag=True, help="Look for patterns like those of another intent, too.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list of objects.")
@click.option("--sarif", "as_sarif", is_flag=True, help="Print SARIF 2.1.0, for code scanning.")
@with_appcontext
@reports_errors
def lint_command(path: Path | None, fix: bool, train: bool, as_json: bool, as_sarif: bool) -> None:
    """Find what is allowed in the intent files, but seldom meant.

    The exit code is 1 if there are errors or warnings, or problems in the files; 0 if there is
    nothing, or information alone.
    """
    if as_json and as_sarif:
        raise click.UsageError("--json and --sarif print different things: leave out one of them.")
    path = path or current_settings().intents
    text = json_text if as_json else sarif_text if as_sarif else None
    try:
        joined = _mended(path) if fix else join([read_file(file) for file in intent_paths(path)])
        findings = _findings(joined, train)
    except IntentsError as error:
        click.echo(text(error.problems) if text else str(error))
        raise SystemExit(1) from None
    if text:
        click.echo(text(findings))
    else:
        _print(findings)
    if any(finding.severity != "info" for finding in findings):
        raise SystemExit(1)


def _mended(path: Path) -> JoinedFiles:
    """Mend the files, and return their intents as they are read afterwards."""
    plan = plan_mending(path)
    write_mended(plan.mended)
    for file in plan.mended:
        click.echo(f"{file.name}: {counted(file.places, 'place')} mended.", err=True)
        for test in file.tests:
            click.echo(f"{file.name}: the test “{test}” is a pattern now, and left out.", err=True)
    return plan.joined


def _findings(joined: JoinedFiles, train: bool) -> tuple[Finding, ...]:
    joined.raise_problems()
    intents = IntentSet.from_joined(joined)
    further = _confused(intents) if train else ()
    return lint(intents, joined, further, language=current_settings().chosen_language)


def _confused(intents: IntentSet) -> list[Finding]:
    with for_training():
        from chatbot.training.suspects import confused_patterns
    return list(confused_patterns(intents))


def _print(findings: Sequence[Finding]) -> None:
    echo_lines(map(_line, findings))
    counts = Counter(finding.severity for finding in findings)
    parts = [counted(counts["error"], "error"), counted(counts["warning"], "warning")]
    parts += [f"{counts['info']:,} for information"]
    click.echo(f"{', '.join(parts)}.")


def _line(finding: Finding) -> str:
    place = f"{finding.place}: " if finding.place else ""
    return f"{place}{finding.severity}: {finding_sentence(finding)} [{finding.rule}]"
