"""The queue, in a SQLite file and in Redis."""

import json
import socket
import sys
import time
from uuid import uuid4

import pytest

from chatbot.home import HOME
from tests.conftest import MakeSettings
from tests.support.programs import run
from web.core.settings import Settings
from web.training import queue as jobs


@pytest.fixture(params=["sqlite", "redis"])
def queue_settings(request: pytest.FixtureRequest, make_settings: MakeSettings) -> Settings:
    # Redis is shared: the database's name keeps this queue apart.
    database = f"sqlite:///{uuid4().hex}.db"
    if request.param == "sqlite":
        return make_settings(DATABASE_URL=database)
    return make_settings(DATABASE_URL=database, REDIS_URL=request.getfixturevalue("redis_url"))


def test_the_worker_gets_the_numbers_in_order(queue_settings: Settings) -> None:
    trained: list[int] = []
    for run_id in (3, 1, 2):
        jobs.enqueue(queue_settings, run_id)
    queue = jobs.open_queue(queue_settings, trained.append)
    assert queue.waiting() == {1, 2, 3}
    for _ in range(3):
        queue.huey.execute(queue.huey.dequeue())
    assert trained == [3, 1, 2]
    assert queue.waiting() == set()
    queue.huey.storage.close()


def test_what_is_queued_is_data_and_no_code(queue_settings: Settings) -> None:
    jobs.enqueue(queue_settings, 5)
    queue = jobs.open_queue(queue_settings)
    (item,) = queue.huey.storage.enqueued_items()
    assert json.loads(item)["args"] == [5]
    queue.huey.storage.flush_all()
    queue.huey.storage.close()


def test_installations_on_one_redis_have_queues_of_their_own(
    make_settings: MakeSettings, redis_url: str
) -> None:
    first, second = (
        make_settings(DATABASE_URL=f"sqlite:///{uuid4().hex}.db", REDIS_URL=redis_url)
        for _ in range(2)
    )
    jobs.enqueue(first, 1)
    assert jobs.open_queue(second).waiting() == set()
    queue = jobs.open_queue(first)
    assert queue.waiting() == {1}
    queue.huey.storage.flush_all()


def test_a_queue_that_is_away_is_no_error(
    make_settings: MakeSettings, caplog: pytest.LogCaptureFixture
) -> None:
    jobs.enqueue(make_settings(REDIS_URL="redis://127.0.0.1:1/0"), 1)
    assert "training run 1 is not on the queue yet" in caplog.text


def test_importing_the_queue_makes_no_file(make_settings: MakeSettings) -> None:
    settings = make_settings()
    assert not (settings.instance / jobs.QUEUE_FILE).exists()
    jobs.enqueue(settings, 1)
    assert (settings.instance / jobs.QUEUE_FILE).exists()


def test_a_redis_that_never_answers_does_not_hold_up_the_start(
    make_settings: MakeSettings, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        started = time.monotonic()
        jobs.enqueue(make_settings(REDIS_URL=f"redis://127.0.0.1:{port}/0"), 1)
        assert time.monotonic() - started < 20
    assert "training run 1 is not on the queue yet" in caplog.text


@pytest.mark.parametrize("kept", [0, 100], ids=["no database", "half a database"])
def test_a_damaged_file_makes_room_for_a_new_one(
    make_settings: MakeSettings, caplog: pytest.LogCaptureFixture, kept: int
) -> None:
    settings = make_settings()
    jobs.enqueue(settings, 1)
    file = settings.instance / jobs.QUEUE_FILE
    damaged = file.read_bytes()[:kept] + b"\xff" * 8192
    file.write_bytes(damaged)
    jobs.enqueue(settings, 2)
    assert jobs.open_queue(settings).waiting() == {2}
    assert (settings.instance / "queue.damaged").read_bytes() == damaged
    (line,) = caplog.messages
    assert line.startswith(f"{file} was damaged")


def test_a_worker_without_redis_or_postgresql_loads_no_driver_of_them() -> None:
    code = "import web.training.worker_cli, sys; print(*sys.modules)"
    done = run([sys.executable, "-c", code], {}, HOME)
    assert {"huey.storage", "web.training.queue"} <= {*done.stdout.split()}, done.stderr
    assert {"psycopg", "redis", "rich"}.isdisjoint(done.stdout.split())
