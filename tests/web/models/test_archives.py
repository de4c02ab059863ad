"""Archives come back as they were stored."""

import pytest

from chatbot.model.bundle import Bundle
from tests.support.deployments import Sessions, deploy
from web.models import archives


def test_the_stored_archive_is_the_bundle(sessions: Sessions, bundle: Bundle) -> None:
    version_id = deploy(sessions, bundle)
    with sessions.begin() as session:
        assert archives.read_archive(session, version_id) == bundle.to_bytes()


def test_a_large_archive_comes_back_as_it_was_stored(
    sessions: Sessions, bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "SLICE", 70_001)
    version_id = deploy(sessions, bundle)
    with sessions.begin() as session:
        assert archives.read_archive(session, version_id) == bundle.to_bytes()
