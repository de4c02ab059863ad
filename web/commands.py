"""Commands of Recollect: each is imported when it is run."""

from flask import Flask

from web.cli.lazy import LazyCommand

COMMANDS = (
    LazyCommand(
        "chat",
        "web.explain.chat_cli:chat",
        "Chat with the bot: one message per line, /quit or Ctrl-D ends.",
    ),
    LazyCommand(
        "compare",
        "web.evaluation.compare_cli:compare",
        "Compare network architectures on the intents (all that can run, or those named).",
    ),
    LazyCommand("db", "web.cli.database:db_commands", "Create, change and check the tables."),
    LazyCommand(
        "encoder",
        "web.models.encoder_cli:encoder",
        "Install the sentence encoder, and see whether it is there.",
    ),
    LazyCommand("evaluate", "web.evaluation.cli:evaluate", "Ask the intents what was not learnt."),
    LazyCommand(
        "explain",
        "web.explain.cli:explain",
        "Explain the answer to TEXT: its words, the ranking, the attention, the LSTM's gates.",
    ),
    LazyCommand(
        "intents",
        "web.intents.cli:intents",
        "Look after the intent files.",
        subcommands=("web.curation.cli:pull",),
    ),
    LazyCommand(
        "models",
        "web.models.cli:models",
        "See the stored model versions, and choose which one answers.",
    ),
    LazyCommand(
        "serve",
        "web.server.cli:serve",
        "Make the tables, train if there is no model, serve: what python app.py does.",
    ),
    LazyCommand(
        "train",
        "web.training.cli:train",
        "Train a model from the intent files, store it, and put it live.",
    ),
    LazyCommand(
        "users",
        "web.accounts.cli:users",
        "Say who may sign in to the admin pages, and what they may do there.",
    ),
    LazyCommand(
        "worker",
        "web.training.worker_cli:worker",
        "Train the runs that are requested, one at a time, until stopped.",
    ),
)


def register_commands(app: Flask) -> None:
    """Add the commands to the application's command line."""
    for command in COMMANDS:
        app.cli.add_command(command)
