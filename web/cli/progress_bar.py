"""Progress bar of the terminal."""

from typing import Any, Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    TextColumn,
)


class Bar:
    """Progress bar with `columns` at the side, shown while the block runs."""

    def __init__(self, console: Console, *columns: ProgressColumn, **fields: Any) -> None:
        all_columns = (TextColumn("{task.description}"), BarColumn(), *columns)
        self._progress = Progress(*all_columns, console=console)
        self._task = self._progress.add_task("Preparing", total=None, **fields)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()
