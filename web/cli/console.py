"""Headings and tables of the terminal."""

from rich import box
from rich.console import Console
from rich.table import Table


def heading(console: Console, text: str) -> None:
    """Print a heading after an empty line."""
    console.print()
    console.print(text, style="bold")


def plain_table(first: str, *others: str) -> Table:
    """Table without frames: names on the left, figures on the right."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    table.add_column(first, overflow="fold")
    for name in others:
        table.add_column(name, justify="right", no_wrap=True)
    return table
