"""Language in which the bot speaks to visitors."""

from sqlalchemy.orm import Session

from chatbot.model.architectures import AUTO, ENGLISH
from chatbot.text.languages import SPOKEN_LANGUAGES
from web.core.settings import Settings
from web.models.versions import live_metadata


def spoken_language(session: Session, settings: Settings) -> str:
    """Return the language of the settings, or else of the live model; English without one.

    Not that of the files, as in `Settings.spoken_language`: to read them takes a web process 3 MB,
    and a visitor a second.
    """
    if settings.language != AUTO:
        return settings.language
    name = str((live_metadata(session) or {}).get("language"))
    return name if name in SPOKEN_LANGUAGES else ENGLISH
