"""Stop of the real server while a message is under way."""

import fcntl
import re
import signal
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
import requests

from chatbot.home import HOME
from tests.conftest import MakeSettings
from tests.support.programs import wait_until
from tests.web.server.test_server import Site, trained
from web.server import worker_supervisor
from web.server.server import DRAIN_SECONDS, STOP_SECONDS, drain_seconds

__all__ = ["trained"]

pytestmark = pytest.mark.timeout(400)


def test_a_stop_waits_for_a_call_of_an_action_and_ends_before_it_is_killed(
    make_settings: MakeSettings,
) -> None:
    assert drain_seconds(make_settings(RECOLLECT_ACTION_SECONDS="15")) == DRAIN_SECONDS
    longest = {"RECOLLECT_ACTION_HOSTS": "shop.example.com", "RECOLLECT_ACTION_SECONDS": "15"}
    seconds = drain_seconds(make_settings(**longest))
    assert seconds > 15
    killed = seconds + STOP_SECONDS + worker_supervisor.STOP_SECONDS
    unit = re.search(r"TimeoutStopSec=(\d+)", (HOME / "docs/deployment.md").read_text())
    container = re.search(r"stop_grace_period: (\d+)s", (HOME / "compose.yaml").read_text())
    assert unit
    assert container
    assert killed < int(unit[1])
    assert killed < int(container[1])


def test_a_stop_lets_the_last_message_finish_and_refuses_new_ones(trained: Site) -> None:
    file = trained.folder / "trained" / "recollect.db"
    database = sqlite3.connect(file, isolation_level=None)
    with trained.server() as server, closing(database) as other, ThreadPoolExecutor(1) as pool:
        say = trained.chat()
        other.execute("BEGIN IMMEDIATE")
        under_way = pool.submit(say, "hello there")
        status = f"{trained.url}/api/v1/status"
        wait_until(lambda: _writes(file), "it does not wait for the lock", server)
        server.process.send_signal(signal.SIGTERM)
        wait_until(lambda: requests.get(status, timeout=10).status_code == 503, "no stop", server)
        refused = requests.get(status, timeout=10)
        assert int(refused.headers["Retry-After"]) > 0
        assert "The server is stopping" in refused.json()["detail"]
        other.execute("ROLLBACK")
        assert under_way.result()["model_version"] == 1
        assert server.process.wait(20) == 0
        assert "rror" not in server.output
        (stored,) = other.execute("SELECT count(*) FROM messages").fetchone()
        assert stored == 2


def _writes(database: Path) -> bool:
    """True while a writer of the server has its turn."""
    with Path(f"{database}.writer.lock").open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
