"""Numbers as the language of a page writes them: filters for templates, and functions."""

from jinja2 import Environment

from web.http.translation import language

SEPARATORS = {"de": str.maketrans(",.-", ".,−")}
"""Signs for thousands, decimals and minus, by those of English."""

SPACED_PERCENT = {"de"}


def configure_numbers(environment: Environment) -> None:
    for write in (number, percent, decimal):
        environment.filters[write.__name__] = write


def localised(figure: str) -> str:
    """Return a figure that is written in English as the language of the request writes it."""
    return figure.translate(SEPARATORS.get(language(), {}))


def number(count: int) -> str:
    """Return a whole number with separators of thousands."""
    return localised(f"{count:,}")


def decimal(value: float, form: str = ".1f") -> str:
    """Return a number in a format of Python."""
    return localised(format(value, form))


def percent(share: float | None, digits: int = 1) -> str:
    """Return a share in percent; a dash for None."""
    if share is None:
        return "–"
    figure = localised(f"{share:.{digits}%}")
    return figure.replace("%", "\u00a0%") if language() in SPACED_PERCENT else figure
