"""Installation with rows in every table, empty databases, and files with other content."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID
from zipfile import ZipFile

import pytest
import sqlalchemy as sa
from flask import Flask

from chatbot.model.bundle import Bundle
from tests.conftest import MakeSettings
from tests.support.conversations import NOON, VISITOR, PastMessage, store_conversation
from tests.support.deployments import store_live
from web.accounts.tables import ApiToken, SetupLink, User
from web.backup.columns import Row
from web.backup.connections import reading_snapshot
from web.backup.snapshot import Snapshot
from web.conversations.tables import Message
from web.core.audit import AuditEntry
from web.core.database import Base, db, writing
from web.core.settings import Settings
from web.curation.tables import (
    CorrectedAnswer,
    CuratedExample,
    CuratedIntent,
    DecidedMessage,
    InboxDecision,
)
from web.events.tables import Event
from web.handovers.tables import CannedAnswer, HandOver
from web.models.tables import VersionRecord
from web.training.tables import TrainingEpoch, TrainingLogEntry, TrainingRun

WORDS = "naïve 👍🏽 “zebra”\n" + "ü" * 300


@dataclass(frozen=True)
class Installation:
    """Application, its database, and a conversation."""

    app: Flask
    conversation_id: UUID

    def run(self, *arguments: str) -> tuple[int, str]:
        """Exit code and output of a command."""
        result = self.app.test_cli_runner().invoke(args=list(arguments))
        return result.exit_code, result.output

    def rows(self) -> dict[str, list[Row]]:
        """Rows by table, without the audit log's entry of a restoration or move."""
        return rows_of(self.app)


def rows_of(app: Flask) -> dict[str, list[Row]]:
    with app.app_context(), reading_snapshot(db.engine) as connection:
        content = Snapshot.of(connection)
        rows = {table.table: list(content.rows(table)) for table in content.tables}
    rows["audit_entries"] = [
        row for row in rows["audit_entries"] if not row["action"].startswith("database.")
    ]
    return rows


@pytest.fixture
def installation(app: Flask, bundle: Bundle, no_bot_loaded: None) -> Installation:
    """Installation with a live bot that knows the small intents, and rows in every table."""
    return _fill(app, bundle)


@pytest.fixture
def sqlite_backup(sqlite_app: Flask, bundle: Bundle, tmp_path: Path) -> Path:
    """Backup of such an installation on SQLite."""
    code, output = _fill(sqlite_app, bundle).run("backup", f"{tmp_path}/sqlite.zip")
    assert code == 0, output
    return tmp_path / "sqlite.zip"


@pytest.fixture
def sqlite_target(
    make_app: Callable[[Settings], Flask], make_settings: MakeSettings, tmp_path: Path
) -> Flask:
    """Application on a SQLite database without tables."""
    return make_app(make_settings(DATABASE_URL=f"sqlite:///{tmp_path}/target.db"))


def _fill(app: Flask, bundle: Bundle) -> Installation:
    with app.app_context():
        with writing(db.session):
            run = TrainingRun(config={"seed": 1, "nested": [None, 1.5, "ü"]}, report="{}")
            db.session.add(run)
            db.session.flush()
            version = store_live(db.session, bundle)
            run.model_version_id = version
            _add_rows(run.id, version)
        conversation_id = store_conversation(
            db.session, PastMessage(WORDS, thumb=1, comment="ok", version=version), visitor=VISITOR
        )
        with writing(db.session):
            _add_decision(db.session.scalars(sa.select(Message.seq)).first())
            _add_for_persons(conversation_id)
    assert all(rows_of(app).values()), "a table is empty"
    return Installation(app, conversation_id)


def _add_rows(run_id: int, version: int) -> None:
    figures = {"round": 1, "rounds": 1, "epoch": 1, "epochs": 2, "loss": 0.1, "accuracy": 1 / 3}
    user = User(email="ada@example.org", password="$argon2id$x", role="admin", last_login_at=NOON)
    user.mf_recovery_codes = ["one", "two"]
    db.session.add(user)
    db.session.flush()
    db.session.add_all(
        [
            TrainingEpoch(run_id=run_id, n=1, **figures),
            TrainingLogEntry(run_id=run_id, text="Begins."),
            VersionRecord(model_version_id=version, note="good", figures={"tests": 3}),
            ApiToken(user_id=user.id, name="ci", scope="viewer", sha256="a" * 64),
            SetupLink(sha256="b" * 64),
            AuditEntry(who="terminal", action="model.note", subject="model version 1"),
        ]
    )


def _add_decision(message_seq: int | None) -> None:
    decision = InboxDecision(kind="assigned", intent="greeting", who="ada@example.org")
    db.session.add(decision)
    db.session.flush()
    curated = {"decision_id": decision.id, "who": "ada@example.org"}
    db.session.add_all(
        [
            DecidedMessage(message_seq=message_seq, decision_id=decision.id),
            CuratedExample(text="zebra", intent="greeting", message_seq=message_seq, **curated),
            CuratedIntent(tag="new", response="Yes.", **curated),
            CorrectedAnswer(tag="greeting", text_before="Hi.", text_after="Hello.", who="ada"),
        ]
    )


def _add_for_persons(conversation_id: UUID) -> None:
    times = {"requested_at": NOON, "waits_until": NOON}
    row = HandOver(conversation_id=conversation_id, status="waiting", reason="visitor", **times)
    canned = CannedAnswer(title="Hello", text="Hello there.", who="ada@example.org")
    event = Event(kind="handover.requested", conversation_id=conversation_id)
    db.session.add_all([row, canned, event])


@pytest.fixture
def target(empty_app: Flask) -> Flask:
    """Application on a database without tables, of each kind in turn."""
    return empty_app


def url_of(app: Flask) -> str:
    return str(app.config["RECOLLECT"].database_url)


def tables_of(app: Flask) -> set[str]:
    with app.app_context():
        return {*sa.inspect(db.engine).get_table_names()} & {*Base.metadata.tables}


def rewrite(file: Path, change: Callable[[dict[str, bytes]], None], *, rehash: bool = True) -> Path:
    """The same backup with other members; `rehash` writes their digests into the manifest."""
    with ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    if rehash:
        manifest = json.loads(members["manifest.json"])
        for entry in manifest["tables"]:
            lines = members.get(f"tables/{entry['table']}.jsonl", b"")
            entry["sha256"] = hashlib.sha256(lines).hexdigest()
        members["manifest.json"] = json.dumps(manifest).encode()
    other = file.with_name(f"other-{file.name}")
    with ZipFile(other, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return other
