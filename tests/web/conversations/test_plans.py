"""Plans of PostgreSQL for the lists of the admin: many messages cost no more than a few."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from tests.conftest import MakeSettings
from web.conversations import search
from web.conversations.filter import ConversationFilter
from web.conversations.full_text import parse
from web.core.database import db, reading
from web.core.paging import Cursor
from web.inbox.messages import REPEATED_WINDOW, answered_by_persons, messages_to_review

CONVERSATIONS = 3000
ROWS = f"""
INSERT INTO conversations SELECT gen_random_uuid(), gen_random_uuid(), '{{}}', at, at
  FROM generate_series(1, {CONVERSATIONS}) n, LATERAL (SELECT now() - n * interval '1 h' AS at) t;
INSERT INTO messages (id, conversation_id, role, text, created_at)
  SELECT gen_random_uuid(), c.id, 'user', 'parcel ' || n || ' please', c.created_at
  FROM conversations c, generate_series(1, 5) n;
INSERT INTO messages (id, conversation_id, role, text, created_at, reply_to, intent, fallback)
  SELECT gen_random_uuid(), conversation_id, 'bot', 'On its way.', created_at, id,
    'intent_' || mod(seq, 20), false
  FROM messages;
UPDATE messages SET text = 'zebra' WHERE seq = 77;
INSERT INTO hand_overs
  (conversation_id, status, reason, requested_at, waits_until, taken_at, version)
  SELECT conversation_id, 'taken', 'visitor', now(), now(), now(), 1 FROM messages WHERE seq = 77;
INSERT INTO messages (id, conversation_id, role, text, created_at, author)
  SELECT gen_random_uuid(), h.conversation_id, role, 'Hello.', now(), 'Ada'
  FROM hand_overs h, (VALUES ('user'), ('person')) r (role);
ANALYZE
"""


@pytest.fixture
def filled(
    make_app: Callable[..., Flask], make_settings: MakeSettings, postgres_url: str
) -> Iterator[Session]:
    app = make_app(make_settings(DATABASE_URL=postgres_url))
    with app.app_context():
        with db.engine.begin() as connection:
            for statement in ROWS.split(";"):
                connection.exec_driver_sql(statement)
        yield db.session


def rows_read(session: Session, run: Callable[[], object]) -> int:
    """Rows of messages and conversations that the statements of `run` read."""
    statements: list[tuple[str, Any]] = []

    def note(_: object, __: object, statement: str, parameters: Any, *___: object) -> None:
        statements.append((statement, parameters))

    engine = session.get_bind()
    sa.event.listen(engine, "before_cursor_execute", note)
    with reading(session):
        run()
    sa.event.remove(engine, "before_cursor_execute", note)
    with reading(session):
        # As for many rows: so few are quickly read whole.
        session.execute(sa.text("SET LOCAL enable_seqscan = off"))
        plans = [
            session.connection()
            .exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", parameters)
            .scalar_one()
            for statement, parameters in statements
        ]
    return sum(read_by(plan[0]["Plan"]) for plan in plans)


def read_by(node: dict[str, Any]) -> int:
    """Rows that a node of a plan and the nodes below read from the two tables."""
    below = sum(read_by(child) for child in node.get("Plans", ()))
    if node.get("Relation Name") not in ("messages", "conversations"):
        return below
    rows = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
    return int(rows * node["Actual Loops"]) + below


def test_many_messages_cost_the_lists_no_more_than_a_few(filled: Session) -> None:
    def read(words: str, sort: str = search.LATEST) -> int:
        page = search.search(
            filled, ConversationFilter(words=parse(words)), search.sort_of(sort), Cursor()
        )
        return len(page.rows)

    assert rows_read(filled, lambda: read("")) < 2000
    assert rows_read(filled, lambda: read("", "-messages")) < 2000
    assert rows_read(filled, lambda: read("zebra")) < CONVERSATIONS + 100
    assert rows_read(filled, lambda: read("nowhere")) < CONVERSATIONS + 100
    assert rows_read(filled, lambda: read("please")) < search.RARE + 5000
    with reading(filled):
        assert [read(words) for words in ("", "zebra", "nowhere", "please")] == [50, 1, 0, 50]

    assert rows_read(filled, lambda: search.choices(filled)) < 100


def test_an_outcome_without_answers_costs_nothing(filled: Session) -> None:
    def read() -> int:
        filters = ConversationFilter(outcome="asked")
        return len(search.search(filled, filters, search.sort_of(search.LATEST), Cursor()).rows)

    assert rows_read(filled, read) < 100
    with reading(filled):
        assert read() == 0


def test_the_inbox_reads_messages_once_and_no_question_without_a_reason(filled: Session) -> None:
    all_messages = 2 * 5 * CONVERSATIONS
    most = all_messages + REPEATED_WINDOW + 100
    assert rows_read(filled, lambda: messages_to_review(filled)) < most


def test_many_messages_of_the_bot_cost_nothing_where_few_persons_answer(filled: Session) -> None:
    assert rows_read(filled, lambda: answered_by_persons(filled)) < 100
    with reading(filled):
        assert [message.answered for message in answered_by_persons(filled)] == ["Ada"]
