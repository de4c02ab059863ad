"""Base class of expected errors."""


class ExplainedError(Exception):
    """Expected error; the text is a sentence for people: what is wrong, where, and what to do."""
