"""Deployments: activation, roll back, unknown versions."""

import pytest
import sqlalchemy as sa
from flask import Flask

from chatbot.model.bundle import Bundle
from tests.support.deployments import PRELIMINARY, Sessions, current, deploy, put_live, store_empty
from web.core.database import db, writing
from web.models import deployments, versions
from web.models.versions import UnknownVersionError

WHO = "ada@example.org"

pytestmark = pytest.mark.usefixtures("no_bot_loaded")


def test_activating_an_older_version_rolls_back(sessions: Sessions, bundle: Bundle) -> None:
    first, second = deploy(sessions, bundle), deploy(sessions, bundle)
    assert current(sessions).version_id == second
    with sessions.begin() as session:
        deployments.activate(session, WHO, first)
    assert current(sessions).version_id == first
    with sessions.begin() as session:
        assert [version.id for version in versions.stored(session)] == [second, first]


def test_an_unknown_version_is_not_activated(sessions: Sessions, bundle: Bundle) -> None:
    version_id = deploy(sessions, bundle)
    with sessions.begin() as session, pytest.raises(UnknownVersionError, match="version 99"):
        deployments.activate(session, WHO, 99)
    assert current(sessions).version_id == version_id


def test_an_activation_that_is_rolled_back_never_was(sessions: Sessions, bundle: Bundle) -> None:
    first, second = deploy(sessions, bundle), deploy(sessions, bundle)
    with sessions() as session:
        deployments.activate(session, WHO, first)
        session.rollback()
    assert current(sessions).version_id == second


@pytest.mark.parametrize("metrics", [None, [], "x", {"epochs": None}, {"epochs": "x"}])
def test_a_version_with_damaged_metrics_lasts(sessions: Sessions, metrics: object) -> None:
    with sessions.begin() as session:
        put_live(session, store_empty(session, metrics=metrics))
        assert not deployments.is_preliminary(session)


def test_a_version_with_damaged_metadata_lasts(sqlite_app: Flask) -> None:
    with sqlite_app.app_context(), writing(db.session) as session:
        put_live(session, store_empty(session, metrics=PRELIMINARY))
        session.execute(sa.text("UPDATE model_versions SET metadata = '{damaged'"))
        assert deployments.can_be_read(session)
        assert not deployments.is_preliminary(session)


def test_the_way_back_never_leads_to_a_preliminary_version(
    sessions: Sessions, bundle: Bundle
) -> None:
    with sessions.begin() as session:
        put_live(session, store_empty(session, metrics=PRELIMINARY))
        assert deployments.is_preliminary(session)
    deploy(sessions, bundle)
    with sessions.begin() as session:
        assert not deployments.is_preliminary(session)
        assert deployments.previous(session) is None
