"""Commands whose modules are imported when they are run, and not to list them."""

from importlib import import_module
from typing import Any

import click


class LazyCommand(click.Command):
    """Stand-in for a command, which it becomes as soon as it is run or asked for its own help.

    In place of the LazyGroup of click's documentation: for a list of commands, that imports all of
    them. `summary` is the sentence in such a list.
    """

    def __init__(self, name: str, target: str, summary: str, *, subcommands: tuple[str, ...] = ()):
        super().__init__(name, help=summary)
        self._target = target
        self._subcommands = subcommands

    def load(self) -> click.Command:
        """The command at `module:name`, with the subcommands that other modules have for it."""
        command = _imported(self._target)
        for target in self._subcommands:
            assert isinstance(command, click.Group)
            command.add_command(_imported(target))
        return command

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """The context of the command itself, which is what click then invokes."""
        return self.load().make_context(info_name, args, parent, **extra)


def _imported(target: str) -> click.Command:
    module, _, name = target.partition(":")
    command = getattr(import_module(module), name)
    assert isinstance(command, click.Command)
    return command
