"""List of the intents on disk, with changes since the live model and traffic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.intents.intent_set import Intent, IntentSet
from web.conversations.tables import Message
from web.core.database import utc_now
from web.curation import service as curated
from web.intents.files import FilesOnDisk, read_disk, unfit_on_disk
from web.models.live_bot import usable_bot

if TYPE_CHECKING:
    from chatbot.intents.linting.finding import Finding
    from chatbot.intents.places import Place

TRAFFIC_DAYS = 30


@dataclass(frozen=True, slots=True)
class ChangeSinceLive:
    """Change of an intent since the live model: patterns added and removed.

    `edited` names other fields with changes: "responses", "contexts".
    """

    kind: Literal["added", "removed", "edited"]
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListedIntent:
    """Intent of the files or, without a `place`, of the additions or of the live model only.

    `answers` counts the answers with the intent in the last TRAFFIC_DAYS days, `share` is the
    share in all answers. `curated` are the patterns not yet in a file.
    """

    intent: Intent
    place: Place | None
    answers: int = 0
    share: float = 0.0
    change: ChangeSinceLive | None = None
    curated: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()

    @property
    def remarks(self) -> int:
        """Number of findings that are more than information."""
        return sum(finding.severity != "info" for finding in self.findings)


@dataclass(frozen=True, slots=True)
class IntentList:
    """All intents, and the state of the files.

    `live` is the version compared with; None without a readable live model, or if the files have
    problems.
    """

    entries: tuple[ListedIntent, ...]
    disk: FilesOnDisk
    live: int | None = None

    def get(self, tag: str) -> ListedIntent | None:
        """The entry with the tag, or None."""
        return next((entry for entry in self.entries if entry.intent.tag == tag), None)

    def in_files(self, tag: str) -> Intent | None:
        """The intent with the tag as the files have it, or None."""
        return next((intent for intent in self.disk.intents if intent.tag == tag), None)


def intent_list(session: Session, path: Path, language: str) -> IntentList:
    """Intents of the file or folder `path`, compared with the intents of the live model.

    `language` is the one to train in.
    """
    disk = read_disk(path, language)
    unfit = unfit_on_disk(path, curated.additions(session).corrections)
    taught = curated.additions(session, but=unfit).joined_to(IntentSet(disk.intents))
    live, learnt = (None, None) if disk.problems else live_intents(session)
    changes = _changes(learnt, taught) if learnt else {}
    removed = [intent for intent in learnt or () if not taught.get(intent.tag)]
    new = _new_patterns(disk.intents, taught)
    findings = {tag: tuple(group) for tag, group in groupby(disk.findings, lambda f: f.tag)}
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
            findings.get(intent.tag, ()),
        )
        for intent in (*taught, *removed)
    )
    return IntentList(entries, disk, live)


def select_entries(
    entries: Iterable[ListedIntent], search: str, only: str, order: str
) -> list[ListedIntent]:
    """Select the entries with every word of `search`, and sort them.

    `only` keeps entries with "remarks" or "changes", or without "tests" or "traffic". `order` is
    "tag", "patterns" (fewest first), "traffic" (most first), or else the order of the files.
    """
    words = search.casefold().split()
    selected = [e for e in entries if _passes(e, only) and _has_words(e.intent, words)]
    if order == "tag":
        selected.sort(key=lambda entry: entry.intent.tag.casefold())
    elif order == "patterns":
        selected.sort(key=lambda entry: len(entry.intent.patterns))
    elif order == "traffic":
        selected.sort(key=lambda entry: -entry.answers)
    return selected


def _passes(entry: ListedIntent, only: str) -> bool:
    return {
        "remarks": entry.remarks > 0,
        "changes": entry.change is not None,
        "tests": not entry.intent.tests,
        "traffic": not entry.answers,
    }.get(only, True)


def _has_words(intent: Intent, words: Sequence[str]) -> bool:
    texts = (intent.tag, intent.description, *intent.patterns, *intent.responses, *intent.tests)
    whole = "\n".join(texts).casefold()
    return all(word in whole for word in words)


def live_intents(session: Session) -> tuple[int | None, IntentSet | None]:
    """Live version and the intents learnt; None and None without a readable model."""
    live = usable_bot(session)
    return (live.version_id, live.bot.intents) if live else (None, None)


def _changes(before: IntentSet, after: IntentSet) -> dict[str, ChangeSinceLive]:
    from chatbot.intents.diff import IntentSetDiff

    diff = IntentSetDiff.between(before, after)
    return {
        **{tag: ChangeSinceLive("added") for tag in diff.added},
        **{tag: ChangeSinceLive("removed") for tag in diff.removed},
        **{
            intent.tag: ChangeSinceLive("edited", intent.added, intent.removed, intent.edited)
            for intent in diff.different
        },
    }


def _new_patterns(written: Iterable[Intent], taught: Iterable[Intent]) -> dict[str, frozenset[str]]:
    """Patterns of intents that are not in the files, by tag."""
    before = {intent.tag: frozenset(intent.patterns) for intent in written}
    return {
        intent.tag: frozenset(intent.patterns) - before.get(intent.tag, frozenset())
        for intent in taught
    }


def _answers(session: Session) -> dict[str, int]:
    """Numbers of answers by intent in the last TRAFFIC_DAYS days."""
    since = utc_now() - timedelta(days=TRAFFIC_DAYS)
    counted = sa.select(Message.intent, sa.func.count()).group_by(Message.intent)
    rows = session.execute(counted.where(Message.role == "bot", Message.created_at >= since))
    return {intent: count for intent, count in rows if intent}
