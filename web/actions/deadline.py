"""Deadline of a call, over all that it waits for."""

from time import monotonic

from web.actions.errors import CallError


class Deadline:
    """Moment on the monotonic clock, until which a call has to be answered."""

    def __init__(self, moment: float) -> None:
        self._moment = moment

    @property
    def seconds(self) -> float:
        """Seconds that are left; raises CallError when there are none."""
        seconds = self._moment - monotonic()
        if seconds <= 0:
            raise CallError("time", is_down=True)
        return seconds
