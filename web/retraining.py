"""What a training would learn now, and how that differs from what the live model knows."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from chatbot.additions import Additions
from chatbot.changes import Changes
from chatbot.intents import IntentsError, IntentSet, Problem, load_intents
from chatbot.remarks import remarks
from web import curated


@dataclass(frozen=True, slots=True)
class Preparation:
    """What a training would begin with. `intents` is None where the files have `problems`.

    `changes` are those since the live model, None where there is no model or no valid files;
    `additions` is what was curated since; `remarks` are sentences about what is seldom meant.
    """

    intents: IntentSet | None
    additions: Additions
    changes: Changes | None
    problems: tuple[Problem, ...]
    remarks: tuple[str, ...]


def preparation(session: Session, files: Path, live: IntentSet | None) -> Preparation:
    """What there is to learn: the intent files with what was curated, beside the `live` intents.

    `live` are those of the bot that answers now: `current_bot(session).bot.intents`.
    """
    additions = curated.additions(session)
    try:
        intents = additions.joined_to(load_intents(files))
    except IntentsError as error:
        return Preparation(None, additions, None, tuple(error.problems), ())
    changes = Changes.between(live, intents) if live else None
    return Preparation(intents, additions, changes, (), remarks(intents))
