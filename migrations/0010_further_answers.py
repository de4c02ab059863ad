"""Further answers of a new intent, beside the first."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None


def upgrade() -> None:
    kind = sa.JSON().with_variant(JSONB(), "postgresql")
    op.add_column("curated_intents", sa.Column("further_responses", kind))


def downgrade() -> None:
    op.drop_column("curated_intents", "further_responses")
