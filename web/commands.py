"""Commands of Recollect, each imported when run."""

from flask import Flask

from web.cli.lazy import LazyCommand

COMMANDS = (
    LazyCommand(
        "chat",
        "web.explain.chat_cli:chat",
        "Chat with the bot: a message per line, /quit or Ctrl-D ends.",
    ),
    LazyCommand(
        "compare",
        "web.evaluation.compare_cli:compare",
        "Compare network architectures on the intents (all installed, or the named only).",
    ),
    LazyCommand("db", "web.cli.database:db_commands", "Create, change and check the tables."),
    LazyCommand(
        "encoder",
        "web.models.encoder_cli:encoder",
        "Install the sentence encoder, or show the installed encoder.",
    ),
    LazyCommand(
        "evaluate",
        "web.evaluation.cli:evaluate",
        "Evaluate the intents on messages held out of training.",
    ),
    LazyCommand(
        "explain",
        "web.explain.cli:explain",
        "Explain the answer to TEXT: words, ranking, attention, gates of the LSTM.",
    ),
    LazyCommand(
        "init",
        "web.intents.init_cli:init",
        "Begin a bot in a new or an empty folder, in a language: ready to train.",
    ),
    LazyCommand(
        "intents",
        "web.intents.cli:intents",
        "Look after the intent files.",
        subcommands=(
            "web.curation.cli:pull",
            "web.intents.export_cli:export",
            "web.intents.import_cli:import_command",
            "web.intents.files_cli:format_files",
            "web.intents.files_cli:convert_file",
            "web.intents.lint_cli:lint_command",
        ),
    ),
    LazyCommand(
        "models",
        "web.models.cli:models",
        "See the stored model versions, and choose the version to answer.",
    ),
    LazyCommand(
        "serve",
        "web.server.cli:serve",
        "Make the tables, train if there is no model, serve: the same as python app.py.",
    ),
    LazyCommand(
        "train",
        "web.training.cli:train",
        "Train a model from the intent files, store the model, and put the model live.",
    ),
    LazyCommand(
        "users",
        "web.accounts.cli:users",
        "Manage the accounts of the admin pages, and the rights of each account.",
    ),
    LazyCommand(
        "worker",
        "web.training.worker_cli:worker",
        "Train the requested runs, one at a time, until stopped.",
    ),
)


def register_commands(app: Flask) -> None:
    """Add the commands to the application's command line."""
    for command in COMMANDS:
        app.cli.add_command(command)
