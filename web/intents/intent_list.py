"""The intents on disk beside those of the live model, with the traffic that each has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.conversations.tables import Message
from web.core.database import utc_now
from web.curation import service as curated
from web.intents.files import FilesOnDisk, read_disk
from web.models.live_bot import usable_bot

if TYPE_CHECKING:
    from chatbot.intents.intent_set import Intent, IntentSet
    from chatbot.intents.lint import LintWarning
    from chatbot.intents.places import Place

TRAFFIC_DAYS = 30


@dataclass(frozen=True, slots=True)
class IntentChangeKind:
    """What became of an intent since the live model: patterns that came and went.

    `edited` names what else is different about it: its responses, or its contexts.
    """

    kind: Literal["added", "removed", "edited"]
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListedIntent:
    """An intent of the files or, without a `place`, one that they do not have.

    `answers` is how often the bot gave its answer in the last TRAFFIC_DAYS days, `share` that
    as a share of all answers. `change` is what differs from the live model. `curated` are the
    patterns that were taught in the admin pages, and are not in the files yet.
    """

    intent: Intent
    place: Place | None
    answers: int = 0
    share: float = 0.0
    change: IntentChangeKind | None = None
    curated: frozenset[str] = frozenset()
    warnings: tuple[LintWarning, ...] = ()


@dataclass(frozen=True, slots=True)
class IntentList:
    """All intents, and the files that they are from.

    `live` is the version that the changes are about: None where there is none that can be read,
    or where the files have problems, so that there is nothing to compare.
    """

    entries: tuple[ListedIntent, ...]
    disk: FilesOnDisk
    live: int | None = None

    def get(self, tag: str) -> ListedIntent | None:
        """Return the entry with this tag, or None."""
        return next((entry for entry in self.entries if entry.intent.tag == tag), None)


def intent_list(session: Session, path: Path) -> IntentList:
    """Return the intents in the file or folder `path`, beside those of the live model."""
    from chatbot.intents.intent_set import IntentSet

    disk = read_disk(path)
    taught = curated.additions(session).joined_to(IntentSet(disk.intents))
    live, known = (None, None) if disk.problems else live_intents(session)
    changes = _changes(known, taught) if known else {}
    gone = [intent for intent in known or () if not taught.get(intent.tag)]
    written = {intent.tag: frozenset(intent.patterns) for intent in disk.intents}
    new = {
        intent.tag: frozenset(intent.patterns) - written.get(intent.tag, frozenset())
        for intent in taught
    }
    answers = _answers(session)
    total = max(sum(answers.values()), 1)
    entries = tuple(
        ListedIntent(
            intent,
            disk.places.get(intent.tag),
            answers.get(intent.tag, 0),
            answers.get(intent.tag, 0) / total,
            changes.get(intent.tag),
            new.get(intent.tag, frozenset()),
            tuple(warning for warning in disk.warnings if warning.tag == intent.tag),
        )
        for intent in (*taught, *gone)
    )
    return IntentList(entries, disk, live)


def chosen(
    entries: Iterable[ListedIntent], search: str, only: str, order: str
) -> list[ListedIntent]:
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


def _is(entry: ListedIntent, only: str) -> bool:
    return {
        "remarks": bool(entry.warnings),
        "changes": entry.change is not None,
        "tests": not entry.intent.tests,
        "traffic": not entry.answers,
    }.get(only, True)


def _holds(intent: Intent, words: Sequence[str]) -> bool:
    texts = (intent.tag, intent.description, *intent.patterns, *intent.responses, *intent.tests)
    whole = "\n".join(texts).casefold()
    return all(word in whole for word in words)


def live_intents(session: Session) -> tuple[int | None, IntentSet | None]:
    """Return the live version and the intents that it knows; None where it cannot be read."""
    live = usable_bot(session)
    return (live.version_id, live.bot.intents) if live else (None, None)


def _changes(before: IntentSet, after: IntentSet) -> dict[str, IntentChangeKind]:
    from chatbot.intents.diff import IntentSetDiff

    found = IntentSetDiff.between(before, after)
    return {
        **{tag: IntentChangeKind("added") for tag in found.added},
        **{tag: IntentChangeKind("removed") for tag in found.removed},
        **{
            one.tag: IntentChangeKind("edited", one.added, one.removed, one.edited)
            for one in found.different
        },
    }


def _answers(session: Session) -> dict[str, int]:
    """How often each intent was answered lately."""
    since = utc_now() - timedelta(days=TRAFFIC_DAYS)
    counted = sa.select(Message.intent, sa.func.count()).group_by(Message.intent)
    rows = session.execute(counted.where(Message.role == "bot", Message.created_at >= since))
    return {intent: count for intent, count in rows if intent}
