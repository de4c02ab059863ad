"""The `flask …` commands of Recollect."""

from flask import Flask

from web.accounts.cli import users
from web.curation.cli import pull
from web.evaluation.cli import evaluate
from web.evaluation.compare_cli import compare
from web.explain.chat_cli import chat
from web.explain.cli import explain
from web.intents.cli import intents
from web.models.cli import models
from web.models.encoder_cli import encoder
from web.server.cli import serve
from web.training.cli import train
from web.training.worker_cli import worker


def register_commands(app: Flask) -> None:
    """Add the commands to the application's command line."""
    intents.add_command(pull)
    for command in (
        chat,
        compare,
        encoder,
        evaluate,
        explain,
        intents,
        models,
        serve,
        train,
        users,
        worker,
    ):
        app.cli.add_command(command)
