"""Tables of decisions about messages, of examples, of new intents and of corrected answers."""

from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import CheckConstraint, ForeignKey, Identity, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from web.core.database import BIG_ID, Base, utc_now
from web.core.stored_values import JSON

Kind = Literal["assigned", "new_intent", "ignored"]


class InboxDecision(Base):
    """Decision about messages of the same meaning; undoing deletes the decision."""

    __tablename__ = "decisions"
    __table_args__ = (CheckConstraint(f"kind IN {get_args(Kind)}", name="kind"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    kind: Mapped[Kind] = mapped_column(String(16))
    intent: Mapped[str | None] = mapped_column(Text)
    who: Mapped[str] = mapped_column(String(255), index=True)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class DecidedMessage(Base):
    """A visitor's message with the decision; the key prevents a second decision."""

    __tablename__ = "decided_messages"

    message_seq: Mapped[int] = mapped_column(
        BIG_ID, ForeignKey("messages.seq", ondelete="CASCADE"), primary_key=True
    )
    decision_id: Mapped[int] = mapped_column(
        ForeignKey("decisions.id", ondelete="CASCADE"), index=True
    )


class CuratedExample(Base):
    """Message to be learnt as a pattern of an intent.

    `pulled_at` is the time of writing the example into the intent files; the files have the last
    word from then on.
    """

    __tablename__ = "curated_examples"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    intent: Mapped[str] = mapped_column(Text, index=True)
    message_seq: Mapped[int | None] = mapped_column(
        BIG_ID, ForeignKey("messages.seq", ondelete="SET NULL"), index=True
    )
    decision_id: Mapped[int] = mapped_column(
        ForeignKey("decisions.id", ondelete="CASCADE"), index=True
    )
    who: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    pulled_at: Mapped[datetime | None] = mapped_column(index=True)


class CuratedIntent(Base):
    """New intent, with the first response of the bot, and further ones."""

    __tablename__ = "curated_intents"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    tag: Mapped[str] = mapped_column(Text, index=True)
    response: Mapped[str] = mapped_column(Text)
    further_responses: Mapped[list[str] | None] = mapped_column(JSON(list[str]))
    decision_id: Mapped[int] = mapped_column(
        ForeignKey("decisions.id", ondelete="CASCADE"), index=True
    )
    who: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    pulled_at: Mapped[datetime | None]

    @property
    def responses(self) -> tuple[str, ...]:
        """All responses."""
        return (self.response, *(self.further_responses or ()))


class CorrectedAnswer(Base):
    """Answer of an intent of the files, before and after an editor corrected it."""

    __tablename__ = "corrected_answers"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    tag: Mapped[str] = mapped_column(Text, index=True)
    text_before: Mapped[str] = mapped_column(Text)
    text_after: Mapped[str] = mapped_column(Text)
    who: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    pulled_at: Mapped[datetime | None] = mapped_column(index=True)
