"""Archives: read as they were stored."""

import pytest

from chatbot.model.bundle import Bundle
from tests.support.deployed import Sessions, deploy
from web.models import archives, deployments


def test_the_stored_archive_is_the_bundle(sessions: Sessions, bundle: Bundle) -> None:
    deploy(sessions, bundle)
    with sessions.begin() as session:
        version = deployments.live_version(session)
        assert version
        assert archives.read_archive(session, version) == bundle.to_bytes()


def test_a_large_archive_comes_back_as_it_was_stored(
    sessions: Sessions, bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "SLICE", 70_001)
    deploy(sessions, bundle)
    with sessions.begin() as session:
        version = deployments.live_version(session)
        assert version
        assert archives.read_archive(session, version) == bundle.to_bytes()
