"""Programs: `recollect` and `flask …` with their commands, `python app.py` to serve."""

from __future__ import annotations

import sys

from web.cli import interrupts  # alone: everything else waits until Ctrl-C is taken over

TYPE_CHECKING = False
if TYPE_CHECKING:
    from flask import Flask

    from web.cli.lazy import Need

_SELDOM_NEEDED = (
    "anyio",
    "asyncio.sslproto",
    "configparser",
    "difflib",
    "babel",  # of developers: Flask-WTF would translate with it
    "email_validator",
    "flask.testing",
    "flask_login.test_client",
    "html",
    "numpy._core._add_newdocs",
    "numpy._core._add_newdocs_scalars",
    "pdb",
    "ssl",
    "urllib.request",
    "werkzeug.serving",
    "werkzeug.test",
)
"""Modules that libraries import and a server hardly ever uses: 4 MB. TLS is the proxy's."""


def main() -> None:
    """Run `recollect COMMAND …`: the commands of Recollect, without FLASK_APP."""
    interrupts.take_over()
    if sys.argv[1:2] == ["worker"]:
        _import_worker()
    app = _command_application()
    from flask.cli import ScriptInfo

    app.cli.main(obj=ScriptInfo(create_app=lambda: app))


def _import_worker() -> None:
    from chatbot import imports

    with imports.for_days(*_SELDOM_NEEDED):
        import web.training.worker_cli  # noqa: F401


def create_app() -> Flask:
    """Make the application for `flask`: a wrong setting ends the program with a sentence."""
    interrupts.take_over()
    if _is_command_lookup():
        return _command_application()
    app = _application()
    interrupts.raise_interrupt()
    return app


def serve() -> int:
    """Run `python app.py`; the exit code."""
    interrupts.take_over()
    from chatbot import imports

    with imports.for_days(*_SELDOM_NEEDED):
        from web.server.server import main

    interrupts.raise_interrupt()
    try:
        return main()
    finally:
        interrupts.ignore()


def _application() -> Flask:
    from chatbot import imports
    from chatbot.errors import ExplainedError

    with imports.without_garbage_collection():
        from web import application
    try:
        return application.create_app()
    except ExplainedError as error:
        sys.exit(f"Error: {error}")


def _command_application() -> Flask:
    """The application with the commands alone; `_complete` adds what the command needs."""
    from web.cli.lazy import CommandApplication
    from web.commands import register_commands

    app = CommandApplication(_complete)
    register_commands(app)
    return app


def _complete(app: Flask, need: Need) -> None:
    """Add settings, database and pages to the application, as far as needed and not there yet.

    Nothing is made in the instance folder yet.
    """
    from chatbot import imports

    with imports.without_garbage_collection():
        from web.core.settings import Settings

        settings = app.config.setdefault("RECOLLECT", None) or Settings.draft()
        app.config["RECOLLECT"] = settings
        app.instance_path = str(settings.instance)
        if need != "files" and "SQLALCHEMY_ENGINES" not in app.config:
            from web.core.database import configure_database
            from web.http.logging import configure_logging

            configure_logging(settings)
            configure_database(app, settings)
        if need == "pages" and not app.blueprints:
            from web.application import configure_pages

            configure_pages(app, settings)


def _is_command_lookup() -> bool:
    """Tell a command of Recollect, looked up in the application, from Flask's own commands.

    Flask's own commands make the application while running; `flask shell` survives a Ctrl-C.
    """
    import click
    from flask.cli import FlaskGroup

    context = click.get_current_context(silent=True)
    return context is not None and isinstance(context.command, FlaskGroup)


if __name__ == "__main__":
    main()
