"""Progress bar over several trainings."""

from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import TimeElapsedColumn, TimeRemainingColumn

from web.cli.progress_bar import Bar

if TYPE_CHECKING:
    from chatbot.training.progress import SeriesProgress


class TrainingsBar(Bar):
    """A progress bar over all trainings."""

    def __init__(self, console: Console) -> None:
        super().__init__(console, TimeElapsedColumn(), TimeRemainingColumn())

    def show(self, progress: "SeriesProgress") -> None:
        """Move the bar to the training's share of all."""
        self._update(f"Training {progress.number}/{progress.total}", progress)

    def show_named(self, name: str, progress: "SeriesProgress") -> None:
        """Move the bar of the trainings of an architecture."""
        self._update(f"{name} {progress.number}/{progress.total}", progress)

    def complete(self) -> None:
        """Fill the bar."""
        self._progress.update(self._task, description="Evaluated", total=1, completed=1)

    def _update(self, description: str, progress: "SeriesProgress") -> None:
        self._progress.update(
            self._task,
            description=description,
            completed=progress.number - 1 + progress.share,
            total=progress.total,
        )
