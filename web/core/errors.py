"""Kinds of expected errors. Pages and API know them by their kind, and commands by their base."""

from chatbot.errors import ExplainedError


class NotFoundError(ExplainedError):
    """Something that was named does not exist, or not for this person."""


class RefusedError(ExplainedError):
    """An input or an action is not accepted."""


class ConflictError(ExplainedError):
    """An identifier is in use for something else."""


class UnavailableError(ExplainedError):
    """A service cannot be had at the moment; the text is for operators.

    `public` is the sentence for visitors, who can do nothing about it. A state that passes by
    itself is no `fault`, and is not logged.
    """

    public: str
    fault = True


class NewerTablesError(ExplainedError):
    """The tables are newer than the program, which must leave them alone."""

    def __init__(self) -> None:
        super().__init__(
            "The tables of the database are of a newer version of Recollect than this one. Start"
            " that version again, or go back with its `flask db downgrade` before you start this."
        )
