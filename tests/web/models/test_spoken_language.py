"""Language in which the bot speaks to visitors."""

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.conftest import MakeSettings
from web.core.database import reading
from web.models.live_bot import LiveBot
from web.models.spoken_language import spoken_language
from web.models.tables import ModelVersion


def test_it_is_that_of_the_live_model(
    session: Session, live: LiveBot, client: FlaskClient, make_settings: MakeSettings
) -> None:
    with session.begin():
        session.execute(sa.update(ModelVersion).values(bundle_metadata={"language": "german"}))
    assert '<html lang="de"' in client.get("/", headers={"Accept-Language": "xx"}).text
    with reading(session):
        assert spoken_language(session, make_settings()) == "german"
        assert spoken_language(session, make_settings(RECOLLECT_LANGUAGE="danish")) == "danish"


def test_it_is_english_before_there_is_a_model(
    session: Session, make_settings: MakeSettings
) -> None:
    with reading(session):
        assert spoken_language(session, make_settings()) == "english"
