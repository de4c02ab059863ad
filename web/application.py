"""Assembly of the application from the features."""

from collections.abc import Callable
from typing import Any

from flask import Flask

from web.accounts.sign_in import configure_sign_in
from web.cli.lazy import FILES_OF_EXTENSIONS
from web.commands import register_commands
from web.core.database import configure_database
from web.core.settings import Settings
from web.http.logging import configure_observability
from web.http.metrics import configure_metrics
from web.http.numbers import configure_numbers
from web.http.problems import configure_problems
from web.http.routing import PromptRule
from web.http.security import configure_security
from web.http.sessions import configure_csrf, configure_sessions, spare_api
from web.http.translation import configure_translation
from web.routes import configure_routes


class Application(Flask):
    """Flask for functions that are all synchronous: it asks each of them, 18 times a message."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application; raises SettingsError where the environment is wrong."""
    settings = settings or Settings.from_environ()
    app = Application("web", instance_path=str(settings.instance), **FILES_OF_EXTENSIONS)
    app.config["RECOLLECT"] = settings
    configure_database(app, settings)
    configure_pages(app, settings)
    register_commands(app)
    return app


def configure_pages(app: Flask, settings: Settings) -> None:
    """Add pages, API, accounts and log to an application with a database."""
    app.url_rule_class = PromptRule
    app.config["SECRET_KEY"] = settings.secret_key
    configure_observability(app, settings)
    configure_metrics(app, settings)
    configure_problems(app)
    configure_security(app, settings)
    configure_sessions(app)
    configure_translation(app.jinja_env)
    configure_numbers(app.jinja_env)
    configure_csrf(app)
    configure_sign_in(app, settings)
    spare_api(app)
    app.json.sort_keys = False  # type: ignore[attr-defined]  # Flask-Security brought a new one
    configure_routes(app)
