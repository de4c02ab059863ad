"""The first tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0001"
down_revision: str | None = None
branch_labels: tuple[str, ...] | None = ("default",)
depends_on: str | None = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_conversations()
    _create_training_runs()
    _create_model_versions()
    _create_deployments()
    _create_messages()
    _create_feedback()


def downgrade() -> None:
    op.drop_table("feedback")
    op.drop_table("messages")
    op.drop_table("deployments")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(
            op.f("fk_training_runs_model_version_id"), "training_runs", type_="foreignkey"
        )
    op.drop_table("model_versions")
    op.drop_table("training_runs")
    op.drop_table("conversations")


def _create_conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visitor_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
    )
    op.create_index(op.f("ix_conversations_visitor_id"), "conversations", ["visitor_id"])


def _create_training_runs() -> None:
    op.create_table(
        "training_runs",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("started_at", TIME),
        sa.Column("heartbeat_at", TIME),
        sa.Column("finished_at", TIME),
        sa.Column("epoch", sa.Integer()),
        sa.Column("epochs", sa.Integer()),
        sa.Column("loss", sa.Double()),
        sa.Column("accuracy", sa.Double()),
        sa.Column("validation_accuracy", sa.Double()),
        sa.Column("error", sa.Text()),
        sa.Column("config", JSON, nullable=False),
        sa.Column("model_version_id", sa.Integer()),
        sa.CheckConstraint(
            "status IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')",
            name=op.f("ck_training_runs_status"),
        ),
        # Part of the table on SQLite, which cannot add it later; PostgreSQL must wait for
        # the other table.
        sa.ForeignKeyConstraint(
            ["model_version_id"],
            ["model_versions.id"],
            name=op.f("fk_training_runs_model_version_id"),
            ondelete="SET NULL",
            use_alter=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_runs")),
    )


def _create_model_versions() -> None:
    op.create_table(
        "model_versions",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("metadata", JSON, nullable=False),
        sa.Column("training_run_id", sa.Integer()),
        # Last: SQLite reads all of it to reach a column behind it, 6 ms of every message.
        sa.Column("archive", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["training_run_id"],
            ["training_runs.id"],
            name=op.f("fk_model_versions_training_run_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_versions")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.create_foreign_key(
            op.f("fk_training_runs_model_version_id"),
            "training_runs",
            "model_versions",
            ["model_version_id"],
            ["id"],
            ondelete="SET NULL",
        )


def _create_deployments() -> None:
    op.create_table(
        "deployments",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("model_version_id", sa.Integer(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["model_version_id"],
            ["model_versions.id"],
            name=op.f("fk_deployments_model_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deployments")),
    )


def _create_messages() -> None:
    op.create_table(
        "messages",
        sa.Column("seq", BIG_ID, sa.Identity(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(4), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("reply_to", sa.Uuid()),
        sa.Column("intent", sa.Text()),
        sa.Column("confidence", sa.Double()),
        sa.Column("alternatives", JSON),
        sa.Column("fallback", sa.Boolean()),
        sa.Column("quick_replies", JSON),
        sa.Column("model_version_id", sa.Integer()),
        sa.Column("latency_ms", sa.Double()),
        sa.CheckConstraint("role IN ('user', 'bot')", name=op.f("ck_messages_role")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_messages_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["reply_to"],
            ["messages.id"],
            name=op.f("fk_messages_reply_to"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["model_version_id"],
            ["model_versions.id"],
            name=op.f("fk_messages_model_version_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_messages")),
        sa.UniqueConstraint("id", name=op.f("uq_messages_id")),
        sa.UniqueConstraint("reply_to", name=op.f("uq_messages_reply_to")),
    )
    op.create_index(op.f("ix_messages_conversation_id_seq"), "messages", ["conversation_id", "seq"])


def _create_feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text()),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.CheckConstraint("value IN (-1, 1)", name=op.f("ck_feedback_value")),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["messages.id"],
            name=op.f("fk_feedback_message_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_feedback")),
    )
