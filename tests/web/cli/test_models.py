"""`flask models …`."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.orm import Session, sessionmaker

from chatbot.bundle import Bundle
from web import deployments
from web.models import ModelVersion


@pytest.fixture
def two_versions(sessions: sessionmaker[Session], bundle: Bundle) -> None:
    with sessions.begin() as session:
        for _ in range(2):
            deployments.activate(session, deployments.store(session, bundle).id)


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


def test_no_version_is_a_sentence(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["models", "list"])
    assert result.exit_code == 0
    assert "flask train" in result.output


def test_the_list_tells_the_network_of_each_version(
    app: Flask, sessions: sessionmaker[Session], bundle: Bundle
) -> None:
    other = replace(bundle, metadata=replace(bundle.metadata, architecture="bilstm"))
    with sessions.begin() as session:
        deployments.store(session, other)
        deployments.store(session, bundle)
        from_before = ModelVersion(
            archive=b"", sha256="0" * 64, fingerprint="1" * 64, bundle_metadata={"seed": 1}
        )
        session.add(from_before)
    lines = app.test_cli_runner().invoke(args=["models", "list"]).output.splitlines()
    assert [line.split()[-1] for line in lines] == ["wide_deep", "wide_deep", "bilstm"]
