"""Commands in modules imported for running a command, not for the list of commands."""

from importlib import import_module
from typing import Any

import click


class LazyCommand(click.Command):
    """Stand-in for a command, replaced by the command to run or to print help.

    In place of the LazyGroup of click's documentation: for a list of commands, LazyGroup imports
    all modules. `summary` is the sentence in such a list.
    """

    def __init__(self, name: str, target: str, summary: str, *, subcommands: tuple[str, ...] = ()):
        super().__init__(name, help=summary)
        self._target = target
        self._subcommands = subcommands

    def load(self) -> click.Command:
        """The command at `module:name`, with the subcommands from other modules."""
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
        """The context of the real command, for click to invoke."""
        return self.load().make_context(info_name, args, parent, **extra)


def _imported(target: str) -> click.Command:
    module, _, name = target.partition(":")
    command = getattr(import_module(module), name)
    assert isinstance(command, click.Command)
    return command
