"""Expand, migrate, contract: a program of the version before works on the tables of the next.

While servers are brought up to date one after the other, both versions write to one database.
"""

from collections.abc import Mapping

import sqlalchemy as sa
from flask import Flask

from web.core.database import db
from web.core.migrations import move_tables, revisions

Columns = Mapping[str, Mapping[str, bool]]
"""For each table and column, True if a row needs no value for it."""


def columns_of(connection: sa.Connection) -> Columns:
    inspector = sa.inspect(connection)
    return {
        table: {
            column["name"]: bool(
                column["nullable"]
                or column["default"] is not None
                or column.get("identity")
                or column.get("computed")
                or column["name"] in inspector.get_pk_constraint(table)["constrained_columns"]
            )
            for column in inspector.get_columns(table)
        }
        for table in inspector.get_table_names()
        if not table.startswith("message_words")
    }


def test_each_migration_leaves_the_program_of_the_version_before_at_work(
    empty_app: Flask,
) -> None:
    order = revisions()
    with empty_app.app_context(), db.engine.begin() as connection:
        move_tables(connection, order[0])
        before = columns_of(connection)
        for revision in order[1:]:
            move_tables(connection, revision)
            after = columns_of(connection)
            for table, columns in before.items():
                gone = columns.keys() - after.get(table, {}).keys()
                assert not gone, f"{revision} takes {table}: {gone} from the version before"
                needed = {
                    name
                    for name, may_be_left_out in after[table].items()
                    if not (may_be_left_out or (name in columns and not columns[name]))
                }
                assert not needed, f"{revision} wants {table}: {needed} of the version before"
            before = after
