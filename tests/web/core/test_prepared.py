"""Prepared statements convert values and raise errors as SQLAlchemy does."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from web.conversations.tables import Conversation
from web.core.database import engine_options, prepare_engine
from web.core.prepared import PreparedStatement

TABLE = Conversation.__table__
NAMES = [column.name for column in TABLE.columns]
INSERT = PreparedStatement(
    sa.insert(Conversation).values({name: sa.bindparam(f"new_{name}") for name in NAMES})
)
READ = PreparedStatement(
    sa.select(*TABLE.columns).where(TABLE.columns.id == sa.bindparam("key")).limit(1)
)


def values() -> dict[str, object]:
    now = datetime(2026, 11, 30, 8, 15, tzinfo=UTC)
    return {
        "new_id": uuid4(),
        "new_visitor_id": uuid4(),
        "new_state": "grüß 😀 %s ?",
        "new_created_at": now,
        "new_updated_at": now,
        "new_silent_until": None,
        "new_length": 2,
    }


def test_a_row_is_read_as_it_was_written(sessions: sessionmaker[Session]) -> None:
    row = values()
    with sessions() as session:
        INSERT.execute(session.connection(), row)
        assert READ.first(session.connection(), {"key": row["new_id"]}) == tuple(row.values())
        assert READ.first(session.connection(), {"key": uuid4()}) is None
        stored = session.get_one(Conversation, row["new_id"])
        assert (stored.state, stored.created_at) == (row["new_state"], row["new_created_at"])


def test_a_violation_is_an_error_of_sqlalchemy_without_values(
    sessions: sessionmaker[Session],
) -> None:
    row = values()
    with sessions() as session:
        INSERT.execute(session.connection(), row)
        with pytest.raises(sa.exc.IntegrityError) as caught:
            INSERT.execute(session.connection(), row)
    assert caught.value.params is None


def test_a_lost_connection_leaves_the_pool(postgres_url: str) -> None:
    engine = prepare_engine(sa.create_engine(**engine_options(postgres_url)))
    with engine.connect() as connection:
        key = connection.scalar(sa.text("SELECT pg_backend_pid()"))
        with engine.connect() as other:
            other.execute(sa.text("SELECT pg_terminate_backend(:key, 1000)"), {"key": key})
        with pytest.raises(sa.exc.OperationalError) as caught:
            READ.first(connection, {"key": uuid4()})
        assert caught.value.connection_invalidated
        connection.rollback()
        assert READ.first(connection, {"key": uuid4()}) is None
    engine.dispose()
