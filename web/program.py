"""Programs: `recollect` and `flask …` with their commands, `python app.py` to serve."""

from __future__ import annotations

import sys

from web.cli import interrupts  # alone: everything else waits until Ctrl-C is taken over

TYPE_CHECKING = False
if TYPE_CHECKING:
    from flask import Flask


def main() -> None:
    """Run `recollect COMMAND …`: the commands of Recollect, without FLASK_APP."""
    interrupts.take_over()
    app = _application()
    from flask.cli import ScriptInfo

    app.cli.main(obj=ScriptInfo(create_app=lambda: app))


def create_app() -> Flask:
    """Make the application for `flask`: a wrong setting ends the program with a sentence."""
    interrupts.take_over()
    app = _application()
    if not _is_command_lookup():
        interrupts.raise_interrupt()
    return app


def serve() -> int:
    """Run `python app.py`; the exit code."""
    interrupts.take_over()
    from chatbot import imports

    with imports.without_garbage_collection():
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
