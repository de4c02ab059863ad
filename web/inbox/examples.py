"""The list of curated examples: origins, presence in the files, and edits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, TypeVar, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chatbot.text.comparison import is_blank
from web.conversations.tables import Message
from web.core import audit
from web.core.database import storable
from web.core.errors import RefusedError
from web.core.locks import take_turn
from web.core.paging import Column, Cursor, Page, read_page, sort_by
from web.curation.tables import CorrectedAnswer, CuratedExample, CuratedIntent
from web.http.numbers import localised
from web.http.translation import _
from web.intents.catalogue import catalogue

State = Literal["waiting", "pulled"]

COLUMNS: Mapping[str, Column] = {
    "time": CuratedExample.created_at,
    "intent": CuratedExample.intent,
    "text": CuratedExample.text,
}
Row = TypeVar("Row", CuratedIntent, CorrectedAnswer)

PAGE = 50
LONGEST = 1000


class ExampleError(RefusedError):
    """An example cannot be changed; the text gives the reason and the remedy."""


@dataclass(frozen=True, slots=True)
class ExampleQuery:
    """Filter, order and page of the list of examples; an empty field filters nothing."""

    text: str = ""
    intent: str = ""
    state: State | None = None
    sort: str = "-time"
    cursor: Cursor = field(default_factory=Cursor)


@dataclass(frozen=True, slots=True)
class Example:
    """Curated example, with the conversation unless erased."""

    id: int
    text: str
    intent: str
    who: str
    created_at: datetime
    pulled_at: datetime | None
    decision: int
    conversation_id: UUID | None


@dataclass(frozen=True, slots=True)
class ExamplePage:
    """Page of examples, new intents, corrected answers, and the tags to choose from."""

    page: Page[Example]
    new_intents: tuple[CuratedIntent, ...]
    corrections: tuple[CorrectedAnswer, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EditResult:
    """Text and intent of an example after an edit, or of a deleted example.

    `owner` is another intent with the text among the patterns.
    """

    text: str
    intent: str
    changed: bool = True
    owner: str | None = None


def examples(session: Session, query: ExampleQuery, intents: Path) -> ExamplePage:
    """Page of the filtered examples, the newest first unless `sort` differs."""
    example = CuratedExample
    statement = sa.select(
        example.id,
        example.text,
        example.intent,
        example.who,
        example.created_at,
        example.pulled_at,
        example.decision_id,
        Message.conversation_id,
    ).outerjoin(Message, Message.seq == example.message_seq)
    if query.text:
        statement = statement.where(example.text.icontains(storable(query.text), autoescape=True))
    if query.intent:
        statement = statement.where(example.intent == storable(query.intent))
    if query.state:
        pulled = example.pulled_at.is_not(None)
        statement = statement.where(pulled if query.state == "pulled" else ~pulled)
    order = sort_by(query.sort, COLUMNS, example.id, "-time")
    rows = read_page(session, cast("sa.Select[Any]", statement), order, query.cursor, PAGE)
    page = rows.map(_example)
    new, corrections = _newest(session, CuratedIntent), _newest(session, CorrectedAnswer)
    return ExamplePage(page, new, corrections, tuple(catalogue(session, intents).tags))


def _newest(session: Session, table: type[Row]) -> tuple[Row, ...]:
    """A hundred rows, those that wait first: they can be changed on the page."""
    order = table.pulled_at.is_not(None), table.id.desc()
    return tuple(session.scalars(sa.select(table).order_by(*order).limit(100)))


def _example(row: sa.Row[Any]) -> Example:
    values: tuple[Any, ...] = row[:8]
    return Example(*values)


def edit(
    session: Session, who: str, number: int, text: str, intent: str, intents: Path
) -> EditResult:
    """Change the text and the intent of a waiting example; raises ExampleError."""
    take_turn(session, "decisions")  # or the new intent could be taken back meanwhile
    example = _waiting(session, number)
    text, intent = " ".join(storable(text).split()), storable(intent).strip()
    current = catalogue(session, intents)
    if is_blank(text):
        raise ExampleError(_("The example is blank: write one, or delete it."))
    if len(text) > LONGEST:
        raise ExampleError(
            _(
                "The bot reads %(most)s characters of a message: shorten it.",
                most=localised(f"{LONGEST:,}"),
            )
        )
    if intent not in current.tags:
        raise ExampleError(
            _('There is no intent "%(intent)s": choose one of the list.', intent=intent)
        )
    before = {"text": example.text, "intent": example.intent}
    if before == {"text": text, "intent": intent}:
        return EditResult(text, intent, changed=False)
    example.text, example.intent = text, intent
    after = {"text": text, "intent": intent}
    audit.note(session, who, "example.edit", f"example {number}", before=before, after=after)
    return EditResult(text, intent, owner=current.owner(text, but=intent))


def delete(session: Session, who: str, number: int) -> EditResult:
    """Delete a waiting example; the message stays decided. Raises ExampleError."""
    example = _waiting(session, number)
    session.delete(example)
    deleted = EditResult(example.text, example.intent)
    details = {"text": example.text, "intent": example.intent}
    audit.note(session, who, "example.delete", f"example {number}", **details)
    return deleted


def _waiting(session: Session, number: int) -> CuratedExample:
    example = session.scalar(sa.select(CuratedExample).filter_by(id=number).with_for_update())
    if example is None:
        raise ExampleError(
            _("There is no such example any more: somebody deleted it or took it back.")
        )
    if example.pulled_at is not None:
        raise ExampleError(_("This example is in the intent files already: change it there."))
    return example
