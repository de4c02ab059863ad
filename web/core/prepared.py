"""Statements prepared once for a database, and executed by its driver.

For SQLAlchemy, to execute a statement takes several times as long as for SQLite to run it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

Convert = Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True)
class _Compiled:
    """Text of a statement, and converters: None where the driver takes the value as it is.

    `parameters` are names in the order of the text, of which some may be `fixed` values;
    `by_name` if the driver takes a mapping.
    """

    text: str
    parameters: tuple[tuple[str, Convert], ...]
    fixed: Mapping[str, Any]
    readers: tuple[Convert, ...]
    by_name: bool

    @classmethod
    def of(cls, statement: sa.ClauseElement, dialect: sa.Dialect) -> "_Compiled":
        compiled = statement.compile(dialect=dialect)
        assert isinstance(compiled, sa.sql.compiler.SQLCompiler)
        types = {
            name: bind.type.dialect_impl(dialect) for bind, name in compiled.bind_names.items()
        }
        names: Sequence[str] = compiled.positiontup or tuple(types)
        columns = getattr(statement, "selected_columns", ())
        return cls(
            compiled.string,
            tuple((name, types[name].bind_processor(dialect)) for name in names),
            {name: value for name, value in compiled.params.items() if value is not None},
            tuple(
                column.type.dialect_impl(dialect).result_processor(dialect, None)
                for column in columns
            ),
            by_name=compiled.positiontup is None,
        )

    def bound(self, values: Mapping[str, Any]) -> Any:
        """Return the parameters for the driver. None is NULL for every type."""
        values = {**self.fixed, **values} if self.fixed else values
        written = [
            value if (value := values[name]) is None or write is None else write(value)
            for name, write in self.parameters
        ]
        if self.by_name:
            return {name: value for (name, _), value in zip(self.parameters, written, strict=True)}
        return written

    def read(self, row: Sequence[Any]) -> tuple[Any, ...]:
        """Return the values of a row of the driver."""
        return tuple(
            [
                value if value is None or read is None else read(value)
                for value, read in zip(row, self.readers, strict=True)
            ]
        )


class PreparedStatement:
    """Statement of tables, of which every parameter has a name.

    An error is the one that SQLAlchemy raises. Its listeners hear nothing of the statement.
    """

    def __init__(self, statement: sa.ClauseElement) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def execute(self, connection: sa.Connection, values: Mapping[str, Any]) -> None:
        """Execute a statement without a result, within the transaction of the connection."""
        compiled = self._of(connection)
        execute_text(connection, compiled.text, compiled.bound(values)).close()

    def first(self, connection: sa.Connection, values: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """Return the values of the first row, None without a row."""
        compiled = self._of(connection)
        cursor = execute_text(connection, compiled.text, compiled.bound(values))
        row = cursor.fetchone()
        cursor.close()
        return row and compiled.read(row)

    def _of(self, connection: sa.Connection) -> _Compiled:
        dialect = connection.dialect
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = self._compiled[dialect.name] = _Compiled.of(self._statement, dialect)
        return compiled


def execute_text(connection: sa.Connection, text: str, parameters: Any = ()) -> Any:
    """Execute a text by the driver; returns the cursor. Raises the errors of SQLAlchemy."""
    driver: Any = connection.connection.dbapi_connection
    dialect = connection.dialect
    try:
        return driver.execute(text, parameters)
    except dialect.loaded_dbapi.Error as error:
        if is_lost := dialect.is_disconnect(error, driver, None):
            connection.invalidate(error)
        raise sa.exc.DBAPIError.instance(
            text,
            None,
            error,
            dialect.loaded_dbapi.Error,
            hide_parameters=True,
            connection_invalidated=is_lost,
            dialect=dialect,
        ) from error
