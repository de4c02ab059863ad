"""Base class of expected errors, and the error of an installation that only serves."""


class ExplainedError(Exception):
    """Expected error; the text is a sentence for people: what is wrong, where, and what to do."""


class TrainingUnavailableError(ExplainedError, ImportError):
    """A library is missing that only trainings need: this installation serves, and trains not."""

    def __init__(self, library: str | None) -> None:
        ImportError.__init__(
            self,
            f"Training needs {library}, which is not installed. Install the libraries of"
            " requirements.txt, or recollect[train].",
            name=library,
        )
