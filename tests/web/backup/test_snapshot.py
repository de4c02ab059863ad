"""A backup sees one moment of a database that others write to."""

from flask import Flask
from sqlalchemy.orm import Session

from tests.support.conversations import PastMessage, store_conversation
from web.backup.connections import reading_snapshot
from web.backup.snapshot import Snapshot
from web.core.database import db


def test_what_is_written_meanwhile_is_not_in_it(app: Flask, session: Session) -> None:
    store_conversation(session, PastMessage("before"))
    with reading_snapshot(db.engine) as connection:
        content = Snapshot.of(connection)
        tables = {table.table: table for table in content.tables}
        conversations = list(content.rows(tables["conversations"]))
        store_conversation(session, PastMessage("after"))
        messages = list(content.rows(tables["messages"]))
    assert len(conversations) == 1
    assert [message["text"] for message in messages] == ["before", "Yes."]
