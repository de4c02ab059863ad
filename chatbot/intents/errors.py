"""Errors of intent files."""

from collections.abc import Iterable

from chatbot.errors import ExplainedError
from chatbot.located_json.problems import Problem
from chatbot.text.wording import counted


class IntentsError(ExplainedError, ValueError):
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
