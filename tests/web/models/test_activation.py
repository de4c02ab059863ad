"""Activations under load: two server processes, many visitors, twenty changes of the model."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import psutil  # type: ignore[import-untyped]
import pytest
from flask import Flask
from sqlalchemy.orm import Session, sessionmaker

from chatbot.model.bundle import Bundle
from tests.support.programs import Program
from tests.web.server.test_server import Site
from web.core.database import db
from web.core.settings import Settings
from web.models import deployments, storage

pytestmark = pytest.mark.timeout(400)

VISITORS = 4
ACTIVATIONS = 20
MOST_GROWTH = 12e6
HELLO = "hello there"


@pytest.fixture
def site(tmp_path: Path, trained_instance: Path) -> Site:
    environ = {
        "RECOLLECT_INSTANCE": str(trained_instance),
        "RECOLLECT_WEB_PROCESSES": "2",
        "RECOLLECT_RATE_LIMIT": "100000 per minute",
    }
    return Site(tmp_path, environ=environ)


@pytest.fixture
def sessions(site: Site, make_app: Callable[[Settings], Flask]) -> sessionmaker[Session]:
    with make_app(Settings.from_environ(site.environ)).app_context():
        return db.sessionmaker


@pytest.fixture
def numbers(sessions: sessionmaker[Session], bundle: Bundle) -> tuple[int, int]:
    """Numbers of the versions that take turns; the first is live."""
    with sessions.begin() as session:
        return 1, storage.store(session, bundle).id


def web_processes(server: Program) -> list[psutil.Process]:
    children = psutil.Process(server.process.pid).children()
    return [child for child in children if "worker" not in child.cmdline()]


def memory(processes: list[psutil.Process]) -> int:
    return max(int(process.memory_info().rss) for process in processes)


def talking(site: Site, ended: Event) -> Iterator[Any]:
    """Answers to a visitor who says hello until the end."""
    say = site.chat()
    while not ended.is_set():
        yield say(HELLO)


def test_twenty_activations_under_load_lose_no_message_and_no_memory(
    site: Site, sessions: sessionmaker[Session], numbers: tuple[int, int]
) -> None:
    ended = Event()
    with site.server() as server, ThreadPoolExecutor(VISITORS) as pool:
        visitors = [pool.submit(list, talking(site, ended)) for _ in range(VISITORS)]
        say, sizes = site.chat(), []
        try:
            for turn in range(1, ACTIVATIONS + 1):
                number = numbers[turn % 2]
                with sessions.begin() as session:
                    deployments.activate(session, "ada@example.org", number)
                # Whichever process gets them: the next messages have the new model's answers.
                assert {say(HELLO)["model_version"] for _ in range(4)} == {number}
                sizes.append(memory(web_processes(server)))
                time.sleep(0.05)
        finally:
            ended.set()
        replies = [reply for visitor in visitors for reply in visitor.result()]
        assert "Traceback" not in server.output
    assert len(replies) > ACTIVATIONS
    assert {reply["text"] for reply in replies} == {"Hello!"}
    assert {reply["model_version"] for reply in replies} == set(numbers)
    assert sizes[-1] - max(sizes[:6]) < MOST_GROWTH, [round(size / 1e6, 1) for size in sizes]
