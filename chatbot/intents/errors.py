"""Errors of intent files."""

from collections.abc import Iterable

from chatbot.errors import ExplainedError
from chatbot.located_json.problems import Problem
from chatbot.text.wording import counted


class IntentsError(ExplainedError, ValueError):
    """Error: unusable intent files. `problems` holds all problems, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__(format_problems(self.problems))


class WriteBackError(ExplainedError, ValueError):
    """Error: the files cannot be changed as planned. The message gives reason and remedy.

    `problems` are those that the files would have after the change.
    """

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        self.problems = tuple(problems)
        super().__init__(message)


class FileSizeError(ExplainedError, ValueError):
    """Error: a file would be too large to be read again. The message gives the remedy."""

    def __init__(self, name: str, most: int) -> None:
        super().__init__(
            f"{name} would have more than {most // 1_000_000} MB, which is not read again: divide"
            " it into several. Nothing was written."
        )


def format_problems(problems: Iterable[Problem]) -> str:
    """A line per problem, and a last line with the number of problems."""
    problems = list(problems)
    files = len({problem.file for problem in problems})
    return "\n".join(
        [*map(str, problems), f"{counted(len(problems), 'problem')} in {counted(files, 'file')}."]
    )
