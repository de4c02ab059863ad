"""Fleet under load, while its parts break: `python -m benchmarks.fleet`.

Two servers on two ports of this machine, nginx in front, PostgreSQL and Redis, all of them started
and ended by this command. While visitors talk through nginx, a model is activated, a server is
killed and started again, Redis and PostgreSQL are stopped and started. Then it counts: nothing that
was acknowledged may be lost, and no message stored twice. It takes a minute, and needs nginx,
PostgreSQL and Redis installed.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import click
import sqlalchemy as sa
from rich.console import Console
from rich.table import Table

from benchmarks.fleet.fleet import Fleet, run_fleet, under_load
from benchmarks.fleet.visitors import Visitor
from benchmarks.options import bundle_option, json_option, write_figures
from benchmarks.speed import model_source
from chatbot.model.bundle import Bundle
from web.conversations.messages import MESSAGES
from web.core.database import db

MOST_ACTIVATION_SECONDS = 1.0


@dataclass(frozen=True)
class Figures:
    """Counts of messages, seconds of the activation by server, errors and readiness by incident."""

    sent: int
    acknowledged: int
    stored: int
    doubled: int
    lost: int
    wrong_answers: int
    activation: Mapping[str, float]
    errors: Mapping[str, int]
    readiness: Mapping[str, list[str]]

    @property
    def is_good(self) -> bool:
        """True if nothing was lost or doubled, and the activation was quick."""
        quick = max(self.activation.values()) <= MOST_ACTIVATION_SECONDS
        return quick and not (self.doubled or self.lost or self.wrong_answers)


def break_parts(fleet: Fleet, bundle: Bundle, seconds: float) -> Mapping[str, float]:
    """Let all incidents happen, one after the other; returns the seconds of the activation."""
    time.sleep(seconds)
    with fleet.incident("a model is activated"):
        activation = fleet.activate(bundle)
    time.sleep(seconds)
    with fleet.incident("a server is killed and started again"):
        fleet.servers[0].kill()
        time.sleep(seconds)
        fleet.servers[0].start()
        time.sleep(seconds)
    for service in (fleet.redis, fleet.database):
        time.sleep(seconds)
        with fleet.incident(f"{service.name} is stopped and started again"):
            service.stop()
            time.sleep(seconds)
            service.start()
            time.sleep(seconds)
    time.sleep(seconds)
    return activation


def count(fleet: Fleet, visitors: list[Visitor], activation: Mapping[str, float]) -> Figures:
    """Compare what visitors know with what is stored."""
    sent = {message for visitor in visitors for message in visitor.sent}
    acknowledged = {m: a for visitor in visitors for m, a in visitor.acknowledged.items()}
    columns = MESSAGES.columns
    with fleet.app.app_context(), db.engine.connect() as connection:
        statement = sa.select(columns.id, columns.role, columns.text, columns.reply_to)
        rows = connection.execute(statement.order_by(columns.seq)).all()
    messages = [row for row in rows if row.role == "user" and row.id in sent]
    answers = {row.reply_to: row.id for row in rows if row.role == "bot"}
    texts = Counter(row.text for row in messages)
    errors = sum((visitor.errors for visitor in visitors), Counter[tuple[str, str]]())
    return Figures(
        sent=len(sent),
        acknowledged=len(acknowledged),
        stored=len(messages),
        doubled=sum(number - 1 for number in texts.values()),
        lost=len(acknowledged.keys() - {row.id for row in messages}),
        wrong_answers=sum(answers.get(m) != answer for m, answer in acknowledged.items()),
        activation=activation,
        errors={f"{stage}; {cause}": number for (stage, cause), number in sorted(errors.items())},
        readiness={stage: sorted(lines) for stage, lines in fleet.readiness.items()},
    )


def show(console: Console, figures: Figures) -> None:
    """Print the counts, the errors by incident and cause, and the words of /readyz."""
    names = ("sent", "acknowledged", "stored", "doubled", "lost", "wrong_answers")
    table = Table(*(name.replace("_", " ") for name in names), title="Messages")
    table.add_row(*(f"{getattr(figures, name):,}" for name in names))
    console.print(table)
    for server, seconds in figures.activation.items():
        console.print(f"The {server} answered by the new model after {seconds * 1000:.0f} ms.")
    for cause, number in figures.errors.items():
        console.print(f"{number:6,} × {cause}")
    for stage, lines in figures.readiness.items():
        console.print(f"/readyz, {stage}: {'; '.join(lines)}")


@click.command()
@click.option("--seconds", default=3.0, type=click.FloatRange(0.5, 60), help="Time of a part.")
@click.option("--visitors", default=8, type=click.IntRange(1, 64), help="Messages at once.")
@bundle_option
@json_option
def main(seconds: float, visitors: int, file: Path | None, output: Path | None) -> None:
    """Break the parts of a fleet under load, and count what was lost: nothing may be."""
    console = Console(soft_wrap=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bundle = model_source.find_bundle(file, folder, console)
        with run_fleet(bundle, folder) as fleet:
            with under_load(fleet, visitors) as people:
                activation = break_parts(fleet, bundle, seconds)
            figures = count(fleet, people, activation)
    show(console, figures)
    write_figures(output, asdict(figures))
    if not figures.is_good:
        raise click.ClickException("Something was lost or doubled, or an activation took long.")


if __name__ == "__main__":
    main()
