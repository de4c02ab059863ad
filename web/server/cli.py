"""`flask serve`: the server, from any folder."""

import os
import sys

import click


@click.command("serve")
def serve() -> None:
    """Make the tables, train if there is no model, serve: the same as python app.py."""
    # In place of this process, which holds more of the application than the server may.
    os.execv(sys.executable, [sys.executable, "-m", "web.server"])  # noqa: S606
