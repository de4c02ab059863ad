"""Commands of Recollect, each imported when run."""

from flask import Flask

from web.cli.lazy import LazyCommand

INTENT_COMMANDS = (
    LazyCommand(
        "pull",
        "web.curation.cli:pull",
        "Write curated examples, new intents and corrected answers into the intent files.",
        need="database",
    ),
    LazyCommand(
        "export",
        "web.intents.export_cli:export",
        "Write the intents in FORMAT: recollect, rasa, dialogflow, csv or jsonl.",
        need="files",
    ),
    LazyCommand(
        "import",
        "web.intents.import_cli:import_command",
        "Read the intents of another program from SOURCE, and write them as an intent file.",
        need="files",
    ),
    LazyCommand(
        "fmt",
        "web.intents.files_cli:format_files",
        "Lay out the intent files: two spaces, a text a line, keys in the order of the schema.",
        need="files",
    ),
    LazyCommand(
        "convert",
        "web.intents.files_cli:convert_file",
        "Convert FILE, an intent file of any dialect, to Recollect's own, with the same intents.",
        need="files",
    ),
    LazyCommand(
        "lint",
        "web.intents.lint_cli:lint_command",
        "Find what is allowed in the intent files, but seldom meant.",
        need="files",
    ),
)

COMMANDS = (
    LazyCommand(
        "backup",
        "web.backup.cli:backup",
        "Write all data of the database to a file, also while Recollect runs.",
    ),
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
    LazyCommand("conversations", "web.conversations.cli:conversations", "Erase old conversations."),
    LazyCommand("db", "web.cli.database:db_commands", "Create, change and check the tables."),
    LazyCommand(
        "doctor",
        "web.doctor.cli:doctor",
        "Check settings, database, queue, model, files and clock, and say what to do.",
        need="nothing",
    ),
    LazyCommand(
        "encoder",
        "web.models.encoder_cli:encoder",
        "Install the sentence encoders, or show the installed ones.",
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
        need="files",
    ),
    LazyCommand(
        "intents",
        "web.intents.cli:intents",
        "Look after the intent files.",
        need="files",
        subcommands=INTENT_COMMANDS,
    ),
    LazyCommand(
        "models",
        "web.models.cli:models",
        "See the stored model versions, and choose the version to answer.",
    ),
    LazyCommand(
        "move",
        "web.backup.cli:move",
        "Copy all data to another database: from SQLite to PostgreSQL, or back.",
    ),
    LazyCommand(
        "restore",
        "web.backup.cli:restore",
        "Fill the database with the data of a backup, all of it or nothing.",
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
        need="database",
    ),
)


def register_commands(app: Flask) -> None:
    """Add the commands to the application's command line."""
    for command in COMMANDS:
        app.cli.add_command(command)
