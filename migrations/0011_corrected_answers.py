"""Answers of the intent files that were corrected in the browser."""

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "corrected_answers",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("text_before", sa.Text(), nullable=False),
        sa.Column("text_after", sa.Text(), nullable=False),
        sa.Column("who", sa.String(255), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("pulled_at", TIME),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrected_answers")),
    )
    for column in ("tag", "pulled_at"):
        op.create_index(op.f(f"ix_corrected_answers_{column}"), "corrected_answers", [column])


def downgrade() -> None:
    op.drop_table("corrected_answers")
