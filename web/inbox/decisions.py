"""Decisions about messages: assign them to an intent, begin a new intent, ignore them.

What is done is noted in the audit log, and what is returned or raised says it in a sentence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.intents.additions import new_intent_problems
from chatbot.intents.schema import is_blank
from chatbot.text.wording import counted
from web.conversations.tables import Message
from web.core import audit
from web.core.locks import take_turn
from web.curation.tables import CuratedExample, CuratedIntent, DecidedMessage, InboxDecision, Kind
from web.intents.catalogue import Catalogue, catalogue


class DecisionError(ValueError):
    """The decision cannot be made or taken back; the text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class LabelDecision:
    """What shall become of messages, named by their numbers. A new intent has a response."""

    kind: Kind
    messages: tuple[int, ...]
    intent: str = ""
    response: str = ""


@dataclass(frozen=True, slots=True)
class DecisionResult:
    """The number of a decision, what was done, and what is to be considered about it."""

    id: int
    sentence: str
    warning: str = ""


def decide(session: Session, who: str, choice: LabelDecision, intents: Path) -> DecisionResult:
    """Decide about messages that nobody has decided about; raises DecisionError."""
    take_turn(session, "decisions")
    messages = _undecided(session, choice.messages)
    known = catalogue(session, intents)
    tag = choice.intent.strip()
    _check(session, choice, tag, intents, known)
    decision = InboxDecision(kind=choice.kind, intent=tag or None, who=who)
    session.add(decision)
    session.flush()
    session.add_all(DecidedMessage(message_seq=m.seq, decision_id=decision.id) for m in messages)
    if choice.kind == "new_intent":
        response = choice.response.strip()
        session.add(CuratedIntent(tag=tag, response=response, decision_id=decision.id, who=who))
    examples = [] if choice.kind == "ignored" else _examples(messages, tag, known, decision)
    session.add_all(examples)
    _note(session, decision, len(messages), len(examples))
    said = sentence(choice.kind, tag, len(messages))
    return DecisionResult(decision.id, said, _warning(examples, tag, known))


def sentence(kind: Kind, intent: str, messages: int) -> str:
    """What a decision did, in words."""
    these = counted(messages, "message")
    if kind == "ignored":
        return f"{these} ignored."
    return f"{these} assigned to {'the new intent ' if kind == 'new_intent' else ''}{intent}."


def _undecided(session: Session, numbers: Sequence[int]) -> list[Message]:
    """The messages, which nobody else can decide about before the transaction ends."""
    if not numbers:
        raise DecisionError("No message is chosen: tick those that the decision is about.")
    wanted = sa.select(Message).where(Message.seq.in_(numbers), Message.role == "user")
    locked = wanted.order_by(Message.seq.desc()).with_for_update(key_share=True)
    messages = list(session.scalars(locked))
    if not messages:
        raise DecisionError("These messages are no longer there: their conversations were erased.")
    earlier = session.scalar(
        sa.select(InboxDecision)
        .join(DecidedMessage)
        .where(DecidedMessage.message_seq.in_([message.seq for message in messages]))
        .limit(1)
    )
    if earlier is not None:
        what = {"ignored": "ignored"}.get(earlier.kind, f"assigned to {earlier.intent}")
        raise DecisionError(
            f"{earlier.who} was quicker: some of these messages are {what} already. "
            "Nothing was changed; look at what is left."
        )
    return messages


def _check(
    session: Session, choice: LabelDecision, tag: str, intents: Path, known: Catalogue
) -> None:
    if choice.kind == "assigned" and tag not in known.tags:
        raise DecisionError(
            f'There is no intent "{tag}": choose one of the list, or make a new one.'
            if tag
            else "No intent is chosen: choose one of the list."
        )
    if choice.kind == "new_intent":
        if known.intents.get(tag) is not None and _is_curated(session, tag):
            raise DecisionError(f'"{tag}" is a new intent already: assign the messages to it.')
        problems = new_intent_problems(tag, choice.response, intents)
        if problems:
            raise DecisionError(" ".join(problems))


def _is_curated(session: Session, tag: str) -> bool:
    waiting = sa.select(CuratedIntent.id).filter_by(tag=tag, pulled_at=None)
    return session.scalar(waiting.limit(1)) is not None


def _examples(
    messages: Sequence[Message], tag: str, known: Catalogue, decision: InboxDecision
) -> list[CuratedExample]:
    """An example of each text that the intent has not; of the same text, the newest message."""
    texts: dict[str, tuple[str, Message]] = {}
    for message in messages:
        text = " ".join(message.text.split())
        if not is_blank(text) and not known.knows(text, tag):
            texts.setdefault(text.casefold(), (text, message))
    return [
        CuratedExample(
            text=text, intent=tag, message_seq=each.seq, decision_id=decision.id, who=decision.who
        )
        for text, each in texts.values()
    ]


def _warning(examples: Sequence[CuratedExample], tag: str, known: Catalogue) -> str:
    for example in examples:
        owner = known.owner(example.text, but=tag)
        if owner:
            return f"“{example.text}” is a pattern of {owner}, too: that makes both uncertain."
    return ""


def _note(session: Session, decision: InboxDecision, messages: int, examples: int) -> None:
    audit.note(
        session,
        decision.who,
        f"inbox.{decision.kind}",
        f"decision {decision.id}",
        messages=messages,
        examples=examples,
        intent=decision.intent,
    )


RECENT = 10


@dataclass(frozen=True, slots=True)
class RecentDecision:
    """A decision that can still be taken back."""

    id: int
    sentence: str
    who: str
    created_at: datetime


def undo(session: Session, who: str, number: int) -> str:
    """Take a decision back, with all that came of it; raises DecisionError."""
    take_turn(session, "decisions")
    decision = session.scalar(sa.select(InboxDecision).filter_by(id=number).with_for_update())
    if decision is None:
        raise DecisionError("This decision has been taken back already.")
    _check_undo(session, decision)
    count = session.scalar(
        sa.select(sa.func.count()).select_from(DecidedMessage).filter_by(decision_id=number)
    )
    said = sentence(decision.kind, decision.intent or "", count or 0)
    session.execute(sa.delete(InboxDecision).filter_by(id=number))
    audit.note(session, who, "inbox.undo", f"decision {number}", decided=said, by=decision.who)
    return f"Taken back: {said}"


def recent(session: Session) -> list[RecentDecision]:
    """The last decisions that came to nothing but examples that wait, the newest first."""
    pulled = [
        sa.exists().where(table.decision_id == InboxDecision.id, table.pulled_at.is_not(None))
        for table in (CuratedExample, CuratedIntent)
    ]
    count = sa.select(sa.func.count()).where(DecidedMessage.decision_id == InboxDecision.id)
    rows = session.execute(
        sa.select(InboxDecision, count.scalar_subquery())
        .where(~sa.or_(*pulled))
        .order_by(InboxDecision.id.desc())
        .limit(RECENT)
    )
    return [
        RecentDecision(
            each.id, sentence(each.kind, each.intent or "", number), each.who, each.created_at
        )
        for each, number in rows
    ]


def _check_undo(session: Session, decision: InboxDecision) -> None:
    for table in (CuratedExample, CuratedIntent):
        pulled = sa.select(table.id).where(
            table.decision_id == decision.id, table.pulled_at.is_not(None)
        )
        if session.scalar(pulled.limit(1)) is not None:
            raise DecisionError(
                "What came of this decision is in the intent files already: take it out there."
            )
    if decision.kind == "new_intent" and _is_used_elsewhere(session, decision):
        raise DecisionError(
            f'Other messages were assigned to "{decision.intent}" since: take that back first, '
            "or move their examples to another intent."
        )


def _is_used_elsewhere(session: Session, decision: InboxDecision) -> bool:
    others = sa.select(CuratedExample.id).where(
        CuratedExample.intent == decision.intent,
        CuratedExample.decision_id != decision.id,
        CuratedExample.pulled_at.is_(None),
    )
    return session.scalar(others.limit(1)) is not None
