"""Base class of expected errors, and the error of an installation without training."""


class ExplainedError(Exception):
    """Expected error; the text is a sentence for people: the fault, the place, and the remedy."""


class TrainingUnavailableError(ExplainedError, ImportError):
    """Error: a library needed only for training is missing; the installation can only serve."""

    def __init__(self, library: str | None) -> None:
        ImportError.__init__(
            self,
            f"Training needs {library}, which is not installed. Install the libraries of"
            " requirements.txt, or recollect[train].",
            name=library,
        )
