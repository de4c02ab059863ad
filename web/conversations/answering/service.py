"""Answering: a message and the answer, stored in a single transaction."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from time import perf_counter
from typing import Protocol
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.dialogue.action_calls import ActionAnswer, ActionAnswers, ActionCall
from chatbot.dialogue.surroundings import NO_SURROUNDINGS, Surroundings
from web.actions.request import ActionRequest
from web.conversations.answering.arrival import ArrivedMessage, Predicted, UnreadTextError
from web.conversations.answering.exchange import Exchange, StageSeconds
from web.conversations.answering.group_commit import write_together
from web.conversations.answering.locking import LockedConversation, lock
from web.conversations.answering.persons import ask_person, is_for_persons, worded
from web.conversations.answering.storing import store, store_for_persons
from web.conversations.service import stored_state
from web.core.database import reading, storable, utc_now
from web.events.service import note
from web.handovers.policy import HandOverPolicy
from web.models.live_bot import LiveBot, current_bot


class Act(Protocol):
    """Answer an action; None where there is no answer. `read` checks what a webhook sends."""

    def __call__(
        self, request: ActionRequest, read: Callable[[ActionCall, bytes], ActionAnswer], /
    ) -> ActionAnswer | None: ...


Unfinished = ActionRequest | UnreadTextError | None
"""Need of an answer between two transactions; None for a bot that was replaced."""


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
    `live` is not the live bot any more, the live bot predicts and answers. Between two
    transactions, of which the first one only reads, a follow-up is predicted behind its question,
    and an action of an intent is called by `act`. Names of the `surroundings` that the bot does not
    take are `ignored`. A caller that `announces` has an event noted for the first message.

    A repeated message id in a conversation is answered from the database, also while the first
    request with the id is still under way; while that calls an action, both call it, with one id
    of the call, and the first answer counts for both. Raises ConversationNotFoundError,
    MessageIdTakenError for the id of a different message, LongConversationError for a conversation
    that has `most_messages`, and ModelUnavailableError.
    """
    message_id = message_id or uuid4()
    arrived = ArrivedMessage(
        visitor,
        conversation_id,
        message_id,
        storable(text),
        most_messages,
        policy,
        surroundings,
        announces,
    )
    return _exchanged(session, arrived, live, act)


def _exchanged(
    session: Session, arrived: ArrivedMessage, live: LiveBot, act: Act | None
) -> Exchange:
    predicted = Predicted.of(live, arrived.text)
    answers: dict[ActionCall, ActionAnswer | None] = {}
    while True:
        done = _answer_in_transaction(session, arrived, predicted, answers)
        if isinstance(done, Exchange):
            return done
        if done is None:
            with reading(session):
                live = current_bot(session)
            predicted = Predicted.of(live, arrived.text)
        elif isinstance(done, UnreadTextError):
            predicted = predicted.with_other(done.text)
        else:
            # Another state of the conversation may make another call, in the same time.
            answers[done.call] = act(done, predicted.live.bot.read_answer) if act else None


def _answer_in_transaction(
    session: Session, arrived: ArrivedMessage, predicted: Predicted, answers: ActionAnswers
) -> Exchange | Unfinished:
    """As `_answer`, with the time of a new exchange by stage."""
    started = perf_counter()
    work = partial(_begin, arrived=arrived, predicted=predicted, answers=answers)
    try:
        begun, done = write_together(session, work)
    except sa.exc.IntegrityError:
        # Another request has stored the message meanwhile: now it is seen.
        begun, done = write_together(session, work)
    if not isinstance(done, Exchange) or done.repeated or done.reply is None:
        return done
    assert done.reply.latency_ms is not None, "a new answer was measured"
    predict = predicted.milliseconds / 1000
    answer = done.reply.latency_ms / 1000 - predict
    seconds = StageSeconds(predict, begun - started, answer, perf_counter() - begun - answer)
    return replace(done, seconds=seconds)


def _begin(
    connection: sa.Connection, arrived: ArrivedMessage, predicted: Predicted, answers: ActionAnswers
) -> tuple[float, Exchange | Unfinished]:
    """As `_answer`, behind the time of the beginning."""
    return perf_counter(), _answer(connection, arrived, predicted, answers)


def _answer(
    connection: sa.Connection, arrived: ArrivedMessage, predicted: Predicted, answers: ActionAnswers
) -> Exchange | Unfinished:
    """Answer and store, with the conversation locked; None for a bot that was replaced.

    Nothing is stored for an action that is still to be called, whose request is returned, and for
    a text that is still to be predicted.
    Raises IntegrityError if another request has stored a message of the id in the meantime.
    """
    locked = lock(connection, arrived, predicted.live)
    if not isinstance(locked, LockedConversation):
        return locked
    # A clock that is set back must not put a message before the earlier ones.
    now = max(utc_now(), locked.updated_at)
    if is_for_persons(connection, arrived, locked, now):
        done = store_for_persons(connection, arrived, locked, now)
        _announce(connection, arrived, locked, now)
        return done
    return _answer_of_bot(connection, arrived, predicted, answers, locked, now)


def _answer_of_bot(
    connection: sa.Connection,
    arrived: ArrivedMessage,
    predicted: Predicted,
    answers: ActionAnswers,
    locked: LockedConversation,
    now: datetime,
) -> Exchange | ActionRequest | UnreadTextError:
    """As `_answer`, where no person has the conversation."""
    started = perf_counter()
    minutes = (now - locked.updated_at).total_seconds() / 60
    before = stored_state(arrived.conversation_id, locked.state).after_pause(minutes)
    bot, text = predicted.live.bot, arrived.text
    before, ignored = arrived.surroundings.around(before, bot)
    try:
        reply = bot.answer(text, predicted.prediction, before, answers, predict=predicted.other)
    except UnreadTextError as unread:
        return unread
    if reply.call:
        return ActionRequest(arrived.conversation_id, arrived.id, reply.call, arrived.at)
    latency_ms = predicted.milliseconds + (perf_counter() - started) * 1000
    reply = worded(reply, arrived, bot)
    done = store(connection, arrived, predicted.live, reply, now, latency_ms)
    _announce(connection, arrived, locked, now)
    person = ask_person(connection, arrived, reply, locked, now)
    return replace(done, ignored=ignored, person=person, step=reply.step)


def _announce(
    connection: sa.Connection, arrived: ArrivedMessage, locked: LockedConversation, now: datetime
) -> None:
    """Note the event of a new conversation, where somebody is told of it."""
    if arrived.announces and locked.is_new:
        note(connection, "conversation.started", arrived.conversation_id, now)
