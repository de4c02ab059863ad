"""The programs: `recollect` and `flask …` with their commands, `python app.py` that serves.

This module imports next to nothing, so that a Ctrl-C is heeded from the first moment.
"""

import sys
from typing import TYPE_CHECKING

from chatbot import imports
from chatbot.errors import ExplainedError
from web.cli import interrupts

if TYPE_CHECKING:
    from flask import Flask


def main() -> None:
    """Run `recollect COMMAND …`: the commands of Recollect, without FLASK_APP."""
    interrupts.take_over()
    app = _application()
    from flask.cli import ScriptInfo

    app.cli.main(obj=ScriptInfo(create_app=lambda: app))


def create_app() -> "Flask":
    """Make the application for `flask`: a wrong setting ends it with a sentence."""
    interrupts.take_over()
    app = _application()
    if not _is_looking_up_a_command():
        interrupts.raise_interrupt()
    return app


def serve() -> int:
    """Run `python app.py`; the exit code."""
    interrupts.take_over()
    with imports.without_garbage_collection():
        from web.server.server import main

    with interrupts.raised():
        return main()


def _application() -> "Flask":
    with imports.without_garbage_collection():
        from web import application

    try:
        return application.create_app()
    except ExplainedError as error:
        sys.exit(f"Error: {error}")


def _is_looking_up_a_command() -> bool:
    """Tell a command of Recollect, which `flask` finds in the application, from Flask's own.

    Those run before they make the application. `flask shell` lives on after a Ctrl-C.
    """
    import click
    from flask.cli import FlaskGroup

    context = click.get_current_context(silent=True)
    return context is not None and isinstance(context.command, FlaskGroup)


if __name__ == "__main__":
    main()
