"""What is shown while networks are trained."""

from typing import TYPE_CHECKING, Any, Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

if TYPE_CHECKING:
    from chatbot import cross_validation


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


class TrainingsBar(Bar):
    """A progress bar over all trainings."""

    def __init__(self, console: Console) -> None:
        super().__init__(console, TimeElapsedColumn(), TimeRemainingColumn())

    def show(self, progress: "cross_validation.Progress") -> None:
        """Move the bar to this training's share of all."""
        self._update(f"Training {progress.number}/{progress.total}", progress)

    def show_named(self, name: str, progress: "cross_validation.Progress") -> None:
        """Move the bar of the trainings of one architecture."""
        self._update(f"{name} {progress.number}/{progress.total}", progress)

    def complete(self) -> None:
        """Fill the bar."""
        self._progress.update(self._task, description="Evaluated", total=1, completed=1)

    def _update(self, description: str, progress: "cross_validation.Progress") -> None:
        self._progress.update(
            self._task,
            description=description,
            completed=progress.number - 1 + progress.share,
            total=progress.total,
        )
