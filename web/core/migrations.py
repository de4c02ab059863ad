"""The history of the schema: Alembic as `flask db` uses it, and the upgrade at the start.

Alembic costs 10 MB and a tenth of a second, and answering messages needs none of it: import
this module only where it is used.
"""

import logging
from collections.abc import Mapping

from alembic.util import CommandError
from flask import Flask, current_app
from flask_alembic import Alembic

from web.core.assets import shipped
from web.core.database import Base, db
from web.core.errors import NewerTablesError

alembic = Alembic(metadatas=Base.metadata, run_mkdir=False, command_name="")
for name in ("alembic", "sqlalchemy"):
    # Flask-Alembic gives them handlers of its own, and every line would be written twice.
    logging.getLogger(name).handlers.clear()

SEARCH = (("column", "words"), ("index", "ix_messages_words"))


def current_alembic() -> Alembic:
    """The Alembic of the current application."""
    if "alembic" not in current_app.extensions:
        sqlite = db.engine.dialect.name == "sqlite"
        current_app.config["ALEMBIC"] = {"script_location": str(shipped("migrations"))}
        current_app.config["ALEMBIC_CONTEXT"] = {
            "render_as_batch": sqlite,
            # SQLite numbers its rows without the identity that the models declare.
            "compare_server_default": not sqlite,
            # A migration that fails leaves nothing behind; SQLite can do that, too.
            "transactional_ddl": True,
            "include_name": _is_described,
        }
        alembic.init_app(current_app._get_current_object())  # type: ignore[attr-defined]
    return alembic


def _is_described(name: str | None, kind: str, _parents: Mapping[str, str | None]) -> bool:
    """Whether a model can say it: what search is made of is different on each database."""
    words = (name or "").startswith("message_words") if kind == "table" else False
    return not words and (kind, name) not in SEARCH


def upgrade_database(app: Flask) -> None:
    """Bring the tables to what the models describe; nothing happens when they are.

    Raises NewerTablesError.
    """
    # In a context of its own, at whose end Alembic closes its connection.
    with app.app_context():
        try:
            current_alembic().upgrade()
        except CommandError as error:
            # The revision that the database is at is none of ours.
            raise NewerTablesError from error
