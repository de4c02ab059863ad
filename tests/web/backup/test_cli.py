"""`flask backup`, `flask restore` and `flask move`, each between SQLite and PostgreSQL."""

import json
import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.support import visits
from tests.support.conversations import VISITOR, PastMessage, store_conversation
from tests.web.backup.conftest import Installation, rewrite, rows_of, tables_of, url_of
from web.conversations.full_text import holds, parse
from web.conversations.tables import Message
from web.core import locks
from web.core.database import db, reading, utc_now, writing
from web.events.service import note


def run(app: Flask, *arguments: object) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=[str(argument) for argument in arguments])
    assert isinstance(result.exception, SystemExit | None), result.exception
    return result.exit_code, result.output


def refused(app: Flask, *arguments: object) -> str:
    """The sentence of a command that fails."""
    code, output = run(app, *arguments)
    assert code in (1, 2), output
    return output


def answer(app: Flask, text: str) -> str:
    client: FlaskClient = app.test_client()
    begun = client.post("/api/v1/conversations", json={})
    assert begun.json
    address = f"/api/v1/conversations/{begun.json['id']}/messages"
    sent = client.post(address, json={"text": text})
    assert sent.json, sent.text
    return str(sent.json["reply"]["intent"])


@pytest.fixture
def backup(installation: Installation, tmp_path: Path) -> Path:
    """Backup of the installation."""
    code, output = run(installation.app, "backup", tmp_path / "backup.zip")
    assert code == 0, output
    return tmp_path / "backup.zip"


def test_a_backup_is_restored_whole_and_answers(
    installation: Installation, backup: Path, target: Flask
) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    code, output = run(target, "restore", backup)
    assert code == 0, output
    assert "1 conversation, 2 messages, 1 model version" in output
    assert rows_of(target) == without_events(installation)
    assert words_of(target, "zebra") == 1
    assert run(target, "db", "check") == (0, "No changes detected.\n")
    assert answer(target, "hello") == answer(installation.app, "hello") == "greeting"
    assert [row["seq"] for row in rows_of(target)["messages"]] == [1, 2, 3, 4]


def without_events(installation: Installation) -> dict[str, list[dict[str, Any]]]:
    """Rows after a restoration: events that wait would be sent a second time."""
    assert installation.rows()["events"]
    return installation.rows() | {"events": []}


def words_of(app: Flask, word: str) -> int:
    """Number of messages that the search finds."""
    with app.app_context(), reading(db.session):
        condition = holds(db.session, parse(word), Message)
        return len(db.session.scalars(sa.select(Message.seq).where(condition)).all())


def test_a_move_takes_everything_and_leaves_the_source(
    installation: Installation, target: Flask
) -> None:
    before = installation.rows()
    code, output = run(installation.app, "move", url_of(target))
    assert code == 0, output
    assert "1 conversation, 2 messages, 1 model version" in output
    assert rows_of(target) == before == installation.rows()
    assert answer(target, "hello") == "greeting"
    refused(installation.app, "move", url_of(target))
    assert len(rows_of(target)["messages"]) == 4
    code, output = run(installation.app, "move", url_of(target), "--replace")
    assert code == 0, output
    assert rows_of(target) == before


def test_a_filled_database_is_replaced_only_where_that_is_asked_for(
    installation: Installation, backup: Path
) -> None:
    before, lasting = installation.rows(), without_events(installation)
    assert "holds data already: 1 conversation, 2 messages" in refused(
        installation.app, "restore", backup
    )
    assert installation.rows() == before
    answer(installation.app, "hello")
    code, output = run(installation.app, "restore", backup, "--replace")
    assert code == 0, output
    assert installation.rows() == lasting


def test_an_older_backup_is_brought_up_to_date(sqlite_backup: Path, target: Flask) -> None:
    def age(members: dict[str, bytes]) -> None:
        manifest = json.loads(members["manifest.json"])
        manifest["revision"] = "0005"
        kinds = {entry["table"]: entry["kinds"] for entry in manifest["tables"]}
        later = {
            "messages": ("slots", "bubbles", "author"),
            "conversations": ("silent_until", "length"),
            "curated_intents": ("further_responses",),
            "training_log": ("note",),
            "training_runs": ("failure",),
        }
        later_tables = ("corrected_answers", "hand_overs", "canned_answers")
        for table, columns in later.items():
            name = f"tables/{table}.jsonl"
            rows = [json.loads(line) for line in members[name].splitlines()]
            for column in columns:
                del kinds[table][column]
                for row in rows:
                    del row[column]
            members[name] = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
        manifest["tables"] = [
            entry for entry in manifest["tables"] if entry["table"] not in later_tables
        ]
        for table in later_tables:
            del members[f"tables/{table}.jsonl"]
        members["manifest.json"] = json.dumps(manifest).encode()

    code, output = run(target, "restore", rewrite(sqlite_backup, age))
    assert code == 0, output
    assert words_of(target, "zebra") == 1
    assert run(target, "db", "check") == (0, "No changes detected.\n")


def test_a_newer_backup_is_refused(sqlite_backup: Path, sqlite_target: Flask) -> None:
    for key, value in (("revision", "0099"), ("format", 2)):

        def change(members: dict[str, bytes], key: str = key, value: object = value) -> None:
            manifest = json.loads(members["manifest.json"]) | {key: value}
            members["manifest.json"] = json.dumps(manifest).encode()

        sentence = refused(sqlite_target, "restore", rewrite(sqlite_backup, change))
        assert "is of a newer version of Recollect than this one" in sentence
    assert tables_of(sqlite_target) == set()


def test_damaged_and_foreign_files_are_refused_before_anything_is_done(
    sqlite_backup: Path, sqlite_target: Flask, tmp_path: Path
) -> None:
    data = sqlite_backup.read_bytes()
    (tmp_path / "short.zip").write_bytes(data[: len(data) // 2])
    (tmp_path / "text.zip").write_text("hello", encoding="utf-8")
    with ZipFile(tmp_path / "photos.zip", "w") as archive:
        archive.writestr("photo.jpg", b"")
    for name in ("short.zip", "text.zip", "photos.zip"):
        assert f"{name} is no backup of Recollect" in refused(
            sqlite_target, "restore", tmp_path / name
        )
    middle = len(data) // 2
    (tmp_path / "flipped.zip").write_bytes(
        data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
    )
    sentence = refused(sqlite_target, "restore", tmp_path / "flipped.zip")
    assert "flipped.zip is damaged: tables/model_versions.jsonl is not as it was" in sentence
    tampered = rewrite(sqlite_backup, promote, rehash=False)
    assert "tables/users.jsonl is not as it was written" in refused(
        sqlite_target, "restore", tampered
    )
    assert "does not exist" in refused(sqlite_target, "restore", tmp_path / "nothing.zip")
    assert tables_of(sqlite_target) == set()


def promote(members: dict[str, bytes]) -> None:
    members["tables/users.jsonl"] = members["tables/users.jsonl"].replace(b"ada@", b"eve@")


BROKEN = [
    ("messages", b'"role": "user"', b'"role": "king"'),
    ("feedback", b'"message_id": "', b'"x": 1, "message_id": "'),
    ("conversations", b"+00:00", b""),
    ("hand_overs", b"", None),
]
"""Tables with bytes before and after; None takes the conversations away."""


def test_a_restoration_that_fails_half_way_changes_nothing(
    installation: Installation, backup: Path
) -> None:
    rows = installation.rows()
    for table, before, after in BROKEN:

        def change(
            members: dict[str, bytes],
            name: str = f"tables/{table}.jsonl",
            before: bytes = before,
            after: bytes | None = after,
        ) -> None:
            if after is None:
                members["tables/conversations.jsonl"] = b""
            else:
                assert before in members[name]
                members[name] = members[name].replace(before, after)

        sentence = refused(installation.app, "restore", rewrite(backup, change), "--replace")
        assert f"The rows of the table {table} cannot be taken over" in sentence
        assert installation.rows() == rows
    assert words_of(installation.app, "zebra") == 1


def test_a_full_disk_leaves_the_earlier_file(installation: Installation, backup: Path) -> None:
    data = backup.read_bytes()
    with largest_file(100_000):
        sentence = refused(installation.app, "backup", backup)
    assert "cannot be written: File too large. Nothing was written" in sentence
    assert backup.read_bytes() == data
    assert not list(backup.parent.glob(".backup.zip*"))


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Limit of the system on files: writing fails as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_running_recollect_is_not_pulled_from_under(
    installation: Installation, backup: Path, tmp_path: Path
) -> None:
    with installation.app.app_context():
        engine = db.engine
    target = tmp_path / "target.db"
    with locks.holding(engine, "worker"):
        for command in (("restore", backup, "--replace"), ("move", f"sqlite:///{target}")):
            assert "Recollect runs on this database. Stop it" in refused(installation.app, *command)
        assert run(installation.app, "backup", backup)[0] == 0
    assert not target.exists()


def test_targets_that_cannot_be_used_are_named(installation: Installation, tmp_path: Path) -> None:
    app = installation.app
    assert "of this installation itself" in refused(app, "move", url_of(app))
    assert "mysql is not a supported database" in refused(app, "move", "mysql://h/d")
    for url in ("postgresql://127.0.0.1:1/x", f"sqlite:///{tmp_path}/nowhere/x.db"):
        sentence = refused(app, "move", url)
        assert "The database to write to cannot be used" in sentence
        assert "Nothing was changed" in sentence


def test_tables_out_of_date_are_not_backed_up(sqlite_target: Flask, tmp_path: Path) -> None:
    assert "flask db upgrade" in refused(sqlite_target, "backup", tmp_path / "x.zip")
    assert not (tmp_path / "x.zip").exists()


def test_a_damaged_event_keeps_nobody_from_a_backup(sqlite_app: Flask, tmp_path: Path) -> None:
    with sqlite_app.app_context():
        conversation_id = visits.start(db.session, VISITOR)
        with writing(db.session):
            note(db.session.connection(), "conversation.started", conversation_id, utc_now())
            db.session.execute(sa.text("UPDATE events SET created_at = 'x'"))
    assert run(sqlite_app, "backup", tmp_path / "backup.zip")[0] == 0


def test_a_damaged_value_ends_a_move_with_its_place_and_leaves_the_target(
    installation: Installation, target: Flask, tmp_path: Path
) -> None:
    app, places = installation.app, []
    for table, key, column in (("messages", "seq", "created_at"), ("events", "id", "due_at")):
        with app.app_context(), db.engine.begin() as connection:
            value = "x" if connection.dialect.name == "sqlite" else "infinity"
            connection.exec_driver_sql(f"UPDATE {table} SET {column} = '{value}'")
            first = sa.text(f"SELECT CAST({key} AS TEXT) FROM {table} ORDER BY {key}")
            place = f"{key} = {connection.scalars(first).first()}, the value of {column}"
        places.append(f"The table {table} cannot be read: in the row with {place} is damaged.")
    assert places[1] in refused(app, "move", url_of(target))
    with app.app_context(), writing(db.session) as session:
        session.execute(sa.text("DELETE FROM events"))
    assert places[0] in refused(app, "move", url_of(target))
    assert "Nothing was changed" in refused(app, "backup", tmp_path / "backup.zip")
    assert (tables_of(target), [*tmp_path.glob("*.zip*")]) == (set(), [])


def test_a_row_that_the_other_database_does_not_store_is_named(
    sqlite_app: Flask, empty_postgres: str
) -> None:
    with sqlite_app.app_context():
        for text in ("before", "zebra", "after"):
            store_conversation(db.session, PastMessage(text))
        with writing(db.session) as session:
            session.execute(sa.text("UPDATE messages SET text = 'a' || char(0) WHERE seq = 3"))
    sentence = refused(sqlite_app, "move", empty_postgres)
    assert "The rows of the table messages cannot be taken over: seq = 3: " in sentence
    assert "Nothing was changed. Correct or delete" in sentence


def test_a_text_in_another_encoding_is_named(sqlite_app: Flask, tmp_path: Path) -> None:
    with sqlite_app.app_context():
        store_conversation(db.session, PastMessage("zebra"))
        with writing(db.session) as session:
            session.execute(sa.text("UPDATE messages SET text = CAST(x'ff' AS TEXT) WHERE seq = 2"))
    sentence = refused(sqlite_app, "backup", tmp_path / "backup.zip")
    assert "in the row with seq = 2, the value of text is damaged" in sentence
    assert not [*tmp_path.glob("*.zip*")]
