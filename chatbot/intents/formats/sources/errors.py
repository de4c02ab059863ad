"""Errors of files to import."""

from chatbot.errors import ExplainedError


class ImportSourceError(ExplainedError, ValueError):
    """Error: a file cannot be imported. The text has the place, the fault and the remedy."""

    def __init__(self, file: str, message: str, line: int = 0, column: int = 0) -> None:
        place = f"{file}:{line}:{column}" if line else file
        super().__init__(f"{place}: {message}")
