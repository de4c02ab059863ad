"""The last messages of visitors, answered by the live model and by another one."""

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

from web.models import deployments, live_bot, versions
from web.models.errors import ModelUnavailableError
from web.models.live_bot import LiveBot
from web.replay.asked_messages import AskedMessage, last_asked

if TYPE_CHECKING:
    from chatbot.dialogue.bot import Bot


MESSAGES = 500

SECONDS = 30.0
"""After so long, the messages that were not asked yet are left out."""


@dataclass(frozen=True, slots=True)
class ReplayedAnswer:
    """What a model answers: an intent or a fallback. `offered` are the intents it asks about."""

    intent: str
    confidence: float
    fallback: bool
    text: str
    offered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """A visitor's message that the other model answers differently.

    `contexts` were open when it was asked, as the answers before it in its conversation left them.
    """

    message_id: UUID
    conversation_id: UUID
    created_at: datetime
    text: str
    contexts: tuple[str, ...]
    live: ReplayedAnswer
    other: ReplayedAnswer


@dataclass(frozen=True, slots=True)
class ChangedGroup:
    """The messages whose intent changes from one to another; the same twice is another wording."""

    live: str
    other: str
    messages: tuple[ChangedAnswer, ...]


@dataclass(frozen=True, slots=True)
class Replay:
    """What would change if `other` answered in place of `live`, the largest groups first.

    Of the newest `wanted` messages, `asked` were asked: fewer where the time was up.
    """

    live: int
    other: int
    wanted: int
    asked: int
    groups: tuple[ChangedGroup, ...]

    @property
    def changed(self) -> int:
        """How many messages are answered differently."""
        return sum(len(group.messages) for group in self.groups)


@dataclass(slots=True)
class _LastReplay:
    """The newest result, for a page is looked at twice. One model at a time is loaded."""

    lock: Lock = field(default_factory=Lock)
    key: object = None
    result: Replay | None = None


_last = _LastReplay()


def replay(session: Session, live: LiveBot, version_id: int, *, most: int = MESSAGES) -> Replay:
    """What the version would answer to the last `most` messages, where that differs from `live`.

    Each message is asked in the contexts that the stored answers before it left open, by what each
    model's own intents say about them. The other model is loaded for this, and dropped after it.
    Raises UnknownVersionError and ModelUnavailableError.
    """
    asked = last_asked(session, most)
    key = (live.version_id, version_id, tuple(one.id for one in asked))
    with _last.lock:
        if _last.key != key or _last.result is None:
            other = live_bot.load_bot(session, version_id)
            _last.result = _compared(live, other, version_id, asked)
            _last.key = key
        return _last.result


def _compared(live: LiveBot, other: Bot, version_id: int, asked: Sequence[AskedMessage]) -> Replay:
    sides = (_Side(live.bot), _Side(other))
    groups: dict[tuple[str, str], list[ChangedAnswer]] = defaultdict(list)
    deadline, done = monotonic() + SECONDS, 0
    for one in asked:
        if monotonic() > deadline:
            break
        done += 1
        before, after = (side.answer(one) for side in sides)
        if _differ(before, after, sides):
            changed = _changed(one, sides[0].contexts(one), before, after)
            groups[before.intent, after.intent].append(changed)
    pairs = sorted(groups, key=lambda pair: (-len(groups[pair]), pair))
    found = tuple(ChangedGroup(*pair, tuple(groups[pair])) for pair in pairs)
    return Replay(live.version_id, version_id, len(asked), done, found)


class _Side:
    """A bot that is asked the same message in the same contexts only once."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self._known: dict[tuple[str, frozenset[str]], ReplayedAnswer] = {}

    def answer(self, one: AskedMessage) -> ReplayedAnswer:
        state = one.state(self.bot.intents)
        key = one.text, state.open_contexts
        if key not in self._known:
            reply = self.bot.reply(one.text, state)
            offered = reply.candidates if reply.decision.kind == "ask" else ()
            self._known[key] = ReplayedAnswer(
                reply.intent, reply.confidence, reply.fallback, reply.text, offered
            )
        return self._known[key]

    def contexts(self, one: AskedMessage) -> tuple[str, ...]:
        return tuple(sorted(one.state(self.bot.intents).open_contexts))

    def wordings(self, tag: str) -> tuple[str, ...]:
        intent = self.bot.intents.get(tag)
        return intent.responses if intent else ()


def _differ(before: ReplayedAnswer, after: ReplayedAnswer, sides: tuple[_Side, _Side]) -> bool:
    if (before.intent, before.offered) != (after.intent, after.offered):
        return True
    # The same intent says now one thing, now another: only other responses are another answer.
    wordings = [side.wordings(before.intent) for side in sides]
    return wordings[0] != wordings[1]


def _changed(
    one: AskedMessage, contexts: tuple[str, ...], before: ReplayedAnswer, after: ReplayedAnswer
) -> ChangedAnswer:
    return ChangedAnswer(
        one.id, one.conversation_id, one.created_at, one.text, contexts, before, after
    )


@dataclass(frozen=True, slots=True)
class VersionReplay:
    """The `replay`; without one, `problem` is a sentence that says why."""

    replay: Replay | None = None
    problem: str = ""


def version_replay(session: Session, number: int) -> VersionReplay:
    """Return the answers that change with this version; raises UnknownVersionError.

    Where it is live itself, the version that was live before is beside it.
    """
    version = versions.get(session, number)
    if version.live:
        before = deployments.previous(session)
        if before is None:
            return VersionReplay(problem="No other version was live before, to compare it with.")
        version = before
    if version.deleted_at:
        return VersionReplay(problem=f"The model of version {version.id} was deleted.")
    try:
        live = live_bot.current_bot(session)
        return VersionReplay(replay(session, live, version.id))
    except ModelUnavailableError as error:
        return VersionReplay(problem=str(error))
