"""Decisions about messages, and the examples and new intents that come of them."""

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
KINDS = "IN ('assigned', 'new_intent', 'ignored')"


def upgrade() -> None:
    _create_decisions()
    _create_decided_messages()
    _create_curated_examples()
    _create_curated_intents()


def downgrade() -> None:
    for table in ("curated_intents", "curated_examples", "decided_messages", "decisions"):
        op.drop_table(table)


def _create_decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("intent", sa.Text()),
        sa.Column("who", sa.String(255), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.CheckConstraint(f"kind {KINDS}", name=op.f("ck_decisions_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    _create_indexes("decisions", "who")


def _create_decided_messages() -> None:
    op.create_table(
        "decided_messages",
        sa.Column("message_seq", BIG_ID, nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        _to_message("decided_messages", "CASCADE"),
        _to_decision("decided_messages"),
        sa.PrimaryKeyConstraint("message_seq", name=op.f("pk_decided_messages")),
    )
    _create_indexes("decided_messages", "decision_id")


def _create_curated_examples() -> None:
    op.create_table(
        "curated_examples",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("intent", sa.Text(), nullable=False),
        sa.Column("message_seq", BIG_ID),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(255), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("pulled_at", TIME),
        _to_message("curated_examples", "SET NULL"),
        _to_decision("curated_examples"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curated_examples")),
    )
    _create_indexes("curated_examples", "intent", "message_seq", "decision_id", "pulled_at")


def _create_curated_intents() -> None:
    op.create_table(
        "curated_intents",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(255), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("pulled_at", TIME),
        _to_decision("curated_intents"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curated_intents")),
    )
    _create_indexes("curated_intents", "tag", "decision_id")


def _to_message(table: str, when_it_goes: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_message_seq")
    return sa.ForeignKeyConstraint(["message_seq"], ["messages.seq"], name, ondelete=when_it_goes)


def _to_decision(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_decision_id")
    return sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name, ondelete="CASCADE")


def _create_indexes(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
