"""A database that a newer version of the program has been at."""


class NewerTablesError(RuntimeError):
    """The tables are newer than the program, which must leave them alone."""

    def __init__(self) -> None:
        super().__init__(
            "The tables of the database are of a newer version of Recollect than this one. Start"
            " that version again, or go back with its `flask db downgrade` before you start this."
        )
