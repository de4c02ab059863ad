"""Assembly of the application from the features."""

from flask import Flask

from web.accounts.sign_in import configure_sign_in
from web.commands import register_commands
from web.core.database import configure_database
from web.core.settings import Settings
from web.http.logging import configure_observability
from web.http.problems import configure_problems
from web.http.routing import PromptRule
from web.http.security import configure_security
from web.http.sessions import configure_csrf, configure_sessions
from web.routes import configure_routes


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application; raises SettingsError where the environment is wrong."""
    settings = settings or Settings.from_environ()
    app = Flask(
        "web",
        instance_path=str(settings.instance),
        static_folder=None,
        static_url_path="/static",  # Bootstrap-Flask appends it to the address of its own files
    )
    app.url_rule_class = PromptRule
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
    configure_routes(app)
    register_commands(app)
    return app
