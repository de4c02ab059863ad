"""Indexes for the list of conversations, the latest first, and for the intents of its answers."""

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None


def upgrade() -> None:
    answers = sa.text("role = 'bot'")
    op.create_index(op.f("ix_conversations_updated_at_id"), "conversations", ["updated_at", "id"])
    op.create_index(
        op.f("ix_messages_intent"),
        "messages",
        ["intent"],
        sqlite_where=answers,
        postgresql_where=answers,
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_messages_intent"), "messages")
    op.drop_index(op.f("ix_conversations_updated_at_id"), "conversations")
