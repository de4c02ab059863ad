from collections.abc import Callable
from itertools import cycle
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest
import requests
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.mmap_dict import MmapedDict
from prometheus_client.parser import text_string_to_metric_families

from tests.conftest import MakeSettings, store_live_bot
from tests.support.fakes import FakeBot
from tests.support.programs import wait_until
from tests.web.server.test_server import Site
from web.core.database import db, utc_now, writing
from web.core.settings import Settings
from web.training.tables import TrainingRun

TOKEN = "a-token-of-a-test"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
MESSAGES = 24
SEND = "api.v1.conversations.send"

Values = dict[str, float]


def values(text: str) -> Values:
    """Samples of a page of metrics, by name and labels as in the text."""
    return {
        sample.name + "".join(f"|{value}" for _, value in sorted(sample.labels.items())): float(
            sample.value
        )
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.fixture
def counting(
    make_app: Callable[[Settings], Flask],
    make_settings: MakeSettings,
    database_url: str,
    fake_bot: FakeBot,
) -> Flask:
    """Application with metrics and a live bot."""
    app = make_app(make_settings(DATABASE_URL=database_url, RECOLLECT_METRICS_TOKEN=TOKEN))
    with app.app_context():
        store_live_bot(db.session)
    return app


@pytest.fixture
def scrape(counting: Flask) -> Callable[[], Values]:
    """Function that reads the metrics of this process."""
    client = counting.test_client()

    def read() -> Values:
        page = client.get("/metrics", headers=BEARER)
        assert page.status_code == 200
        assert page.content_type.startswith("text/plain")
        return values(page.text)

    return read


def test_without_a_token_in_the_settings_there_is_no_page(client: FlaskClient) -> None:
    answer = client.get("/metrics", headers=BEARER)
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer a-token-of-a-tes"},
        {"Authorization": "Bearer é"},
        {"Authorization": f"Basic {TOKEN}"},
    ],
)
def test_a_wrong_token_is_a_problem(counting: Flask, headers: dict[str, str]) -> None:
    answer = counting.test_client().get("/metrics", headers=headers)
    assert (answer.status_code, answer.content_type) == (401, "application/problem+json")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert "recollect_" not in answer.text


def test_the_page_has_no_cookie_and_no_rate_limit(
    make_app: Callable[[Settings], Flask], make_settings: MakeSettings
) -> None:
    app = make_app(
        make_settings(RECOLLECT_METRICS_TOKEN=TOKEN, RECOLLECT_RATE_LIMIT="1 per minute")
    )
    for _ in range(8):
        answer = app.test_client().get("/metrics", headers=BEARER)
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers


def test_answers_are_counted_by_kind_stage_and_confidence(
    counting: Flask, scrape: Callable[[], Values]
) -> None:
    client = counting.test_client()
    begun = client.post("/api/v1/conversations", json={}).json
    assert begun
    before = scrape()
    for text in ("hello", "hello again", "gibberish"):
        client.post(f"/api/v1/conversations/{begun['id']}/messages", json={"text": text})
    repeated = {"text": "hello", "id": "0d9a7c2e-5d8f-4d33-9c39-7a2b1f6f0c11"}
    statuses = [
        client.post(f"/api/v1/conversations/{begun['id']}/messages", json=repeated).status_code
        for _ in range(2)
    ]
    assert statuses == [201, 200]
    client.open("/nothing/here", method="BREW")
    client.get("/nothing/here")
    after = scrape()

    def grown(name: str) -> float:
        return after.get(name, 0.0) - before.get(name, 0.0)

    assert grown("recollect_answers_total|answer") == 3
    assert grown("recollect_answers_total|fallback") == 1
    assert grown("recollect_answer_confidence_count") == 4
    assert grown("recollect_answer_confidence_bucket|0.2") == 1
    for stage in ("predict", "wait", "answer", "store"):
        assert grown(f"recollect_message_stage_duration_seconds_count|{stage}") == 4
        assert grown(f"recollect_message_stage_duration_seconds_sum|{stage}") > 0
    assert grown(f"recollect_http_requests_total|{SEND}|POST|201") == 4
    assert grown(f"recollect_http_requests_total|{SEND}|POST|200") == 1
    assert grown(f"recollect_http_request_duration_seconds_count|{SEND}") == 5
    assert grown("recollect_http_requests_total|none|GET|404") == 1
    assert grown("recollect_http_requests_total|none|other|404") == 1


def test_the_model_and_the_trainings_are_read_from_the_database(
    counting: Flask, scrape: Callable[[], Values]
) -> None:
    now = utc_now()
    with counting.app_context(), writing(db.session) as session:
        session.add_all(TrainingRun(status="queued") for _ in range(2))
        session.add(TrainingRun(status="running", epoch=3, epochs=12, heartbeat_at=now))
        session.add(TrainingRun(status="failed"))
    read = scrape()
    assert read["recollect_database_up"] == 1
    assert read["recollect_model_version"] == 1
    for event in ("trained", "activated"):
        assert 0 <= now.timestamp() - read[f"recollect_model_{event}_timestamp_seconds"] < 60
    assert read["recollect_training_queue_length"] == 2
    assert read["recollect_training_runs|running"] == 1
    assert read["recollect_training_runs|failed"] == 1
    assert read["recollect_training_runs|succeeded"] == 0
    assert read["recollect_training_progress_ratio"] == 0.25
    assert read["recollect_training_heartbeat_timestamp_seconds"] == now.timestamp()


def test_one_statement_reads_the_database(counting: Flask, scrape: Callable[[], Values]) -> None:
    statements: list[str] = []
    with counting.app_context():

        @sa.event.listens_for(db.engine, "before_cursor_execute")
        def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
            statements.append(statement)

    scrape()
    assert len([text for text in statements if text.startswith("SELECT")]) == 1


def test_connections_in_use_are_counted(counting: Flask, scrape: Callable[[], Values]) -> None:
    name = "recollect_database_connections_in_use"
    assert scrape()[name] == 0
    with counting.app_context(), db.engine.connect(), db.engine.connect() as second:
        assert scrape()[name] == 2
        second.invalidate()
    assert scrape()[name] == 0
    assert scrape()["recollect_database_connections_max"] == 26


def test_without_a_database_the_page_says_so(
    make_app: Callable[[Settings], Flask], make_settings: MakeSettings
) -> None:
    url = "postgresql://x:hunter2@127.0.0.1:1/x"
    app = make_app(make_settings(DATABASE_URL=url, RECOLLECT_METRICS_TOKEN=TOKEN))
    read = values(app.test_client().get("/metrics", headers=BEARER).text)
    assert read["recollect_database_up"] == 0
    assert "recollect_model_version" not in read


@pytest.mark.timeout(400)
def test_two_processes_count_together(tmp_path: Path, trained_instance: Path) -> None:
    environ = {
        "RECOLLECT_INSTANCE": str(trained_instance),
        "RECOLLECT_WEB_PROCESSES": "2",
        "RECOLLECT_METRICS_TOKEN": TOKEN,
        "TMPDIR": str(tmp_path),
    }
    site = Site(tmp_path, environ=environ)

    def scraped() -> Values:
        answer = requests.get(f"{site.url}/metrics", headers=BEARER, timeout=10)
        assert answer.status_code == 200
        return values(answer.text)

    def web_processes(read: Values) -> list[int]:
        start = "recollect_process_start_time_seconds|"
        return [
            int(name.split("|")[1]) for name in read if name.startswith(start) if "|web" in name
        ]

    def answered(file: Path) -> bool:
        """True for the counts of a process that answered requests."""
        keys = MmapedDict.read_all_values_from_file(str(file))  # type: ignore[no-untyped-call]
        return any("recollect_http_requests" in key for key, *_ in keys)

    def is_forgotten(pid: int) -> bool:
        """True if the process is gone and its counts are there."""
        try:
            read = scraped()
        except requests.ConnectionError:  # a connection that the dead process had
            return False
        count = read[f"recollect_http_requests_total|{SEND}|POST|201"]
        return count == MESSAGES and pid not in web_processes(read)

    with site.server() as server:
        talks = [site.chat() for _ in range(6)]
        for _, say in zip(range(MESSAGES), cycle(talks)):
            say("hello there")
        pages = [scraped() for _ in range(8)]
        for read in pages:
            assert read[f"recollect_http_requests_total|{SEND}|POST|201"] == MESSAGES
            assert read["recollect_answer_confidence_count"] == MESSAGES
            assert read["recollect_database_connections_max"] in (52, 78)
        assert sum(map(answered, tmp_path.glob("recollect-metrics-*/counter_*.db"))) == 2
        pids = web_processes(pages[-1])
        assert len(pids) == 2
        assert read[f"recollect_process_memory_bytes|proportional|{pids[0]}|web"] > 1e7

        killed = psutil.Process(pids[0])
        killed.kill()
        wait_until(lambda: is_forgotten(killed.pid), "the counts are lost", server)
        assert server.stop() == 0
    assert not list(tmp_path.glob("recollect-metrics-*"))
