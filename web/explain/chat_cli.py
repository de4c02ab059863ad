"""`flask chat`: the bot in the terminal."""

import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import click
from flask.cli import with_appcontext
from rich.console import Console

from chatbot.dialogue.bot import Bot
from chatbot.dialogue.reply import Reply
from chatbot.dialogue.state import DialogueState
from chatbot.model.decision import Decision
from chatbot.text.markup.response import plain_text
from web.cli.errors import reports_errors
from web.explain.bot_option import bot_of, bundle_option
from web.explain.wording import decision_sentence

QUIT = "/quit"
LIKELIEST = 6
"""Most intents shown by `--verbose`."""


@click.command("chat")
@click.option(
    "--verbose",
    "-v",
    is_flag=True,
    help="Show the likeliest intents per message, and why it was answered.",
)
@bundle_option
@with_appcontext
@reports_errors
def chat(verbose: bool, file: Path | None) -> None:
    """Chat with the bot: a message per line, /quit or Ctrl-D ends."""
    if sys.stdin is None or sys.stdout is None:
        raise click.ClickException("A chat needs an open standard input and standard output.")
    console = Console(highlight=False, markup=False)
    # Another model may go live while somebody chats.
    bot = _one_bot(file) if file else partial(bot_of, None)
    bot()  # a missing or damaged model shows before the first message is written
    state = DialogueState()
    for text in _messages(console):
        reply = bot().reply(text, state)
        if verbose:
            console.print(_reasons(reply.decision), style="dim", soft_wrap=True)
        state = reply.state
        _show(console, reply)


def _one_bot(file: Path) -> Callable[[], Bot]:
    bot = bot_of(file)
    return lambda: bot


def _messages(console: Console) -> Iterator[str]:
    """Typed or piped messages, up to /quit, Ctrl-D or Ctrl-C.

    A terminal shows typed messages; piped messages are printed, so both read as a conversation.
    """
    typed = sys.stdin.isatty()
    if typed:
        console.print(f"Write a message. {QUIT} or Ctrl-D ends the chat.", style="dim")
    try:
        while (text := console.input("> " if typed else "")).strip() != QUIT:
            if not text.strip():
                continue
            if not typed:
                console.print(f"> {text}", soft_wrap=True)
            yield text
    except (EOFError, KeyboardInterrupt):
        pass
    if typed:
        console.print("\nGoodbye.", style="dim")


def _show(console: Console, reply: Reply) -> None:
    console.print(plain_text(reply.spans), style="bold green")
    if reply.call:
        # Nothing is to happen to an order because somebody tries the bot.
        sentence = f"  {reply.call.action.url} is not called here: this is the answer for errors."
        console.print(sentence, style="dim", soft_wrap=True)
    if reply.quick_replies:
        console.print("  " + "  ".join(f"[{text}]" for text in reply.quick_replies), style="cyan")


def _reasons(decision: Decision) -> str:
    """Likeliest intents, a line each, and the reason of the decision."""
    likeliest = [f"  {r.confidence:6.1%}  {r.intent}" for r in decision.ranking[:LIKELIEST]]
    return "\n".join([*likeliest, f"  {decision_sentence(decision)}"])
