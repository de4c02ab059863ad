"""Output of many lines."""

from collections.abc import Iterable
from itertools import islice

import click

_AT_ONCE = 1000


def echo_lines(lines: Iterable[str]) -> None:
    """Print lines, a thousand at once: to print and flush a line takes longer than to word it."""
    rest = iter(lines)
    while batch := list(islice(rest, _AT_ONCE)):
        click.echo("\n".join(batch))
