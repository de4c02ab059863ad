"""The whole application killed at random moments under load: nothing lost, nothing doubled.

`make chaos` kills it 50 times on each database.
"""

import os
import random
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
import pytest
import sqlalchemy as sa

from benchmarks.fleet.visitors import Visitor
from benchmarks.speed.model_source import deploy
from chatbot.model.bundle import Bundle
from tests.support.programs import Program, wait_until
from tests.web.server.test_server import Site
from web.conversations.messages import MESSAGES

KILLS = int(os.environ.get("RECOLLECT_TEST_KILLS", "2"))
VISITORS = 6
LONGEST_LOAD = 1.0

pytestmark = pytest.mark.timeout(200 + 40 * KILLS)


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path, bundle: Bundle) -> Site:
    """A site with a live model and two web processes."""
    environ = {"RECOLLECT_WEB_PROCESSES": "2", "RECOLLECT_RATE_LIMIT": "1000000 per minute"}
    instance = tmp_path / "instance"
    url = f"sqlite:///{instance}/recollect.db"
    if request.param == "postgresql":
        url = request.getfixturevalue("empty_postgres")
    deploy(bundle, instance, url)
    return Site(tmp_path, environ=environ | {"DATABASE_URL": url})


def test_what_was_acknowledged_is_stored_once_in_order_with_its_answer(site: Site) -> None:
    visitors = [Visitor(site.url, lambda: "killed") for _ in range(VISITORS)]
    for visitor in visitors:
        visitor.start()
    for _ in range(KILLS):
        before = served(visitors)
        with site.server() as server:
            # Each visitor has about an answer: the server is under load.
            wait_until(lambda: served(visitors) >= before + VISITORS, "no answers", server)  # noqa: B023
            time.sleep(random.uniform(0, LONGEST_LOAD))
            kill(server)
    with site.server():
        for visitor in visitors:
            visitor.leaves.set()
        for visitor in visitors:
            visitor.join(60)
            assert not visitor.is_alive()
            causes = [cause for _, cause in visitor.errors]
            assert all(cause.startswith(("503", "no answer")) for cause in causes), causes
    rows = stored(site.environ["DATABASE_URL"])
    messages = [row for row in rows if row.role == "user"]
    answers = {row.reply_to: row.id for row in rows if row.role == "bot"}
    acknowledged = {
        message: answer for visitor in visitors for message, answer in visitor.acknowledged.items()
    }
    sent = sum(len(visitor.sent) for visitor in visitors)
    doubled = [text for text, count in Counter(row.text for row in messages).items() if count > 1]
    lost = acknowledged.keys() - {row.id for row in messages}
    print(
        f"\n{KILLS} kills: {sent} sent, {len(acknowledged)} acknowledged, {len(messages)} stored,"
        f" {len(doubled)} doubled, {len(lost)} lost"
    )
    assert acknowledged
    assert (doubled, lost) == ([], set())
    assert answers == acknowledged
    assert len(rows) == 2 * len(messages)
    for visitor in visitors:
        assert [row.id for row in messages if row.id in visitor.acknowledged] == visitor.sent


def served(visitors: list[Visitor]) -> int:
    """Number of acknowledged messages."""
    return sum(len(visitor.acknowledged) for visitor in visitors)


def kill(server: Program) -> None:
    """Kill all processes of the server at once."""
    for member in server.family():
        with suppress(psutil.NoSuchProcess):
            member.kill()


def stored(url: str) -> Sequence[sa.Row[*tuple[Any, ...]]]:
    """All messages in the order of their storage."""
    columns = MESSAGES.columns
    engine = sa.create_engine(sa.make_url(url).set(drivername=_driver(url)))
    statement = sa.select(columns.id, columns.role, columns.text, columns.reply_to)
    with engine.connect() as connection:
        rows = connection.execute(statement.order_by(columns.seq)).all()
    engine.dispose()
    return rows


def _driver(url: str) -> str:
    return "sqlite" if url.startswith("sqlite") else "postgresql+psycopg"
