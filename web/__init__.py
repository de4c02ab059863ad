"""The web application: chat page, JSON API, database and jobs around the `chatbot` library."""

from importlib import import_module
from importlib.util import find_spec

from flask import Flask

from web.database import configure_database
from web.migration_commands import db_commands
from web.settings import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application; raises SettingsError where the environment is wrong."""
    settings = settings or Settings.from_environ()
    app = Flask(__name__, instance_path=str(settings.instance))
    app.config["RECOLLECT"] = settings
    app.config["SECRET_KEY"] = settings.secret_key
    configure_database(app, settings)
    _configure_pages(app)
    _configure_commands(app)
    return app


def _configure_pages(app: Flask) -> None:
    for name in ("web.api", "web.chat"):
        if find_spec(name) and hasattr(import_module(name), "blueprint"):
            app.register_blueprint(import_module(name).blueprint)


def _configure_commands(app: Flask) -> None:
    app.cli.add_command(db_commands)
    if find_spec("web.cli") and hasattr(import_module("web.cli"), "register_commands"):
        import_module("web.cli").register_commands(app)
