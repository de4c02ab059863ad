"""The inbox: what the bot misunderstood or nearly did, in groups that are one decision each."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from web.inbox import disagreements
from web.inbox.groups import Key, MessageGroup, Sort, groups_of
from web.inbox.messages import InboxMessage, Reason, worth_a_minute
from web.intents.catalogue import Catalogue, catalogue
from web.models import live_bot

PAGE = 20


@dataclass(frozen=True, slots=True)
class InboxQuery:
    """Which groups are wanted; `after` is the key of the last one of the page before.

    `previous` has the model asked that was live before: messages in which it disagrees come, too.
    """

    text: str = ""
    reason: Reason | None = None
    sort: Sort = "useful"
    after: Key | None = None
    previous: bool = False


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of groups; `after` leads to the next. `found` counts all groups of the query."""

    groups: tuple[MessageGroup, ...]
    after: Key | None
    found: int
    messages: int
    catalogue: Catalogue


def inbox(session: Session, intents: Path, language: str, query: InboxQuery) -> Inbox:
    """The groups that nobody decided about, the most useful first unless otherwise asked for."""
    live = live_bot.usable_bot(session)
    known = catalogue(session, intents)
    messages = worth_a_minute(session)
    if query.previous and live:
        messages = _merged(messages, disagreements.disagreements(session, live))
    groups = _wanted(groups_of(session, messages, known, language, live), query)
    shown = [
        group for group in groups if query.after is None or group.key(query.sort) < query.after
    ]
    page = tuple(shown[:PAGE])
    after = page[-1].key(query.sort) if len(shown) > PAGE else None
    return Inbox(page, after, len(groups), sum(len(group.messages) for group in groups), known)


def _merged(messages: list[InboxMessage], others: list[InboxMessage]) -> list[InboxMessage]:
    disagreed = {other.seq for other in others}
    seen = {message.seq for message in messages}
    known = [
        message.because("disagreement") if message.seq in disagreed else message
        for message in messages
    ]
    new = [other for other in others if other.seq not in seen]
    return sorted([*known, *new], key=lambda each: -each.seq)


def _wanted(groups: list[MessageGroup], query: InboxQuery) -> list[MessageGroup]:
    text = query.text.casefold().strip()
    wanted = [
        group
        for group in groups
        if any(text in message.text.casefold() for message in group.messages)
        and (not query.reason or any(query.reason in m.reasons for m in group.messages))
    ]
    return sorted(wanted, key=lambda each: each.key(query.sort), reverse=True)
