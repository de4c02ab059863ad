"""Numbers of messages of conversations, with an index for the order by them.

A program of the version before leaves the number as it is: the next message is counted anew, with
all that it stored.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

COUNT = """
    UPDATE conversations SET length = (
        SELECT count(*) FROM messages WHERE messages.conversation_id = conversations.id
    )
"""


def upgrade() -> None:
    length = sa.Column("length", sa.Integer(), nullable=False, server_default="0")
    op.add_column("conversations", length)
    op.execute(sa.text(COUNT))
    op.create_index(op.f("ix_conversations_length_id"), "conversations", ["length", "id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_conversations_length_id"), "conversations")
    op.drop_column("conversations", "length")
