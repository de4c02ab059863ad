"""Recollect. `python app.py` serves it; `flask …` finds its commands here."""

import sys

import click
from flask import Flask

import web
from web.settings import SettingsError


def create_app() -> Flask:
    """The application for the `flask` command: a wrong setting ends it with a sentence."""
    try:
        return web.create_app()
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    from web.server import main

    sys.exit(main())
