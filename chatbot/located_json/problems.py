"""Problems in files written by people."""

from dataclasses import dataclass

MOST_PROBLEMS = 1_000
"""Limit of the problems of a file: nobody reads more of them, and most follow from the first."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Problem in a file, with the place. Problems sort by file, line and column.

    `line` and `column` count from 1, in characters; both are 0 for a problem of a whole path.
    `pointer` is the JSON pointer (RFC 6901) of the value, "" for the whole document.
    """

    file: str
    line: int
    column: int
    pointer: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        pointer = f"{self.pointer}: " if self.pointer else ""
        return f"{place}: {pointer}{self.message}"
