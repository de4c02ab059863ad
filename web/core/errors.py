"""Kinds of expected errors: pages and API tell the kinds apart, commands know the base class."""

from chatbot.errors import ExplainedError


class NotFoundError(ExplainedError):
    """Error: a named thing does not exist, or not for the person asking."""


class RefusedError(ExplainedError):
    """Error: an input or an action is not accepted."""


class ConflictError(ExplainedError):
    """Error: an identifier is in use for another thing, or there is no room for one more."""


class UnavailableError(ExplainedError):
    """Error: a service is unavailable at the moment; the text is for operators.

    `public` is the sentence for visitors. A passing state is no `fault`, and is not logged.
    """

    public: str
    fault = True


class NewerTablesError(ExplainedError):
    """Error: the tables are newer than the program, and must be left alone."""

    def __init__(self) -> None:
        super().__init__(
            "The tables of the database are of a newer version of Recollect than this one. Start"
            " that version again, or go back with its `flask db downgrade` before you start this."
        )
