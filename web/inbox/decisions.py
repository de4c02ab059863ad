"""Decisions about messages: assign to an intent, begin a new intent, ignore.

The audit log keeps each decision. Every function works in the transaction of the session.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.text.comparison import is_blank
from web.conversations.tables import Message
from web.core import audit
from web.core.errors import RefusedError
from web.core.locks import take_turn
from web.curation.tables import CuratedExample, CuratedIntent, DecidedMessage, InboxDecision, Kind
from web.http.translation import _, later
from web.inbox.new_intent_wording import problem_sentences
from web.intents.catalogue import Catalogue, catalogue

_IGNORED_BY = later(
    "%(who)s was quicker: some of these messages are ignored already. Nothing was changed; look at"
    " what is left."
)
_ASSIGNED_BY = later(
    "%(who)s was quicker: some of these messages are assigned to %(intent)s already. Nothing was"
    " changed; look at what is left."
)


class DecisionError(RefusedError):
    """A decision cannot be made or taken back; the text gives the reason and the remedy."""


@dataclass(frozen=True, slots=True)
class LabelDecision:
    """Decision to make about messages, given by numbers. A new intent has a response."""

    kind: Kind
    messages: tuple[int, ...]
    intent: str = ""
    response: str = ""


@dataclass(frozen=True, slots=True)
class DecisionSummary:
    """Kind of a decision, number of messages, and the intent, empty for ignored messages."""

    kind: Kind
    messages: int
    intent: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A new example, but already a pattern of `owner`, another intent."""

    text: str
    owner: str


@dataclass(frozen=True, slots=True)
class DecisionResult:
    """A decision made, with the first conflict of the examples, if any."""

    id: int
    summary: DecisionSummary
    conflict: Conflict | None = None


def decide(session: Session, who: str, choice: LabelDecision, intents: Path) -> DecisionResult:
    """Decide about undecided messages; raises DecisionError."""
    take_turn(session, "decisions")
    messages = _undecided(session, choice.messages)
    current = catalogue(session, intents)
    tag = choice.intent.strip()
    _check(session, choice, tag, intents, current)
    decision = InboxDecision(kind=choice.kind, intent=tag or None, who=who)
    session.add(decision)
    session.flush()
    session.add_all(DecidedMessage(message_seq=m.seq, decision_id=decision.id) for m in messages)
    if choice.kind == "new_intent":
        response = choice.response.strip()
        session.add(CuratedIntent(tag=tag, response=response, decision_id=decision.id, who=who))
    examples = [] if choice.kind == "ignored" else _examples(messages, tag, current, decision)
    session.add_all(examples)
    _note(session, decision, len(messages), len(examples))
    summary = DecisionSummary(choice.kind, len(messages), tag)
    return DecisionResult(decision.id, summary, _conflict(examples, tag, current))


def _undecided(session: Session, numbers: Sequence[int]) -> list[Message]:
    """Undecided messages, locked for other decisions until the transaction ends."""
    if not numbers:
        raise DecisionError(_("No message is chosen: tick those that the decision is about."))
    statement = sa.select(Message).where(Message.seq.in_(numbers), Message.role == "user")
    locked = statement.order_by(Message.seq.desc()).with_for_update(key_share=True)
    messages = list(session.scalars(locked))
    if not messages:
        raise DecisionError(
            _("These messages are no longer there: their conversations were erased.")
        )
    earlier = session.scalar(
        sa.select(InboxDecision)
        .join(DecidedMessage)
        .where(DecidedMessage.message_seq.in_([message.seq for message in messages]))
        .limit(1)
    )
    if earlier is not None:
        sentence = _IGNORED_BY if earlier.kind == "ignored" else _ASSIGNED_BY
        raise DecisionError(_(sentence, who=earlier.who, intent=earlier.intent))
    return messages


def _check(
    session: Session, choice: LabelDecision, tag: str, intents: Path, current: Catalogue
) -> None:
    if choice.kind == "assigned" and tag not in current.tags:
        raise DecisionError(
            _('There is no intent "%(tag)s": choose one of the list, or make a new one.', tag=tag)
            if tag
            else _("No intent is chosen: choose one of the list.")
        )
    if choice.kind == "new_intent":
        if current.intents.get(tag) is not None and _is_curated(session, tag):
            raise DecisionError(
                _('"%(tag)s" is a new intent already: assign the messages to it.', tag=tag)
            )
        # Imported here for the checks of files: most processes never read any.
        from chatbot.intents.new_intent import new_intent_problems

        problems = new_intent_problems(tag, choice.response, intents)
        if problems:
            raise DecisionError(problem_sentences(problems))


def _is_curated(session: Session, tag: str) -> bool:
    waiting = sa.select(CuratedIntent.id).filter_by(tag=tag, pulled_at=None)
    return session.scalar(waiting.limit(1)) is not None


def _examples(
    messages: Sequence[Message], tag: str, current: Catalogue, decision: InboxDecision
) -> list[CuratedExample]:
    """Examples of the texts missing in the intent; of equal texts, the newest message."""
    texts: dict[str, tuple[str, Message]] = {}
    for message in messages:
        text = " ".join(message.text.split())
        if not is_blank(text) and not current.knows(text, tag):
            texts.setdefault(text.casefold(), (text, message))
    return [
        CuratedExample(
            text=text,
            intent=tag,
            message_seq=message.seq,
            decision_id=decision.id,
            who=decision.who,
        )
        for text, message in texts.values()
    ]


def _conflict(examples: Sequence[CuratedExample], tag: str, current: Catalogue) -> Conflict | None:
    for example in examples:
        owner = current.owner(example.text, but=tag)
        if owner:
            return Conflict(example.text, owner)
    return None


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


IS_PULLED = sa.or_(
    *(
        sa.exists().where(table.decision_id == InboxDecision.id, table.pulled_at.is_not(None))
        for table in (CuratedExample, CuratedIntent)
    )
)
"""Condition: too late to take back, as the files hold what came of the decision."""
NUMBER_OF_MESSAGES = (
    sa.select(sa.func.count())
    .where(DecidedMessage.decision_id == InboxDecision.id)
    .correlate(InboxDecision)
    .scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class RecentDecision:
    """A decision, by whom and when."""

    id: int
    summary: DecisionSummary
    who: str
    created_at: datetime

    @classmethod
    def of(cls, decision: InboxDecision, messages: int) -> "RecentDecision":
        """Record of a stored decision about as many messages."""
        summary = DecisionSummary(decision.kind, messages, decision.intent or "")
        return cls(decision.id, summary, decision.who, decision.created_at)


def undo(session: Session, who: str, number: int) -> DecisionSummary:
    """Take a decision back, with the examples and the new intent; raises DecisionError."""
    take_turn(session, "decisions")
    decision = session.scalar(sa.select(InboxDecision).filter_by(id=number).with_for_update())
    if decision is None:
        raise DecisionError(_("This decision has been taken back already."))
    _check_undo(session, decision)
    count = session.scalar(
        sa.select(sa.func.count()).select_from(DecidedMessage).filter_by(decision_id=number)
    )
    summary = DecisionSummary(decision.kind, count or 0, decision.intent or "")
    session.execute(sa.delete(InboxDecision).filter_by(id=number))
    audit.note(
        session,
        who,
        "inbox.undo",
        f"decision {number}",
        by=decision.who,
        decided=summary.kind,
        messages=summary.messages,
        intent=decision.intent,
    )
    return summary


def recent(session: Session) -> list[RecentDecision]:
    """Last decisions with all examples and intents still waiting, the newest first."""
    rows = session.execute(
        sa.select(InboxDecision, NUMBER_OF_MESSAGES)
        .where(~IS_PULLED)
        .order_by(InboxDecision.id.desc())
        .limit(RECENT)
    )
    return [RecentDecision.of(decision, messages) for decision, messages in rows]


def _check_undo(session: Session, decision: InboxDecision) -> None:
    for table in (CuratedExample, CuratedIntent):
        pulled = sa.select(table.id).where(
            table.decision_id == decision.id, table.pulled_at.is_not(None)
        )
        if session.scalar(pulled.limit(1)) is not None:
            raise DecisionError(
                _("What came of this decision is in the intent files already: take it out there.")
            )
    if decision.kind == "new_intent" and _is_used_elsewhere(session, decision):
        raise DecisionError(
            _(
                'Other messages were assigned to "%(intent)s" since: take that back first, or move'
                " their examples to another intent.",
                intent=decision.intent,
            )
        )


def _is_used_elsewhere(session: Session, decision: InboxDecision) -> bool:
    others = sa.select(CuratedExample.id).where(
        CuratedExample.intent == decision.intent,
        CuratedExample.decision_id != decision.id,
        CuratedExample.pulled_at.is_(None),
    )
    return session.scalar(others.limit(1)) is not None
