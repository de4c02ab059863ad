"""`flask models …`."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session, sessionmaker

from chatbot.evaluation.intent_tests import CheckedTests
from chatbot.evaluation.rejections import Rejection
from chatbot.evaluation.report import RunReport
from chatbot.model.bundle import Bundle
from tests.support.bot_answers import answer
from tests.support.deployments import PRELIMINARY, put_live, store_empty, store_live
from web.models import storage
from web.models.tables import ModelVersion


@pytest.fixture
def two_versions(sessions: sessionmaker[Session], bundle: Bundle) -> None:
    with sessions.begin() as session:
        for _ in range(2):
            store_live(session, bundle)


@pytest.mark.usefixtures("two_versions")
def test_the_list_marks_the_live_version(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["models", "list"])
    assert result.exit_code == 0
    newest, oldest = result.output.splitlines()
    assert newest.split()[0] == "2"
    assert newest.endswith("live")
    assert oldest.split()[0] == "1"
    assert not oldest.endswith("live")


@pytest.mark.usefixtures("two_versions")
def test_an_older_version_goes_live_again(app: Flask) -> None:
    runner = app.test_cli_runner()
    result = runner.invoke(args=["models", "activate", "1"])
    assert (result.exit_code, result.output) == (0, "Version 1 is live.\n")
    assert runner.invoke(args=["models", "list"]).output.endswith("live\n")


@pytest.mark.usefixtures("two_versions")
def test_an_unknown_version_is_a_sentence(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["models", "activate", "9"])
    assert result.exit_code == 1
    assert result.output == (
        "Error: There is no model version 9. See them with: flask models list\n"
    )


@pytest.mark.parametrize("command", [("activate",), ("delete",), ("note", "x"), ("export", "x")])
def test_a_number_that_no_version_can_have_is_a_sentence(
    app: Flask, command: tuple[str, ...]
) -> None:
    result = app.test_cli_runner().invoke(args=["models", command[0], "9" * 20, *command[1:]])
    assert result.exit_code == 2
    assert "is not in the range" in result.output


def test_no_version_is_a_sentence(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["models", "list"])
    assert result.exit_code == 0
    assert "flask train" in result.output


def test_the_list_tells_the_network_of_each_version(
    app: Flask, sessions: sessionmaker[Session], bundle: Bundle
) -> None:
    other = replace(bundle, metadata=replace(bundle.metadata, architecture="bilstm"))
    with sessions.begin() as session:
        storage.store(session, other)
        storage.store(session, bundle)
        from_before = ModelVersion(
            archive=b"", sha256="0" * 64, fingerprint="1" * 64, bundle_metadata={"seed": 1}
        )
        session.add(from_before)
    lines = app.test_cli_runner().invoke(args=["models", "list"]).output.splitlines()
    assert [line.split()[-1] for line in lines] == ["wide_deep", "wide_deep", "bilstm"]


def test_the_list_marks_a_preliminary_version(app: Flask, sessions: sessionmaker[Session]) -> None:
    with sessions.begin() as session:
        put_live(session, store_empty(session, metrics=PRELIMINARY))
    (line,) = app.test_cli_runner().invoke(args=["models", "list"]).output.splitlines()
    assert line.endswith("wide_deep  live  preliminary")


@pytest.mark.usefixtures("two_versions")
def test_there_is_a_way_back(app: Flask) -> None:
    runner = app.test_cli_runner()
    assert runner.invoke(args=["models", "rollback"]).output == "Version 1 is live.\n"
    assert runner.invoke(args=["models", "rollback"]).output == "Version 2 is live.\n"


@pytest.mark.usefixtures("two_versions")
def test_a_note_is_listed(app: Flask) -> None:
    runner = app.test_cli_runner()
    runner.invoke(args=["models", "note", "2", "With the spring catalogue."])
    lines = runner.invoke(args=["models", "list"]).output.splitlines()
    assert lines[1] == "       Note: With the spring catalogue."


@pytest.mark.usefixtures("two_versions")
def test_a_version_is_deleted_unless_it_is_live(app: Flask) -> None:
    runner = app.test_cli_runner()
    refused = runner.invoke(args=["models", "delete", "2"])
    assert (refused.exit_code, refused.output) == (
        1,
        "Error: Version 2 is live, and is not deleted. Activate another version first.\n",
    )
    assert runner.invoke(args=["models", "delete", "1"]).output == "Version 1 is deleted.\n"
    (only,) = runner.invoke(args=["models", "list"]).output.splitlines()
    assert only.split()[0] == "2"


@pytest.mark.usefixtures("two_versions")
def test_a_bundle_is_written_to_a_file(app: Flask, bundle: Bundle, tmp_path: Path) -> None:
    file = tmp_path / "model.bundle"
    result = app.test_cli_runner().invoke(args=["models", "export", "1", str(file)])
    assert result.exit_code == 0, result.output
    assert file.read_bytes() == bundle.to_bytes()
    assert list(tmp_path.glob(".*.part")) == []


@pytest.mark.usefixtures("two_versions")
def test_a_device_is_not_replaced_by_a_bundle(app: Flask, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    result = app.test_cli_runner().invoke(args=["models", "export", "1", str(pipe)])
    assert result.exit_code == 2
    assert "is a device or a pipe: name a file." in result.output
    assert pipe.is_fifo()


def test_a_rejected_version_needs_an_override(
    app: Flask, sessions: sessionmaker[Session], bundle: Bundle
) -> None:
    report = RunReport.of([answer("apple", "apple")], CheckedTests(3, ()), 1)
    with sessions.begin() as session:
        number = storage.store(session, bundle).id
        storage.note_training(
            session, "terminal", number, report, (Rejection("text", text="It is worse."),)
        )
    runner = app.test_cli_runner()
    first, figures, reason = runner.invoke(args=["models", "list"]).output.splitlines()
    assert first.endswith("rejected")
    assert figures.strip() == ("accuracy 100.0%, macro F1 100.0%, fallback 0.0%, 3 of 3 tests pass")
    assert reason.strip() == "It is worse."
    with sessions.begin() as session:
        untested = RunReport.of([answer("apple", "apple")], CheckedTests(0, ()), 1)
        storage.note_training(
            session, "terminal", number, untested, (Rejection("text", text="It is worse."),)
        )
    assert "fallback 0.0%, no tests\n" in runner.invoke(args=["models", "list"]).output
    refused = runner.invoke(args=["models", "activate", "1"])
    assert (refused.exit_code, refused.output) == (
        1,
        "Error: Version 1 was rejected. It is worse. Put it live all the same with: --override\n",
    )
    allowed = runner.invoke(args=["models", "activate", "1", "--override"])
    assert (allowed.exit_code, allowed.output) == (0, "Version 1 is live.\n")
