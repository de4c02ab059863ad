"""Locks between processes, on SQLite and PostgreSQL."""

import subprocess
import sys

import pytest
import sqlalchemy as sa
from flask import Flask

from web.core.database import db
from web.core.locks import LockBusyError, holding

HOLDER = """
import sys, time, sqlalchemy as sa
from web.core.locks import holding
with holding(sa.create_engine(sys.argv[1]), "training"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def engine(app: Flask) -> sa.Engine:
    with app.app_context():
        return db.engine


def test_one_holder_at_a_time(engine: sa.Engine) -> None:
    with (
        holding(engine, "training"),
        pytest.raises(LockBusyError),
        holding(engine, "training", wait=0),
    ):
        pytest.fail("held twice")


def test_a_lock_can_be_had_again_after_its_release(engine: sa.Engine) -> None:
    for _ in range(3):
        with holding(engine, "training", wait=0):
            pass


def test_an_error_releases_the_lock(engine: sa.Engine) -> None:
    with pytest.raises(ZeroDivisionError), holding(engine, "setup"):
        raise ZeroDivisionError
    with holding(engine, "setup", wait=0):
        pass


def test_locks_of_different_names_are_independent(engine: sa.Engine) -> None:
    with holding(engine, "training"), holding(engine, "worker", wait=0):
        pass


def test_a_killed_process_loses_its_lock(engine: sa.Engine, database_url: str) -> None:
    url = engine.url.render_as_string(hide_password=False)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, url], stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(LockBusyError), holding(engine, "training", wait=0):
            pytest.fail("held twice")
        holder.kill()
        with holding(engine, "training", wait=10):
            pass
