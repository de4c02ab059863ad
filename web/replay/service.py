"""Replay: recent messages of visitors, answered by the live model and by another version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy.orm import Session

from web.http.translation import _
from web.models import deployments, live_bot, versions
from web.models.errors import ModelUnavailableError
from web.models.live_bot import LiveBot
from web.replay.recent_messages import RecentMessage, recent_messages

if TYPE_CHECKING:
    from chatbot.dialogue.bot import Bot
    from chatbot.dialogue.reply import Reply


MESSAGES = 500

SECONDS = 30.0
"""Time limit of a replay; messages left over are not replayed."""


@dataclass(frozen=True, slots=True)
class ReplayedAnswer:
    """Answer of a model, and the likeliest intent. `offered` are the intents of a question back."""

    intent: str
    confidence: float
    fallback: bool
    text: str
    offered: tuple[str, ...]
    best_guess: str | None

    @classmethod
    def of(cls, reply: Reply) -> ReplayedAnswer:
        """Answer without the ranking: a replay holds many, and a ranking has all intents."""
        offered = reply.candidates if reply.decision.kind == "ask" else ()
        best = reply.decision.best
        return cls(
            reply.intent,
            reply.confidence,
            reply.fallback,
            reply.text,
            offered,
            best.intent if best else None,
        )


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """A visitor's message with two different answers.

    `contexts` were open for the message, by earlier answers in the conversation.
    """

    conversation_id: UUID
    created_at: datetime
    text: str
    contexts: tuple[str, ...]
    live: ReplayedAnswer
    other: ReplayedAnswer


@dataclass(frozen=True, slots=True)
class ChangedGroup:
    """Messages with an intent changing from `live` to `other` or, if equal, the response only."""

    live: str
    other: str
    messages: tuple[ChangedAnswer, ...]


@dataclass(frozen=True, slots=True)
class Replay:
    """Answers to change if version `other` goes live in place of `live`; largest groups first.

    `messages` counts the recent messages, `replayed` the messages answered before the time was up.
    """

    live: int
    other: int
    messages: int
    replayed: int
    groups: tuple[ChangedGroup, ...]

    @property
    def changed(self) -> int:
        """Number of messages with different answers."""
        return sum(len(group.messages) for group in self.groups)


@dataclass(slots=True)
class _LastReplay:
    """The newest replay, for pages opened again. The lock lets a single model load at a time."""

    lock: Lock = field(default_factory=Lock)
    key: object = None
    result: Replay | None = None


_last = _LastReplay()


def replay(session: Session, live: LiveBot, version_id: int, *, limit: int = MESSAGES) -> Replay:
    """Replay the newest `limit` messages with the live model and with a version.

    The contexts of a message are opened by earlier stored answers, by the intents of each model.
    The other model is loaded for the replay, and dropped afterwards. Raises UnknownVersionError and
    ModelUnavailableError.
    """
    messages = recent_messages(session, limit)
    key = (live.version_id, version_id, tuple(message.id for message in messages))
    with _last.lock:
        if _last.key != key or _last.result is None:
            other = live_bot.load_bot(session, version_id)
            _last.result = _compare(live, other, version_id, messages)
            _last.key = key
        return _last.result


def _compare(
    live: LiveBot, other: Bot, version_id: int, messages: Sequence[RecentMessage]
) -> Replay:
    sides = (_Side(live.bot), _Side(other))
    groups: dict[tuple[str, str], list[ChangedAnswer]] = defaultdict(list)
    deadline, replayed = monotonic() + SECONDS, 0
    for message in messages:
        if monotonic() > deadline:
            break
        replayed += 1
        before, after = (side.answer(message) for side in sides)
        if _differ(before, after, sides):
            changed = ChangedAnswer(
                message.conversation_id,
                message.created_at,
                message.text,
                sides[0].contexts(message),
                before,
                after,
            )
            groups[before.intent, after.intent].append(changed)
    pairs = sorted(groups, key=lambda pair: (-len(groups[pair]), pair))
    changed_groups = tuple(ChangedGroup(*pair, tuple(groups[pair])) for pair in pairs)
    return Replay(live.version_id, version_id, len(messages), replayed, changed_groups)


class _Side:
    """A bot with a memory: equal messages in equal contexts are answered only once."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self._answers: dict[tuple[str, frozenset[str]], ReplayedAnswer] = {}

    def answer(self, message: RecentMessage) -> ReplayedAnswer:
        state = message.state(self.bot.intents)
        key = message.text, state.open_contexts
        if key not in self._answers:
            self._answers[key] = ReplayedAnswer.of(self.bot.reply(message.text, state))
        return self._answers[key]

    def contexts(self, message: RecentMessage) -> tuple[str, ...]:
        return tuple(sorted(message.state(self.bot.intents).open_contexts))

    def wordings(self, tag: str) -> tuple[str, ...]:
        intent = self.bot.intents.get(tag)
        return intent.responses if intent else ()


def _differ(before: ReplayedAnswer, after: ReplayedAnswer, sides: tuple[_Side, _Side]) -> bool:
    if (before.intent, before.offered) != (after.intent, after.offered):
        return True
    # Responses of an intent take turns: two texts differ only if the lists of responses do.
    wordings = [side.wordings(before.intent) for side in sides]
    return wordings[0] != wordings[1]


@dataclass(frozen=True, slots=True)
class VersionReplay:
    """Replay of a version; without a replay, `problem` is a sentence with the reason."""

    replay: Replay | None = None
    problem: str = ""


def version_replay(session: Session, number: int) -> VersionReplay:
    """Replay recent messages with a version; raises UnknownVersionError.

    The live version is compared with the previous version.
    """
    version = versions.get(session, number)
    if version.live:
        before = deployments.previous(session)
        if before is None:
            return VersionReplay(problem=_("No other version was live before, to compare it with."))
        version = before
    if version.deleted_at:
        return VersionReplay(
            problem=_("The model of version %(number)d was deleted.", number=version.id)
        )
    try:
        live = live_bot.current_bot(session)
        return VersionReplay(replay(session, live, version.id))
    except ModelUnavailableError as error:
        return VersionReplay(problem=str(error))
