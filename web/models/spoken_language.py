"""Language in which the bot speaks to visitors."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.model.architectures import AUTO, ENGLISH
from chatbot.text.languages import SPOKEN_LANGUAGES
from web.core.settings import Settings
from web.models.tables import ModelVersion
from web.models.versions import LIVE_ID

_LANGUAGE = sa.select(ModelVersion.bundle_metadata["language"].as_string()).where(
    ModelVersion.id == LIVE_ID
)


def spoken_language(session: Session, settings: Settings) -> str:
    """Return the language of the settings, or else of the live model; English without one.

    Not that of the files, as in `Settings.spoken_language`: to read them takes a web process 3 MB,
    and a visitor a second.
    """
    if settings.language != AUTO:
        return settings.language
    name = session.scalar(_LANGUAGE)
    return name if name in SPOKEN_LANGUAGES else ENGLISH
