"""The intents on disk beside those of the live model, with the traffic that each has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.database import utc_now
from web.deployments import ModelUnavailableError, current_bot
from web.intent_disk import OnDisk, Place, Remark, read_disk
from web.models import Message

if TYPE_CHECKING:
    from chatbot.intent_changes import IntentChange
    from chatbot.intents import Intent

TRAFFIC_DAYS = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """An intent of the files or, without a `place`, one that only the live model knows.

    `answers` is how often the bot gave its answer in the last TRAFFIC_DAYS days, `share` that
    as a share of all answers. `change` is what differs from the live model.
    """

    intent: Intent
    place: Place | None
    answers: int = 0
    share: float = 0.0
    change: IntentChange | None = None
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class IntentList:
    """All intents, and the files that they are from.

    `live` is the version that the changes are about: None where there is none that can be read,
    or where the files have problems, so that there is nothing to compare.
    """

    entries: tuple[Entry, ...]
    disk: OnDisk
    live: int | None = None

    def get(self, tag: str) -> Entry | None:
        """Return the entry with this tag, or None."""
        return next((entry for entry in self.entries if entry.intent.tag == tag), None)


def intent_list(session: Session, path: Path) -> IntentList:
    """Return the intents in the file or folder `path`, beside those of the live model."""
    from chatbot.intent_changes import intent_changes

    disk = read_disk(path)
    live, known = (None, ()) if disk.problems else _live(session)
    changes = {one.tag: one for one in intent_changes(known, disk.intents)} if live else {}
    gone = [intent for intent in known if intent.tag not in disk.places]
    answers = _answers(session)
    total = max(sum(answers.values()), 1)
    entries = tuple(
        Entry(
            intent,
            disk.places.get(intent.tag),
            answers.get(intent.tag, 0),
            answers.get(intent.tag, 0) / total,
            changes.get(intent.tag),
            tuple(remark for remark in disk.remarks if remark.tag == intent.tag),
        )
        for intent in (*disk.intents, *gone)
    )
    return IntentList(entries, disk, live)


def chosen(entries: Iterable[Entry], search: str, only: str, order: str) -> list[Entry]:
    """Return the entries that hold every word of `search`, in an order.

    `only` keeps those with "remarks", with "changes", without "tests", or without "traffic";
    `order` is "tag", "patterns" (fewest first), "traffic" (most first), or that of the files.
    """
    words = search.casefold().split()
    found = [entry for entry in entries if _is(entry, only) and _holds(entry.intent, words)]
    if order == "tag":
        found.sort(key=lambda entry: entry.intent.tag.casefold())
    elif order == "patterns":
        found.sort(key=lambda entry: len(entry.intent.patterns))
    elif order == "traffic":
        found.sort(key=lambda entry: -entry.answers)
    return found


def _is(entry: Entry, only: str) -> bool:
    return {
        "remarks": bool(entry.remarks),
        "changes": entry.change is not None,
        "tests": not entry.intent.tests,
        "traffic": not entry.answers,
    }.get(only, True)


def _holds(intent: Intent, words: Sequence[str]) -> bool:
    texts = (intent.tag, intent.description, *intent.patterns, *intent.responses, *intent.tests)
    whole = "\n".join(texts).casefold()
    return all(word in whole for word in words)


def _live(session: Session) -> tuple[int | None, tuple[Intent, ...]]:
    try:
        live = current_bot(session)
    except ModelUnavailableError:
        return None, ()
    return live.version.id, tuple(live.bot.intents)


def _answers(session: Session) -> dict[str, int]:
    """How often each intent was answered lately."""
    since = utc_now() - timedelta(days=TRAFFIC_DAYS)
    counted = sa.select(Message.intent, sa.func.count()).group_by(Message.intent)
    rows = session.execute(counted.where(Message.role == "bot", Message.created_at >= since))
    return {intent: count for intent, count in rows if intent}
