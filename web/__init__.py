"""The web application: chat page, JSON API, database and jobs around the `chatbot` library."""

from __future__ import annotations

TYPE_CHECKING = False  # as in `typing`, whose import takes milliseconds: see web.cli.interrupts
if TYPE_CHECKING:
    from flask import Flask

    from web.core.settings import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """Make the WSGI application; raises SettingsError where the environment is wrong."""
    # Imported here: a module of this package does not need the application around it.
    from web import application

    return application.create_app(settings)
