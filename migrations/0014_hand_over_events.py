"""Events of hand-overs that persons have taken, and of those that have ended."""

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

FEW = "kind IN ('conversation.started', 'handover.requested')"
ALL = (
    "kind IN ('conversation.started', 'handover.requested', 'handover.taken',"
    " 'handover.returned', 'handover.closed')"
)
CHECK = "ck_events_kind"


def upgrade() -> None:
    _change_kinds(FEW, ALL)


def downgrade() -> None:
    op.execute(
        sa.text(
            "DELETE FROM events WHERE kind NOT IN ('conversation.started', 'handover.requested')"
        )
    )
    _change_kinds(ALL, FEW)


def _change_kinds(before: str, after: str) -> None:
    """Change the check of the kinds; on SQLite in the text of the table, as the rows stay."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        op.drop_constraint(op.f(CHECK), "events", type_="check")
        op.create_check_constraint(op.f(CHECK), "events", after)
        return
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.exec_driver_sql(
        "UPDATE sqlite_schema SET sql = replace(sql, ?, ?)"
        " WHERE type = 'table' AND name = 'events'",
        (before, after),
    )
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = RESET")
