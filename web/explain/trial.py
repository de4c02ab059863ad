"""Try-out of a message on the live bot, with the explanation. Nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from chatbot.dialogue.state import DialogueState
from web.http.numbers import number
from web.http.translation import _
from web.models.errors import ModelUnavailableError
from web.models.live_bot import current_bot

if TYPE_CHECKING:
    from chatbot.dialogue.bot import Bot
    from chatbot.explanation.explain import Explanation

LONGEST = 500
"""Most characters of a message: more give charts with too many columns to read."""


@dataclass(frozen=True, slots=True)
class Trial:
    """Result of a try-out. `contexts` are all contexts in the filters of the bot's intents.

    Without an explanation, `problem` is a sentence with the reason and the remedy, or empty
    without a message to explain.
    """

    version: int | None = None
    contexts: tuple[str, ...] = ()
    explanation: Explanation | None = None
    problem: str = ""


def try_out(session: Session, text: str | None, context: str) -> Trial:
    """Explain the live bot's answer to `text` while `context`, if any, is open.

    Without a text (None), the result has only the bot's version and contexts.
    """
    try:
        live = current_bot(session)
    except ModelUnavailableError as error:
        return Trial(problem=str(error))
    version, contexts = live.version_id, live.bot.intents.awaited_contexts
    if problem := _problem(text, context, contexts):
        return Trial(version, contexts, problem=problem)
    return Trial(version, contexts, _explain(live.bot, text, context) if text else None)


def _problem(text: str | None, context: str, contexts: tuple[str, ...]) -> str:
    if text is not None and not text.strip():
        return _("There is no message yet: type what a visitor might ask.")
    if text and len(text) > LONGEST:
        return _(
            "This message has %(count)s characters, and at most %(most)d can be shown word by"
            " word: shorten it.",
            count=number(len(text)),
            most=LONGEST,
        )
    if context and context not in contexts:
        return _(
            "No intent of the live model waits for a context “%(context)s”: choose another.",
            context=context,
        )
    return ""


def _explain(bot: Bot, text: str, context: str) -> Explanation:
    # Imported here for numpy's sake: a process that explains nothing does not pay for it.
    from chatbot.explanation.explain import explain

    return explain(bot, text, DialogueState().after_message(opened=[context] if context else []))
