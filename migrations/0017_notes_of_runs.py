"""Notes of training runs as codes with values, to be worded in the language of who reads them.

The English stays beside them: a program of the version before reads and writes that alone.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
COLUMNS = (("training_log", "note"), ("training_runs", "failure"))


def upgrade() -> None:
    for table, name in COLUMNS:
        op.add_column(table, sa.Column(name, JSON))


def downgrade() -> None:
    for table, name in COLUMNS:
        op.drop_column(table, name)
