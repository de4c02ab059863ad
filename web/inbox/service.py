"""Inbox: messages misunderstood or nearly misunderstood, in groups for a decision each."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from web.core.planning import plan_anew
from web.inbox import disagreements
from web.inbox.groups import Key, MessageGroup, Sort, groups_of
from web.inbox.messages import InboxMessage, messages_before, messages_to_review
from web.inbox.reasons import Reason
from web.intents.catalogue import Catalogue, catalogue
from web.models import live_bot

PAGE = 20


@dataclass(frozen=True, slots=True)
class InboxQuery:
    """Filter, order and page of the groups; `after` is the key of the last group before.

    With `previous`, messages with another intent in the previous model are added.
    """

    text: str = ""
    reason: Reason | None = None
    sort: Sort = "useful"
    after: Key | None = None
    previous: bool = False


@dataclass(frozen=True, slots=True)
class Inbox:
    """Page of groups; `after` leads to the next, `total` counts the groups of all pages."""

    groups: tuple[MessageGroup, ...]
    after: Key | None
    total: int
    messages: int
    catalogue: Catalogue


def inbox(session: Session, intents: Path, language: str, query: InboxQuery) -> Inbox:
    """Groups of undecided messages, the most useful first unless the query differs."""
    plan_anew(session)
    live = live_bot.usable_bot(session)
    current = catalogue(session, intents)
    messages = messages_to_review(session)
    if query.previous and live:
        messages = _merged(messages, disagreements.disagreements(session, live))
    groups = _matching(groups_of(session, messages, current, language, live), query)
    rest = [group for group in groups if query.after is None or group.key(query.sort) < query.after]
    page = _with_messages_before(session, rest[:PAGE])
    after = page[-1].key(query.sort) if len(rest) > PAGE else None
    return Inbox(page, after, len(groups), sum(len(group.messages) for group in groups), current)


def _with_messages_before(session: Session, groups: list[MessageGroup]) -> tuple[MessageGroup, ...]:
    before = messages_before(
        session, [message.seq for group in groups for message in group.messages]
    )
    return tuple(group.with_messages_before(before) for group in groups)


def _merged(messages: list[InboxMessage], others: list[InboxMessage]) -> list[InboxMessage]:
    disagreed = {other.seq for other in others}
    seen = {message.seq for message in messages}
    reviewed = [
        message.with_reason("disagreement") if message.seq in disagreed else message
        for message in messages
    ]
    new = [other for other in others if other.seq not in seen]
    return sorted([*reviewed, *new], key=lambda message: -message.seq)


def _matching(groups: list[MessageGroup], query: InboxQuery) -> list[MessageGroup]:
    text = query.text.casefold().strip()
    matching = [
        group
        for group in groups
        if any(text in message.text.casefold() for message in group.messages)
        and (not query.reason or any(query.reason in m.reasons for m in group.messages))
    ]
    return sorted(matching, key=lambda group: group.key(query.sort), reverse=True)
