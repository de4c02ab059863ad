"""Answering: a message and the answer, stored in a single transaction."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from time import monotonic, perf_counter
from typing import TYPE_CHECKING, Literal, Protocol, cast
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.dialogue.action_calls import ActionAnswer, ActionAnswers, ActionCall
from chatbot.dialogue.state import DialogueState
from chatbot.dialogue.surroundings import NO_SURROUNDINGS, Surroundings
from web.actions.request import ActionRequest
from web.conversations.messages import (
    MESSAGES,
    StoredMessage,
    read_pair,
    write_message,
    write_pair,
)
from web.conversations.service import ConversationNotFoundError, stored_state
from web.conversations.tables import Conversation
from web.core.database import reading, storable, utc_now
from web.core.errors import ConflictError
from web.core.group_commit import write_together
from web.events.service import note
from web.handovers import requests
from web.handovers.policy import MOST_DOUBTS, HandOverPolicy
from web.handovers.tables import Reason
from web.http.translation import _
from web.models.live_bot import LiveBot, current_bot
from web.models.tables import ModelVersion
from web.models.versions import LIVE_ID

if TYPE_CHECKING:
    from chatbot.dialogue.bot import Reply
    from chatbot.model.prediction import Prediction

CONVERSATIONS = cast(sa.Table, Conversation.__table__)


class MessageIdTakenError(ConflictError):
    def __init__(self, message_id: UUID) -> None:
        super().__init__(
            _(
                "The message id %(id)s is in use for a different message. Repeat a message with"
                " the text that it had, or send a new one with a new id.",
                id=message_id,
            )
        )


class LongConversationError(ConflictError):
    def __init__(self, most: int) -> None:
        super().__init__(
            f"This conversation has {most} messages, as many as one may have. Begin a new one."
        )


def check_length(length: int, most: int | None, factor: int = 1) -> None:
    """Raise LongConversationError for a conversation that has so many times the limit."""
    if most is not None and length >= most * factor:
        raise LongConversationError(most * factor)


Person = Literal["none", "offered", "asked"]

WITH_PERSONS = 10
"""Factor of the limit for messages of a conversation that persons have."""


@dataclass(frozen=True, slots=True)
class StageSeconds:
    """Time of an answer by stage: prediction, wait for the database, decision, storing."""

    predict: float
    wait: float
    answer: float
    store: float


@dataclass(frozen=True, slots=True)
class Exchange:
    """A message and the answer; `repeated` if an earlier request stored both, without `seconds`.

    There is no answer where persons have the conversation, or may have it soon. A `person` was
    asked for, or is offered to the visitor. Of the page around the chat, names were `ignored`.
    """

    message: StoredMessage
    reply: StoredMessage | None
    repeated: bool
    person: Person = "none"
    seconds: StageSeconds | None = None
    ignored: tuple[str, ...] = ()

    @property
    def answer(self) -> StoredMessage:
        """The answer, where the bot has given one."""
        assert self.reply is not None, "persons have the conversation"
        return self.reply


class Act(Protocol):
    """Answer an action; None where there is no answer. `read` checks what a webhook sends."""

    def __call__(
        self, request: ActionRequest, read: Callable[[ActionCall, bytes], ActionAnswer], /
    ) -> ActionAnswer | None: ...


@dataclass(frozen=True, slots=True)
class _Sent:
    """A message of a visitor to a conversation, at a time of the monotonic clock."""

    visitor: UUID
    conversation_id: UUID
    id: UUID
    text: str
    most_messages: int | None
    policy: HandOverPolicy | None
    surroundings: Surroundings
    announces: bool
    at: float = field(default_factory=monotonic)


@dataclass(frozen=True, slots=True)
class _Predicted:
    """Prediction of a bot, after `milliseconds` of work."""

    live: LiveBot
    prediction: "Prediction"
    milliseconds: float

    @classmethod
    def of(cls, live: LiveBot, text: str) -> "_Predicted":
        started = perf_counter()
        prediction = live.bot.predict(text)
        return cls(live, prediction, (perf_counter() - started) * 1000)


@dataclass(frozen=True, slots=True)
class _Current:
    """Conversation of a new message: its state as JSON, and the time of its last change.

    The bot answers no message until `silent_until`, None without a hand-over.
    """

    state: str
    updated_at: datetime
    silent_until: datetime | None
    is_new: bool = False


# Built once: to build a statement takes as long as to execute it.
_CONVERSATION = CONVERSATIONS.columns.id == sa.bindparam("conversation")
_MESSAGE = MESSAGES.columns.id == sa.bindparam("message")
_COUNTED = MESSAGES.alias("counted")
_LENGTH = (
    sa.select(sa.func.count())
    .select_from(_COUNTED)
    .where(_COUNTED.columns.conversation_id == sa.bindparam("conversation"))
    .scalar_subquery()
)
_CURRENT = (
    sa.select(
        CONVERSATIONS.columns.state,
        CONVERSATIONS.columns.updated_at,
        CONVERSATIONS.columns.silent_until,
        _LENGTH,
        MESSAGES.columns.id,
        ModelVersion.id,
        ModelVersion.sha256,
    )
    .outerjoin_from(CONVERSATIONS, MESSAGES, _MESSAGE)
    .outerjoin(ModelVersion, ModelVersion.id == LIVE_ID)
    .where(_CONVERSATION, CONVERSATIONS.columns.visitor_id == sa.bindparam("visitor"))
    .with_for_update(of=CONVERSATIONS)
)
_STORED = sa.select(
    MESSAGES.columns.conversation_id, MESSAGES.columns.role, MESSAGES.columns.text
).where(_MESSAGE)
_NEW_STATE = (
    CONVERSATIONS.update()
    .where(_CONVERSATION)
    .values(state=sa.bindparam("new_state"), updated_at=sa.bindparam("now"))
)
_NEW_TIME = CONVERSATIONS.update().where(_CONVERSATION).values(updated_at=sa.bindparam("now"))


def exchange(
    session: Session,
    visitor: UUID,
    live: LiveBot,
    conversation_id: UUID,
    text: str,
    message_id: UUID | None = None,
    *,
    most_messages: int | None = None,
    act: Act | None = None,
    policy: HandOverPolicy | None = None,
    surroundings: Surroundings = NO_SURROUNDINGS,
    announces: bool = False,
) -> Exchange:
    """Answer a message, and store both with the new state.

    With a `policy`, the answer may ask for a person. While one has the conversation, or may come
    soon, the message alone is stored.

    No other service opens transactions: the prediction takes longest and comes before the
    transaction, so that no other writer has to wait. All the rest is a single transaction. If
    `live` is not the live bot any more, the live bot predicts and answers. An action of an intent
    is called by `act` between two transactions, of which the first one only reads. Names of the
    `surroundings` that the bot does not take are `ignored`. A caller that `announces` has an event
    noted for the first message.

    A repeated message id in a conversation is answered from the database, also while the first
    request with the id is still under way; while that calls an action, both call it, with one id
    of the call, and the first answer counts for both. Raises ConversationNotFoundError,
    MessageIdTakenError for the id of a different message, LongConversationError for a conversation
    that has `most_messages`, and ModelUnavailableError.
    """
    message_id = message_id or uuid4()
    sent = _Sent(
        visitor,
        conversation_id,
        message_id,
        storable(text),
        most_messages,
        policy,
        surroundings,
        announces,
    )
    return _exchanged(session, sent, live, act)


def _exchanged(session: Session, sent: _Sent, live: LiveBot, act: Act | None) -> Exchange:
    predicted = _Predicted.of(live, sent.text)
    answers: dict[ActionCall, ActionAnswer | None] = {}
    while True:
        done = _answer_in_transaction(session, sent, predicted, answers)
        if isinstance(done, Exchange):
            return done
        if done is None:
            with reading(session):
                live = current_bot(session)
            predicted = _Predicted.of(live, sent.text)
        else:
            # Another state of the conversation may make another call, in the same time.
            answers[done.call] = act(done, predicted.live.bot.read_answer) if act else None


def _answer_in_transaction(
    session: Session, sent: _Sent, predicted: _Predicted, answers: ActionAnswers
) -> Exchange | ActionRequest | None:
    """As `_answer`, with the time of a new exchange by stage."""
    started = perf_counter()
    work = partial(_begin, sent=sent, predicted=predicted, answers=answers)
    try:
        begun, done = write_together(session, work)
    except sa.exc.IntegrityError:
        with reading(session):
            _stored_exchange(session.connection(), sent)
        raise
    if not isinstance(done, Exchange) or done.repeated or done.reply is None:
        return done
    assert done.reply.latency_ms is not None, "a new answer was measured"
    predict = predicted.milliseconds / 1000
    answer = done.reply.latency_ms / 1000 - predict
    store = perf_counter() - begun - answer
    return replace(done, seconds=StageSeconds(predict, begun - started, answer, store))


def _begin(
    connection: sa.Connection, sent: _Sent, predicted: _Predicted, answers: ActionAnswers
) -> tuple[float, Exchange | ActionRequest | None]:
    """As `_answer`, behind the time of the beginning."""
    return perf_counter(), _answer(connection, sent, predicted, answers)


def _answer(
    connection: sa.Connection, sent: _Sent, predicted: _Predicted, answers: ActionAnswers
) -> Exchange | ActionRequest | None:
    """Answer and store, with the conversation locked; None for a bot that was replaced.

    Nothing is stored for an action that is still to be called: its request is returned.
    Raises IntegrityError if a message of another conversation took the id in the meantime.
    """
    current = _current(connection, sent, predicted.live)
    if not isinstance(current, _Current):
        return current
    # A clock that is set back must not put a message before the earlier ones.
    now = max(utc_now(), current.updated_at)
    if _is_for_persons(connection, sent, current, now):
        done = _store_for_persons(connection, sent, now)
        _announce(connection, sent, current, now)
        return done
    started = perf_counter()
    minutes = (now - current.updated_at).total_seconds() / 60
    before = stored_state(sent.conversation_id, current.state).after_pause(minutes)
    before, ignored = sent.surroundings.around(before, predicted.live.bot)
    reply = predicted.live.bot.answer(sent.text, predicted.prediction, before, answers)
    if reply.call:
        return ActionRequest(sent.conversation_id, sent.id, reply.call, sent.at)
    latency_ms = predicted.milliseconds + (perf_counter() - started) * 1000
    state = reply.state.after_doubt(reply.decision.kind != "answer")
    if state is not reply.state:
        reply = replace(reply, state=state)
    done = _store(connection, sent, predicted.live, reply, now, latency_ms)
    done = replace(done, ignored=ignored) if ignored else done
    _announce(connection, sent, current, now)
    return replace(done, person=_ask_person(connection, sent, state, current, now))


def _ask_person(
    connection: sa.Connection, sent: _Sent, state: DialogueState, current: _Current, now: datetime
) -> Person:
    """Ask for a person behind an answer, where there is a reason."""
    if sent.policy is None:
        return "none"
    reason = _reason(connection, sent, state, current)
    if reason:
        requests.ask(connection, sent.conversation_id, reason, now, sent.policy)
    is_asked = reason or current.silent_until
    return "asked" if is_asked else "offered" if state.doubts else "none"


def _announce(connection: sa.Connection, sent: _Sent, current: _Current, now: datetime) -> None:
    """Note the event of a new conversation, where somebody is told of it."""
    if sent.announces and current.is_new:
        note(connection, "conversation.started", sent.conversation_id, now)


def _is_for_persons(
    connection: sa.Connection, sent: _Sent, current: _Current, now: datetime
) -> bool:
    """Return True if a person has the conversation or may come; one who is away is called back.

    Where no person can be asked for any more, the bot has all conversations.
    """
    if sent.policy is None or current.silent_until is None:
        return False
    if current.silent_until > now:
        return True
    return requests.call_back(connection, sent.conversation_id, now, sent.policy)


def _reason(
    connection: sa.Connection, sent: _Sent, state: DialogueState, current: _Current
) -> Reason | None:
    """Reason to ask for a person, if any; the bot's own doubt asks once in a conversation."""
    if state.asks_for_person:
        return "intent"
    if state.doubts < MOST_DOUBTS or current.silent_until:
        return None
    return None if requests.was_asked(connection, sent.conversation_id, "doubt") else "doubt"


def _current(connection: sa.Connection, sent: _Sent, live: LiveBot) -> _Current | Exchange | None:
    """Lock the conversation, and return it, or the exchange that is stored already.

    None if `live` is not the live bot any more.
    """
    keys = {"conversation": sent.conversation_id, "visitor": sent.visitor, "message": sent.id}
    row = connection.execute(_CURRENT, keys).first()
    if row is None:
        raise ConversationNotFoundError
    state, updated_at, silent_until, length, stored_id, *live_key = row
    # PostgreSQL reads the message, then waits for the conversation. On SQLite a writer is alone.
    may_be_late = connection.dialect.name == "postgresql"
    if (stored_id or may_be_late) and (stored := _stored_exchange(connection, sent)):
        return replace(stored, person="asked") if silent_until else stored
    is_for_persons = sent.policy is not None and silent_until and silent_until > utc_now()
    check_length(length, sent.most_messages, WITH_PERSONS if is_for_persons else 1)
    current = _Current(state, updated_at, silent_until, is_new=not length)
    return current if tuple(live_key) == live.key else None


def _store(
    connection: sa.Connection,
    sent: _Sent,
    live: LiveBot,
    reply: "Reply",
    now: datetime,
    latency_ms: float,
) -> Exchange:
    """Store a message of a moment, the reply, and the new state of the conversation."""
    message = StoredMessage(id=sent.id, role="user", text=sent.text, created_at=now)
    answer = StoredMessage.of(
        reply,
        live.version_id,
        latency_ms,
        id=uuid4(),
        role="bot",
        text=reply.text,
        created_at=max(utc_now(), now),
        reply_to=sent.id,
    )
    write_pair(connection, sent.conversation_id, message, answer)
    new_state = {"new_state": reply.state.to_json(), "now": answer.created_at}
    connection.execute(_NEW_STATE, new_state | {"conversation": sent.conversation_id})
    return Exchange(message, answer, repeated=False)


def _store_for_persons(connection: sa.Connection, sent: _Sent, now: datetime) -> Exchange:
    """Store a message that the bot leaves to persons."""
    message = StoredMessage(id=sent.id, role="user", text=sent.text, created_at=now)
    write_message(connection, sent.conversation_id, message)
    connection.execute(_NEW_TIME, {"now": now, "conversation": sent.conversation_id})
    requests.ring(connection, sent.conversation_id)
    return Exchange(message, None, repeated=False, person="asked")


def _stored_exchange(connection: sa.Connection, sent: _Sent) -> Exchange | None:
    row = connection.execute(_STORED, {"message": sent.id}).first()
    if row is None:
        return None
    if tuple(row) != (sent.conversation_id, "user", sent.text):
        raise MessageIdTakenError(sent.id)
    message, *answers = read_pair(connection, sent.conversation_id, sent.id)
    return Exchange(message, answers[0] if answers else None, repeated=True)
