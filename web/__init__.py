"""The web application: chat page, JSON API, database and jobs around the `chatbot` library."""

from flask import Flask

from web import api, chat
from web.admin import configure_admin
from web.cli import register_commands
from web.csrf import configure_csrf
from web.database import configure_database
from web.migration_commands import db_commands
from web.observability import configure_observability
from web.problems import configure_problems
from web.security import configure_security
from web.sessions import configure_sessions
from web.settings import Settings
from web.sign_in import configure_sign_in


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application; raises SettingsError where the environment is wrong."""
    settings = settings or Settings.from_environ()
    app = Flask(
        __name__,
        instance_path=str(settings.instance),
        static_folder=None,
        static_url_path="/static",  # Bootstrap-Flask appends it to the address of its own files
    )
    app.config["RECOLLECT"] = settings
    app.config["SECRET_KEY"] = settings.secret_key
    configure_observability(app, settings)
    configure_database(app, settings)
    configure_problems(app)
    configure_security(app, settings)
    configure_sessions(app)
    configure_csrf(app)
    configure_sign_in(app, settings)
    app.json.sort_keys = False  # type: ignore[attr-defined]  # Flask-Security brought a new one
    _configure_blueprints(app)
    _configure_commands(app)
    return app


def _configure_blueprints(app: Flask) -> None:
    app.register_blueprint(api.blueprint)
    app.register_blueprint(chat.blueprint)
    configure_admin(app)


def _configure_commands(app: Flask) -> None:
    app.cli.add_command(db_commands)
    register_commands(app)
