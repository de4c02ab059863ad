"""`flask chat`: the bot in the terminal."""

import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask.cli import with_appcontext

from web.cli.bots import bot_of, bundle_option
from web.sentences import in_sentences

if TYPE_CHECKING:
    from rich.console import Console

    from chatbot.bot import Bot, Reply

QUIT = "/quit"


@click.command("chat")
@click.option("--verbose", "-v", is_flag=True, help="Show the ranking of intents per message.")
@bundle_option
@with_appcontext
@in_sentences
def chat(verbose: bool, file: Path | None) -> None:
    """Chat with the bot: one message per line, /quit or Ctrl-D ends."""
    from rich.console import Console

    from chatbot.dialogue import DialogueState

    if sys.stdin is None or sys.stdout is None:
        raise click.ClickException("A chat needs an open standard input and standard output.")
    console = Console(highlight=False, markup=False)
    # What is live may change while somebody chats.
    bot = _one_bot(file) if file else partial(bot_of, None)
    bot()  # a missing or damaged model shows before the first message is written
    state = DialogueState()
    for text in _messages(console):
        reply = bot().reply(text, state)
        state = reply.state
        _show(console, reply, verbose)


def _one_bot(file: Path) -> Callable[[], "Bot"]:
    bot = bot_of(file)
    return lambda: bot


def _messages(console: "Console") -> Iterator[str]:
    """The lines that are typed or piped in, up to /quit, Ctrl-D or Ctrl-C."""
    asked = sys.stdin.isatty()
    if asked:
        console.print(f"Write a message. {QUIT} or Ctrl-D ends the chat.", style="dim")
    try:
        while (text := console.input("> " if asked else "")).strip() != QUIT:
            yield text
    except (EOFError, KeyboardInterrupt):
        pass
    if asked:
        console.print("\nGoodbye.", style="dim")


def _show(console: "Console", reply: "Reply", verbose: bool) -> None:
    if verbose:
        console.print(_ranking(reply), style="dim")
    console.print(reply.text, style="bold green")
    if reply.quick_replies:
        console.print("  " + "  ".join(f"[{text}]" for text in reply.quick_replies), style="cyan")


def _ranking(reply: "Reply") -> str:
    """The chosen intent and the next best, one per line, with their confidences.

    On a fallback the best one was not trusted: it comes first among the others.
    """
    if reply.fallback:
        return "\n".join(["  fallback, for none of these is probable enough:", *_others(reply)])
    return "\n".join([f"  {reply.confidence:6.1%}  {reply.intent}", *_others(reply)])


def _others(reply: "Reply") -> list[str]:
    return [f"  {other.confidence:6.1%}  {other.intent}" for other in reply.alternatives]
