"""Daily work of the worker: forgotten hand-overs ended, old conversations and models deleted."""

import logging
import time

import sqlalchemy as sa

from chatbot.text.wording import counted
from web.conversations.retention_worker import erase_old_conversations
from web.conversations.wording import described
from web.core.audit import RECOLLECT
from web.core.errors import RefusedError
from web.core.locks import Sessions
from web.core.settings import Settings
from web.handovers.retention_worker import end_forgotten
from web.models.retention_worker import delete_old_versions

logger = logging.getLogger(__name__)

DAY = 24 * 60 * 60.0


class Retention:
    """Daily work by the settings for old conversations and models."""

    def __init__(self, settings: Settings, sessions: Sessions) -> None:
        self._settings = settings
        self._sessions = sessions
        self._due = time.monotonic()

    def run_if_due(self) -> None:
        """Erase and delete, at the first call and a day later; an error waits for the next day."""
        if time.monotonic() < self._due:
            return
        self._due = time.monotonic() + DAY
        try:
            self._end_hand_overs()
            self._erase_conversations()
            self._delete_versions()
        except (sa.exc.DBAPIError, RefusedError) as error:
            logger.warning("old conversations and models could not be looked through: %s", error)

    def _end_hand_overs(self) -> None:
        if ended := end_forgotten(self._sessions, announces=self._settings.announces):
            logger.info("ended %s that nobody waited for", counted(ended, "hand-over"))

    def _erase_conversations(self) -> None:
        days = self._settings.keep_conversations
        if days and (erased := erase_old_conversations(self._sessions, RECOLLECT, days)).messages:
            logger.info("erased %s, as they were older than %s days", described(erased), days)

    def _delete_versions(self) -> None:
        keep = self._settings.keep_versions
        if keep and (deleted := delete_old_versions(self._sessions, RECOLLECT, keep)):
            logger.info("deleted %s", counted(len(deleted), "old model version"))
