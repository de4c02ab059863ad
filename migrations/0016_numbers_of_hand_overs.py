"""Numbers of hand-overs that are never used again.

An editor's page and browser may keep a message for the number of a deleted hand-over. SQLite gave
it to the next one, of another visitor. PostgreSQL uses no number twice.
"""

from alembic import op

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: tuple[str, ...] | None = None
depends_on: str | None = None

ANY_FREE, NEVER_AGAIN = "PRIMARY KEY (id)", "PRIMARY KEY (id AUTOINCREMENT)"


def upgrade() -> None:
    _change_key(ANY_FREE, NEVER_AGAIN)


def downgrade() -> None:
    _change_key(NEVER_AGAIN, ANY_FREE)


def _change_key(before: str, after: str) -> None:
    """Make the table anew on SQLite, with its indexes. No other table refers to it."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return
    table, *indexes = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_schema WHERE tbl_name = 'hand_overs' ORDER BY type DESC"
    ).scalars()
    for statement in (
        "ALTER TABLE hand_overs RENAME TO hand_overs_before",
        table.replace(before, after),
        "INSERT INTO hand_overs SELECT * FROM hand_overs_before",
        "DROP TABLE hand_overs_before",
        *indexes,
    ):
        connection.exec_driver_sql(statement)
