"""Reports of training runs, their epochs and logs, and what is known about model versions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)
BEFORE = "'queued', 'running', 'succeeded', 'failed', 'cancelled'"
SINCE = "'queued', 'running', 'succeeded', 'rejected', 'failed', 'cancelled'"


def upgrade() -> None:
    _allow_statuses(BEFORE, SINCE)
    op.add_column("training_runs", sa.Column("who", sa.Text()))
    activates: sa.Column[bool] = sa.Column(
        "activates", sa.Boolean(), server_default=sa.true(), nullable=False
    )
    op.add_column("training_runs", activates)
    op.add_column("training_runs", sa.Column("reasons", JSON))
    op.add_column("training_runs", sa.Column("report", sa.Text()))  # it is long, so it comes last
    op.add_column("deployments", sa.Column("who", sa.Text()))
    _create_training_epochs()
    _create_training_log()
    _create_version_records()


def downgrade() -> None:
    op.drop_table("version_records")
    op.drop_table("training_log")
    op.drop_table("training_epochs")
    op.drop_column("deployments", "who")
    for name in ("report", "reasons", "activates", "who"):
        op.drop_column("training_runs", name)
    op.execute("UPDATE training_runs SET status = 'failed' WHERE status = 'rejected'")
    _allow_statuses(SINCE, BEFORE)


def _allow_statuses(before: str, since: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        name = op.f("ck_training_runs_status")
        op.drop_constraint(name, "training_runs", type_="check")
        op.create_check_constraint(name, "training_runs", f"status IN ({since})")
    else:
        _rewrite_sqlite_schema(before, since)


def _rewrite_sqlite_schema(before: str, since: str) -> None:
    """Change the constraint in place, as https://sqlite.org/lang_altertable.html#otheralter says.

    To make the table anew, the old one would have to be dropped, and the versions would forget
    their runs.
    """
    bind = op.get_bind()
    version = bind.exec_driver_sql("PRAGMA schema_version").scalar_one()
    bind.exec_driver_sql("PRAGMA writable_schema = ON")
    bind.exec_driver_sql(
        "UPDATE sqlite_schema SET sql = replace(sql, ?, ?)"
        " WHERE type = 'table' AND name = 'training_runs'",
        (before, since),
    )
    bind.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    bind.exec_driver_sql("PRAGMA writable_schema = OFF")


def _create_training_epochs() -> None:
    op.create_table(
        "training_epochs",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("epochs", sa.Integer(), nullable=False),
        sa.Column("loss", sa.Double(), nullable=False),
        sa.Column("accuracy", sa.Double(), nullable=False),
        sa.Column("validation_accuracy", sa.Double()),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["training_runs.id"],
            name=op.f("fk_training_epochs_run_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("run_id", "n", name=op.f("pk_training_epochs")),
    )


def _create_training_log() -> None:
    op.create_table(
        "training_log",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["training_runs.id"],
            name=op.f("fk_training_log_run_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_log")),
    )
    op.create_index(op.f("ix_training_log_run_id"), "training_log", ["run_id"])


def _create_version_records() -> None:
    op.create_table(
        "version_records",
        sa.Column("model_version_id", sa.Integer(), nullable=False),
        sa.Column("who", sa.Text()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("rejected", JSON),
        sa.Column("figures", JSON),
        sa.Column("deleted_at", TIME),
        sa.ForeignKeyConstraint(
            ["model_version_id"],
            ["model_versions.id"],
            name=op.f("fk_version_records_model_version_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("model_version_id", name=op.f("pk_version_records")),
    )
