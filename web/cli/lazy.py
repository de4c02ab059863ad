"""Commands in modules imported for running a command, not for the list of commands."""

from collections.abc import Callable
from importlib import import_module
from typing import Any, Literal, TypedDict

import click
from flask import Flask
from flask.cli import ScriptInfo

from chatbot.errors import ExplainedError

Need = Literal["nothing", "files", "database", "pages"]
"""Parts of the application that a command needs: none, settings, the database as well, or all."""


class _FilesOfExtensions(TypedDict):
    static_folder: None
    static_url_path: str


FILES_OF_EXTENSIONS: _FilesOfExtensions = {
    "static_folder": None,
    "static_url_path": "/static",  # Bootstrap-Flask appends it to the address of its own files
}
"""Arguments of Flask."""


class CommandApplication(Flask):
    """Application for a command, with no more than the command needs: the whole takes a second.

    `complete` adds the parts to the application, in the order of Need.
    """

    def __init__(self, complete: Callable[[Flask, Need], None]) -> None:
        super().__init__("web", **FILES_OF_EXTENSIONS)
        self._complete = complete

    def provide(self, need: Need) -> None:
        """Add what is missing; raises SettingsError where the environment is wrong."""
        self._complete(self, need)


class LazyCommand(click.Command):
    """Stand-in for a command, replaced by the command to run or to print help.

    In place of the LazyGroup of click's documentation: for a list of commands, LazyGroup imports
    all modules. `summary` is the sentence in such a list. A command that needs `files` alone begins
    without the instance folder.
    """

    def __init__(
        self,
        name: str,
        target: str,
        summary: str,
        *,
        subcommands: tuple["LazyCommand", ...] = (),
        need: Need = "pages",
    ):
        super().__init__(name, help=summary)
        self._target = target
        self._need = need
        self._subcommands = subcommands

    def load(self) -> click.Command:
        """The command at `module:name`, with the subcommands from other modules."""
        command = _imported(self._target)
        for subcommand in self._subcommands:
            assert isinstance(command, click.Group)
            command.add_command(subcommand)
        return command

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """The context of the real command, for click to invoke."""
        command = self.load()
        if parent:
            _provide(parent, self._need, only_help=_asks_for_help(command, args))
        return command.make_context(info_name, args, parent, **extra)


def _asks_for_help(command: click.Command, args: list[str]) -> bool:
    """True for arguments that only print help: nothing is made for it."""
    options = args[: args.index("--")] if "--" in args else args
    return "--help" in options or (isinstance(command, click.Group) and not args)


def _provide(context: click.Context, need: Need, *, only_help: bool) -> None:
    if need == "nothing":
        return
    app = context.ensure_object(ScriptInfo).load_app()
    try:
        if isinstance(app, CommandApplication):
            app.provide(need)
        if need != "files" and not only_help:
            app.config["RECOLLECT"].make_instance()
    except ExplainedError as error:
        raise click.ClickException(str(error)) from error


def _imported(target: str) -> click.Command:
    module, _, name = target.partition(":")
    command = getattr(import_module(module), name)
    assert isinstance(command, click.Command)
    return command
