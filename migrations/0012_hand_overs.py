"""Hand-overs of conversations to persons, and what persons write in them."""

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)

ROLES = (4, "role IN ('user', 'bot')")
ROLES_WITH_PERSONS = (6, "role IN ('user', 'bot', 'person')")
ROLE_CHECK = "ck_messages_role"


def upgrade() -> None:
    op.add_column("conversations", sa.Column("silent_until", TIME))
    op.add_column("messages", sa.Column("author", sa.String(80)))
    _change_roles(ROLES, ROLES_WITH_PERSONS)
    _create_hand_overs()
    _create_canned_answers()


def downgrade() -> None:
    op.drop_table("canned_answers")
    op.drop_table("hand_overs")
    op.execute(sa.text("DELETE FROM messages WHERE role = 'person'"))
    _change_roles(ROLES_WITH_PERSONS, ROLES)
    op.drop_column("messages", "author")
    op.drop_column("conversations", "silent_until")


def _change_roles(before: tuple[int, str], after: tuple[int, str]) -> None:
    """Change the type and the check of the roles.

    A table made anew, as SQLite has it for this, would take all messages along, and their triggers.
    SQLite lets the text of a table be changed where the rows stay as they are: see "Making Other
    Kinds Of Table Schema Changes" in https://www.sqlite.org/lang_altertable.html.
    """
    if op.get_bind().dialect.name == "sqlite":
        _rewrite_table(before, after)
        return
    op.drop_constraint(op.f(ROLE_CHECK), "messages", type_="check")
    op.alter_column("messages", "role", type_=sa.String(after[0]), existing_nullable=False)
    op.create_check_constraint(op.f(ROLE_CHECK), "messages", after[1])


def _rewrite_table(before: tuple[int, str], after: tuple[int, str]) -> None:
    connection = op.get_bind()
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.exec_driver_sql(
        "UPDATE sqlite_schema SET sql = replace(replace(sql, ?, ?), ?, ?)"
        " WHERE type = 'table' AND name = 'messages'",
        (f"role VARCHAR({before[0]})", f"role VARCHAR({after[0]})", before[1], after[1]),
    )
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = RESET")


def _create_hand_overs() -> None:
    op.create_table(
        "hand_overs",
        sa.Column("id", BIG_ID, sa.Identity(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("reason", sa.String(8), nullable=False),
        sa.Column("requested_at", TIME, nullable=False),
        sa.Column("waits_until", TIME, nullable=False),
        sa.Column("taken_at", TIME),
        sa.Column("taken_by", sa.String(255)),
        sa.Column("person", sa.String(80)),
        sa.Column("ended_at", TIME),
        sa.Column("ended_by", sa.String(255)),
        sa.Column("address", sa.Text()),
        sa.Column("visitor_typed_at", TIME),
        sa.Column("person_typed_at", TIME),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('waiting', 'taken', 'left', 'ended')", name=op.f("ck_hand_overs_status")
        ),
        sa.CheckConstraint(
            "reason IN ('intent', 'doubt', 'visitor')", name=op.f("ck_hand_overs_reason")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_hand_overs_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_overs")),
    )
    op.create_index(
        op.f("ix_hand_overs_conversation_id_id"), "hand_overs", ["conversation_id", "id"]
    )
    op.create_index(
        op.f("ix_hand_overs_status_requested_at"), "hand_overs", ["status", "requested_at"]
    )
    op.create_index(op.f("ix_hand_overs_taken_by_taken_at"), "hand_overs", ["taken_by", "taken_at"])
    op.create_index(
        op.f("uq_hand_overs_active"),
        "hand_overs",
        ["conversation_id"],
        unique=True,
        sqlite_where=sa.text("status <> 'ended'"),
        postgresql_where=sa.text("status <> 'ended'"),
    )


def _create_canned_answers() -> None:
    op.create_table(
        "canned_answers",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("who", sa.String(255), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_answers")),
    )
