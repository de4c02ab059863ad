"""Errors of settings, with a sentence for each problem."""

from collections.abc import Collection
from typing import Self

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from chatbot.errors import ExplainedError


class SettingsError(ExplainedError):
    """Error: wrong settings, with a sentence for each in `problems`.

    `variables` are those with values that cannot be read.
    """

    def __init__(self, problems: tuple[str, ...], variables: tuple[str, ...] = ()) -> None:
        self.problems = problems
        self.variables = variables
        super().__init__("\n".join(problems))

    @classmethod
    def of_values(cls, error: ValidationError, shown: Collection[str | None]) -> Self:
        """Error about wrong values; those of the variables `shown` are no secrets."""
        errors = error.errors()
        variables = tuple(str(details["loc"][0]) for details in errors)
        return cls(tuple(_problem(details, shown) for details in errors), variables)

    @classmethod
    def of_instance(cls, error: OSError) -> Self:
        """Error about an instance folder that cannot be written to."""
        return cls(
            (
                f"RECOLLECT_INSTANCE: {error.filename or 'the instance folder'} cannot be used"
                f" ({error.strerror}). Name a folder that this user may write to.",
            )
        )


def _problem(details: ErrorDetails, shown: Collection[str | None]) -> str:
    (variable,) = details["loc"]
    value = f" is {details['input']!r}" if variable in shown else ""
    return f"{variable}{value}: {details['ctx']['error']}"
