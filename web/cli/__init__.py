"""The `flask …` commands of Recollect."""

from flask import Flask

from web.cli.chat import chat
from web.cli.compare import compare
from web.cli.encoder import encoder
from web.cli.evaluate import evaluate
from web.cli.explain import explain
from web.cli.intents import intents
from web.cli.models import models
from web.cli.train import train
from web.cli.users import users
from web.cli.worker import worker


def register_commands(app: Flask) -> None:
    """Add the commands to the application's command line."""
    for command in (
        chat,
        compare,
        encoder,
        evaluate,
        explain,
        intents,
        models,
        train,
        users,
        worker,
    ):
        app.cli.add_command(command)
