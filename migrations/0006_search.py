"""Search in the words of messages, and an index of the answers for the figures about them.

SQLite keeps the words in a table of its own, which triggers fill. A later migration that makes
the table of messages anew, as a batch on SQLite does, has to make the triggers anew, too.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

IS_ANSWER = sa.text("role = 'bot'")
ANSWERS = ["created_at", "intent", "fallback", "confidence", "conversation_id"]

SQLITE = (
    """
    CREATE VIRTUAL TABLE message_words USING fts5(
        text, content='messages', content_rowid='seq', tokenize='unicode61 remove_diacritics 0'
    )
    """,
    "INSERT INTO message_words(message_words) VALUES ('rebuild')",
    """
    CREATE TRIGGER messages_insert AFTER INSERT ON messages BEGIN
        INSERT INTO message_words(rowid, text) VALUES (new.seq, new.text);
    END
    """,
    """
    CREATE TRIGGER messages_delete AFTER DELETE ON messages BEGIN
        INSERT INTO message_words(message_words, rowid, text)
        VALUES ('delete', old.seq, old.text);
    END
    """,
    """
    CREATE TRIGGER messages_update AFTER UPDATE OF seq, text ON messages BEGIN
        INSERT INTO message_words(message_words, rowid, text)
        VALUES ('delete', old.seq, old.text);
        INSERT INTO message_words(rowid, text) VALUES (new.seq, new.text);
    END
    """,
)
# PostgreSQL takes "e-mail", "-5" and addresses for words of their own kinds; without the signs in
# them, both databases find the same.
SIGNS = "!\"#$%&''()*+,-./:;<=>?@[\\]^_`{|}~"
POSTGRES = f"""
    ALTER TABLE messages ADD COLUMN words tsvector GENERATED ALWAYS AS (
        to_tsvector('simple', translate(text, '{SIGNS}', '{" " * 32}'))
    ) STORED
"""


def upgrade() -> None:
    op.create_index(
        op.f("ix_messages_answers"),
        "messages",
        ANSWERS,
        sqlite_where=IS_ANSWER,
        postgresql_where=IS_ANSWER,
    )
    if op.get_bind().dialect.name == "sqlite":
        for statement in SQLITE:
            op.execute(sa.text(statement))
    else:
        op.execute(sa.text(POSTGRES.replace(":", r"\:")))
        op.create_index("ix_messages_words", "messages", ["words"], postgresql_using="gin")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in ("insert", "delete", "update"):
            op.execute(sa.text(f"DROP TRIGGER messages_{name}"))
        op.drop_table("message_words")
    else:
        op.drop_index("ix_messages_words", "messages")
        op.drop_column("messages", "words")
    op.drop_index(op.f("ix_messages_answers"), "messages")
