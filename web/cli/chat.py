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
    from chatbot.confidence import ScopeVerdict

QUIT = "/quit"


@click.command("chat")
@click.option(
    "--verbose",
    "-v",
    is_flag=True,
    help="Show the likeliest intents per message, and why it was answered.",
)
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
        answering = bot()
        prediction = answering.classifier.predict(text)
        reply = answering.answer(prediction, state)
        if verbose:
            verdict = prediction.verdict(answering.turn(state))
            console.print(_reasons(verdict, reply), style="dim")
        state = reply.state
        _show(console, reply)


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


def _show(console: "Console", reply: "Reply") -> None:
    console.print(reply.text, style="bold green")
    if reply.quick_replies:
        console.print("  " + "  ".join(f"[{text}]" for text in reply.quick_replies), style="cyan")


def _reasons(verdict: "ScopeVerdict", reply: "Reply") -> str:
    """What the answer is, the likeliest intents, and the verdict of the guard: a line each."""
    score = f"{verdict.score:+.2f}, needed {verdict.threshold:+.2f}"
    place = f"  {'in' if verdict.accepted else 'out of'} scope: {score}"
    if not verdict.known:
        place = "  out of scope: nothing in it resembles a word of any pattern"
    others = [f"  {other.confidence:6.1%}  {other.intent}" for other in reply.alternatives]
    return "\n".join([_decision(reply), *others, place])


def _decision(reply: "Reply") -> str:
    """The intent that was answered, or what came instead: then the best one was not trusted."""
    if reply.fallback:
        return "  fallback; the likeliest intents:"
    if len(reply.candidates) > 1:
        likely = ", ".join(reply.candidates)
        return f"  asked back: {likely} (coverage {reply.coverage:.0%}); the likeliest intents:"
    return f"  {reply.confidence:6.1%}  {reply.intent}"
