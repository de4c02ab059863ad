"""What is shown while networks are trained."""

from typing import Any, Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    TextColumn,
)


class Bar:
    """A progress bar that is shown while its block runs, with these columns beside it."""

    def __init__(self, console: Console, *columns: ProgressColumn, **fields: Any) -> None:
        shown = (TextColumn("{task.description}"), BarColumn(), *columns)
        self._progress = Progress(*shown, console=console)
        self._task = self._progress.add_task("Preparing", total=None, **fields)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()
