"""`python app.py` in processes of its own: started, stopped, killed, and twice at once."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
import pytest
import requests
import sqlalchemy as sa

from chatbot.home import HOME
from tests.support.programs import SERVER, Program, lives, run, running, wait_until
from tests.web.conftest import SMALL_INTENTS, program_environ
from web.core.processes import flask_command
from web.core.settings import Settings

pytestmark = pytest.mark.timeout(400)

STOP_SECONDS = 8
MOST_MEGABYTES = 135
MOST_MEGABYTES_OF_WORKER = 72
THREADS_OF_WORKER = 4
"""The main thread, one that watches the parent, and the scheduler and the consumer of the queue."""
LATE_WEB_PROCESS = """
import multiprocessing, os, sys, time
from web.server.server import web_process

def begin_when_the_server_is_gone(server):
    while os.getppid() == server:
        time.sleep(0.01)
    web_process()
    time.sleep(60)

child = multiprocessing.Process(target=begin_when_the_server_is_gone, args=[os.getpid()])
child.start()
print(child.pid, flush=True)
time.sleep(60)
"""
OTHER_INTENTS = {
    "intents": [
        {"tag": "a", "patterns": ["aa", "aaa"], "responses": ["A"]},
        {"tag": "b", "patterns": ["bb", "bbb"], "responses": ["B"]},
    ]
}


class Site:
    """An installation with a port of its own."""

    def __init__(
        self, folder: Path, *, intents: Path = SMALL_INTENTS, environ: dict[str, str] | None = None
    ) -> None:
        self.folder = folder
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        fixed = program_environ(folder / "instance", intents, PORT=str(self.port))
        self.environ = fixed | (environ or {})

    @contextmanager
    def starting(self) -> Iterator[Program]:
        """A server that does not answer yet."""
        log = self.folder / f"server-{self.port}-{time.monotonic_ns()}.log"
        with running(SERVER, self.environ, log) as program:
            yield program

    @contextmanager
    def server(self) -> Iterator[Program]:
        """A server that answers."""
        with self.starting() as program:
            self.wait_for_line(program)
            yield program

    def wait_for_line(self, program: Program) -> None:
        line = f"Recollect is at {self.url}/"
        wait_until(lambda: line in program.output, "the address is not told", program)

    def flask(self, *arguments: str) -> str:
        done = run(flask_command(*arguments), self.environ, self.folder)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def get(self, path: str) -> Any:
        return requests.get(self.url + path, timeout=10).json()

    def training(self) -> Any:
        return self.get("/api/v1/status")["training"]

    def chat(self) -> Callable[[str], Any]:
        """Begin a conversation; the function says something in it and returns the reply."""
        browser = requests.Session()
        begun = browser.post(f"{self.url}/api/v1/conversations", json={}, timeout=10).json()
        url = f"{self.url}/api/v1/conversations/{begun['id']}/messages"
        return lambda text: browser.post(url, json={"text": text}, timeout=10).json()["reply"]


@pytest.fixture
def bad_intents(tmp_path: Path) -> Path:
    path = tmp_path / "intents" / "bad.json"
    path.parent.mkdir()
    path.write_text('{"intents": [{"tag": "a" "patterns": []}]}', encoding="utf-8")
    return path


@pytest.fixture
def trained(tmp_path: Path, trained_instance: Path) -> Site:
    """A site with a live model and two web processes."""
    environ = {"RECOLLECT_INSTANCE": str(trained_instance), "RECOLLECT_WEB_PROCESSES": "2"}
    return Site(tmp_path, environ=environ)


def test_from_a_bad_first_start_to_an_answer_and_a_better_model(
    tmp_path: Path, bad_intents: Path
) -> None:
    site = Site(tmp_path, intents=bad_intents)
    with site.server() as server:
        wait_until(lambda: site.training()["status"] == "failed", "the run did not fail", server)
        assert "bad.json:1:" in site.training()["error"]
        assert requests.get(f"{site.url}/healthz", timeout=10).status_code == 200
        assert requests.get(f"{site.url}/readyz", timeout=10).status_code == 503

        bad_intents.write_bytes(SMALL_INTENTS.read_bytes())
        assert "Version 1 is live." in site.flask("train", "--architecture", "bow")
        say = site.chat()
        assert say("hello there")["model_version"] == 1

        assert server.stop() == 0
        assert "Traceback" not in server.output


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_soon_and_leaves_nothing_behind(trained: Site, signum: signal.Signals) -> None:
    with trained.server() as server:
        server.child_with("worker")
        family = server.family()
        assert len(family) >= 4
        # A Ctrl-C reaches every process of the terminal's group, a SIGTERM only the first.
        kill = os.killpg if signum == signal.SIGINT else os.kill
        kill(server.process.pid, signum)
        assert server.process.wait(STOP_SECONDS) == 0, server.output
        assert not [member for member in family if lives(member)]
        assert "rror" not in server.output


def test_nothing_outlives_a_killed_server(trained: Site) -> None:
    with trained.server() as server:
        server.child_with("worker")
        family = server.family()
        server.process.kill()
        wait_until(lambda: not any(lives(member) for member in family[1:]), "some live on", server)
    with trained.server():
        assert trained.chat()("hello there")["model_version"] == 1


def test_a_web_process_that_comes_after_the_servers_death_ends_too(trained: Site) -> None:
    command = [sys.executable, "-c", LATE_WEB_PROCESS]
    environ = trained.environ | {"PYTHONPATH": str(HOME)}
    with running(command, environ, trained.folder / "late.log") as server:
        wait_until(lambda: server.output.endswith("\n"), "no process", server)
        late = psutil.Process(int(server.output))
        server.process.kill()
        wait_until(lambda: not lives(late), "it lives on", server)


def test_a_killed_worker_is_replaced(trained: Site) -> None:
    with trained.server() as server:
        killed = server.child_with("worker")
        killed.kill()
        wait_until(
            lambda: server.with_argument("worker") not in ([], [killed]), "no new worker", server
        )


def test_a_second_start_recovers_what_a_crash_left_running(tmp_path: Path) -> None:
    site = Site(tmp_path)
    with site.server() as server:
        wait_until(lambda: site.training()["status"] == "running", "it does not train", server)
        for member in server.family():
            member.kill()
    with site.server() as server:
        wait_until(lambda: rows(site) == ["failed", "running"], "it does not train again", server)
        assert server.stop() == 0
    assert rows(site) == ["failed", "queued"]  # the next start trains


def test_two_servers_may_start_at_once_on_one_database(
    tmp_path: Path, empty_postgres: str, redis_url: str
) -> None:
    sites = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        services = {"DATABASE_URL": empty_postgres, "REDIS_URL": redis_url}
        sites.append(Site(tmp_path / name, environ=services))
    with sites[0].starting() as first, sites[1].starting() as second:
        for site, server in zip(sites, (first, second), strict=True):
            site.wait_for_line(server)
        wait_until(lambda: sites[1].training()["status"] == "running", "no training", second)
        assert rows(sites[0]) == ["running"]
        assert first.stop() == 0
        assert second.stop() == 0


def test_a_web_process_that_answers_stays_small(trained: Site) -> None:
    trained.environ["RECOLLECT_WEB_PROCESSES"] = "1"
    with trained.server() as server:
        worker = server.child_with("worker")
        say = trained.chat()
        for _ in range(20):
            assert say("hello there")["model_version"] == 1
        (web_process,) = (
            child
            for child in psutil.Process(server.process.pid).children()
            if "worker" not in child.cmdline()
        )
        megabytes = web_process.memory_info().rss / 1e6
        wait_until(lambda: polls_its_queue(worker), "the worker did not begin", server)
        megabytes_of_worker = worker.memory_info().rss / 1e6
    assert megabytes < MOST_MEGABYTES, "see with `python -X importtime` what it imports"
    assert megabytes_of_worker < MOST_MEGABYTES_OF_WORKER


def polls_its_queue(worker: psutil.Process) -> bool:
    """Return True if the threads of the queue run, before which all else is imported and done."""
    return len(worker.threads()) >= THREADS_OF_WORKER


def test_a_server_that_never_trains_has_no_worker(trained: Site) -> None:
    trained.environ["RECOLLECT_WORKERS"] = "0"
    with trained.server() as server:
        assert trained.chat()("hello there")["model_version"] == 1
        children = psutil.Process(server.process.pid).children()
        assert [child for child in children if "worker" in child.cmdline()] == []
        assert server.stop() == 0


def test_web_processes_share_the_imported_application() -> None:
    statement = "import sys, web.server.server; assert 'web.routes' in sys.modules"
    subprocess.run([sys.executable, "-c", statement], cwd=HOME, check=True)


def test_changed_intents_are_told(trained: Site, bad_intents: Path) -> None:
    trained.environ["RECOLLECT_INTENTS"] = str(bad_intents)
    bad_intents.write_text(json.dumps(OTHER_INTENTS), encoding="utf-8")
    with trained.server() as server:
        changed = "The intents have changed"
        wait_until(lambda: changed in server.output, "the change is not told", server)

    bad_intents.write_text("{", encoding="utf-8")
    log = trained.folder / "worker.log"
    with running(flask_command("worker"), trained.environ, log) as worker:
        bad = "The intent files have 1 problem."
        wait_until(lambda: bad in worker.output, "the problem is not told", worker)


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({"RECOLLECT_WEB_PROCESSES": "many"}, "RECOLLECT_WEB_PROCESSES is 'many'"),
        ({"HOST": "nowhere.invalid"}, "HOST is 'nowhere.invalid'"),
        ({"DATABASE_URL": "postgresql://root@127.0.0.1:1/x"}, "The database cannot be used"),
        ({"DATABASE_URL": "sqlite:////proc/x.db"}, "The database cannot be used"),
    ],
)
def test_a_bad_setting_ends_the_start_with_a_sentence(
    tmp_path: Path, environ: dict[str, str], sentence: str
) -> None:
    done = run(SERVER, Site(tmp_path, environ=environ).environ, tmp_path)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_in_use_ends_the_start_with_a_sentence(trained: Site) -> None:
    with trained.server():
        done = run(SERVER, trained.environ, trained.folder)
    assert done.returncode == 2
    assert f"PORT {trained.port} is in use" in done.stderr


def rows(site: Site) -> list[str]:
    """The states of the training runs in the site's database, the oldest first."""
    engine = sa.create_engine(Settings.from_environ(site.environ).database_url)
    with engine.connect() as connection:
        states = connection.scalars(sa.text("SELECT status FROM training_runs ORDER BY id")).all()
    engine.dispose()
    return list(states)
