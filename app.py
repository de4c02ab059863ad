"""Recollect. `python app.py` serves it; `flask …` finds its commands here."""

import sys
from typing import TYPE_CHECKING

import click

from chatbot import imports

if TYPE_CHECKING:
    from flask import Flask

CTRL_C_EXIT = 130


def create_app() -> "Flask":
    """The application for the `flask` command: a wrong setting ends it with a sentence."""
    try:
        # Imported here, because it takes a while, and a Ctrl-C may come meanwhile.
        with imports.without_garbage_collection():
            import web
            from web.core.settings import SettingsError

        return web.create_app()
    except KeyboardInterrupt:
        click.echo("Cancelled: nothing was done.", err=True)
        raise SystemExit(CTRL_C_EXIT) from None
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    with imports.without_garbage_collection():
        from web.server.server import main

    sys.exit(main())
