"""Checks of the database: reachable, tables up to date, clock, runs, live model."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.cli.errors import database_sentence
from web.core.assets import shipped
from web.core.errors import NewerTablesError
from web.core.settings import Settings
from web.doctor.diagnosis import Diagnosis, fine, problem, warning
from web.models.deployments import is_preliminary, live_key
from web.models.errors import ModelUnavailableError
from web.models.live_bot import load_bot
from web.training import runs
from web.training.tables import TrainingRun

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
CONNECT_SECONDS = 5
CLOCK_SECONDS = 5
WAITING_MINUTES = 10


def check_database(settings: Settings) -> Iterator[Diagnosis]:
    """Check the database and all that is in it, as far as each check lets the next one go."""
    url = sa.make_url(settings.database_url)
    if url.drivername == "sqlite":
        if not (url.database and settings.instance.joinpath(url.database).exists()):
            sentence = f"There is no database yet; a start makes {url.database}."
            yield warning("database", sentence, "recollect serve")
            return
        arguments = {"timeout": CONNECT_SECONDS}
    else:
        arguments = {"connect_timeout": CONNECT_SECONDS}
    engine = sa.create_engine(url, connect_args=arguments, hide_parameters=True)
    try:
        with engine.connect() as connection:
            yield from _check_connected(connection)
    except sa.exc.DBAPIError as error:
        yield problem("database", database_sentence(error), "Start it, or correct DATABASE_URL.")
    finally:
        engine.dispose()


def _check_connected(connection: sa.Connection) -> Iterator[Diagnosis]:
    if connection.dialect.name == "sqlite":
        verdict = connection.exec_driver_sql("PRAGMA schema_version").scalar()
        assert verdict is not None
    version = ".".join(map(str, connection.dialect.server_version_info or ()))
    yield fine("database", f"{NAMES[connection.dialect.name]} {version} answers.")
    yield _clock(connection)
    tables = _tables(connection)
    yield tables
    if tables.state == "fine":
        with Session(connection) as session:
            yield _waiting(session)
            yield _model(session)


def _clock(connection: sa.Connection) -> Diagnosis:
    if connection.dialect.name == "sqlite":
        return fine("clock", "The clock of SQLite is that of this machine.")
    moment = connection.scalar(sa.text("SELECT clock_timestamp()"))
    assert isinstance(moment, datetime)
    seconds = abs((datetime.now(UTC) - moment).total_seconds())
    if seconds < CLOCK_SECONDS:
        return fine("clock", "The clocks of this machine and of the database agree.")
    return warning(
        "clock",
        f"The clocks of this machine and of the database differ by {seconds:.0f} s.",
        "Let both set their clocks by NTP: times of messages and sign-ins are compared.",
    )


def _tables(connection: sa.Connection) -> Diagnosis:
    # Imported here: Alembic takes 10 MB.
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    folder = str(shipped("migrations"))
    script = ScriptDirectory(folder, version_locations=[folder])
    current = MigrationContext.configure(connection).get_current_revision()
    newest = script.get_current_head()
    if current == newest:
        return fine("tables", f"The tables are up to date (revision {newest}).")
    if current is None:
        return warning("tables", "The database has no tables yet.", "recollect serve makes them.")
    if current in {revision.revision for revision in script.walk_revisions()}:
        sentence = f"The tables are at revision {current}, and the program at {newest}."
        return problem("tables", sentence, "Make a backup, then: flask db upgrade")
    return problem("tables", f"Revision {current} is unknown here.", str(NewerTablesError()))


def _waiting(session: Session) -> Diagnosis:
    statement = sa.select(
        sa.func.count(TrainingRun.id).filter(TrainingRun.status == "running").label("running"),
        sa.func.count(TrainingRun.id).filter(TrainingRun.status == "queued").label("queued"),
        sa.func.min(TrainingRun.created_at).filter(TrainingRun.status == "queued").label("since"),
    )
    row = session.execute(statement).one()
    limit = datetime.now(UTC) - timedelta(minutes=WAITING_MINUTES)
    if row.since and row.since < limit and not row.running:
        sentence = f"{row.queued} training runs wait, the first since {row.since:%Y-%m-%d %H:%M}"
        remedy = "Start a worker (flask worker); `recollect serve` starts one itself."
        return warning("runs", f"{sentence} UTC, and none is trained.", remedy)
    return fine("runs", f"{row.running} training runs are under way, {row.queued} wait.")


def _model(session: Session) -> Diagnosis:
    key = live_key(session)
    if key is None:
        return warning("model", "There is no live model.", "flask train")
    try:
        load_bot(session, key[0])
    except ModelUnavailableError as error:
        return problem("model", str(error), "flask train, or: flask models activate NUMBER")
    if is_preliminary(session) and not runs.numbers(session, *runs.ACTIVE):
        sentence = f"Model version {key[0]} answers in place of a network that has learnt."
        return warning("model", sentence, "flask train")
    return fine("model", f"Model version {key[0]} is live and can be loaded.")
