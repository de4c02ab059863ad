"""The prediction set of each answer, and its coverage."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    # Answers from before keep null: nobody noted what else they may have meant.
    op.add_column("messages", sa.Column("candidates", JSON))
    op.add_column("messages", sa.Column("coverage", sa.Double()))


def downgrade() -> None:
    op.drop_column("messages", "coverage")
    op.drop_column("messages", "candidates")
