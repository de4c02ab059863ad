"""Wording of the problems of a new intent."""

from collections.abc import Iterable

from web.http.translation import later, translated

SENTENCES = (
    later("This tag is blank: write one."),
    later("This response is blank: write one, or remove it."),
    later("A tag of a new intent has at most 80 characters: shorten it."),
    later("A response of a new intent has at most 4,000 characters: shorten it."),
    later(
        "A response has at most 10,000 characters, with all of its bubbles and cards: shorten this"
        " one, or link to a page."
    ),
    later("No message means the clarification: choose another tag."),
)
"""Sentences of the library without places in files."""


def problem_sentences(problems: Iterable[str]) -> str:
    """Sentences about the problems of a new intent; those with a place in a file are English."""
    return " ".join(map(translated, problems))
