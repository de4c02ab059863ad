"""A problem in a file that a person wrote, and how a list of them is shown."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to put right. Problems sort by file, line and column.

    `line` and `column` count from 1, in characters; both are 0 where a path as a whole is meant.
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


class IntentsError(ValueError):
    """The intent files cannot be used; `problems` holds everything that is to be put right."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__(format_problems(self.problems))


def format_problems(problems: Iterable[Problem]) -> str:
    """Return one line per problem and a last line that counts them."""
    listed = list(problems)
    files = len({problem.file for problem in listed})
    return "\n".join(
        [*map(str, listed), f"{counted(len(listed), 'problem')} in {counted(files, 'file')}."]
    )


def counted(number: int, noun: str) -> str:
    """Return the number with its noun: "1 file", "1,812 patterns"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
