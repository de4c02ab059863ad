"""`flask doctor`."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict

import click

from chatbot.text.wording import counted
from web.cli.errors import reports_errors
from web.doctor.diagnosis import Diagnosis
from web.doctor.service import diagnose

COLOURS = {"fine": "green", "warning": "yellow", "problem": "red"}


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list of objects.")
@reports_errors
def doctor(as_json: bool) -> None:
    """Check settings, database, queue, model, files and clock, and say what to do.

    Nothing is changed. The exit code is 1 if there are problems; 0 if there are warnings at most.
    """
    if as_json:
        diagnoses = list(diagnose(os.environ))
        click.echo(json.dumps([asdict(diagnosis) for diagnosis in diagnoses], indent=2))
    else:
        diagnoses = []
        for diagnosis in diagnose(os.environ):
            diagnoses.append(diagnosis)
            _print(diagnosis)
        click.echo(_summary(diagnoses))
    if any(diagnosis.state == "problem" for diagnosis in diagnoses):
        raise SystemExit(1)


def _print(diagnosis: Diagnosis) -> None:
    state = click.style(f"{diagnosis.state:8}", fg=COLOURS[diagnosis.state])
    click.echo(f"{state} {diagnosis.subject}: {diagnosis.sentence}")
    if diagnosis.remedy:
        click.echo(f"{'':8} → {diagnosis.remedy}")


def _summary(diagnoses: Sequence[Diagnosis]) -> str:
    states = [diagnosis.state for diagnosis in diagnoses]
    problems, warnings = states.count("problem"), states.count("warning")
    return f"{counted(problems, 'problem')}, {counted(warnings, 'warning')}."
