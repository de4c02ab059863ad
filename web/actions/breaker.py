"""Circuit breaker: a host that is down is left alone for a while (Nygard, Release It!, 2007)."""

from collections.abc import Callable
from threading import Lock
from time import monotonic

MOST_FAILURES = 5
"""Calls in a row without an answer, until no more are made."""

REST_SECONDS = 30.0
"""Time until a single call tries the host again."""


class Breaker:
    """Breaker of a host in this process."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._failures = 0
        self._rests_until = 0.0

    @property
    def rest(self) -> float:
        """Seconds until a call tries the host again, 0 if calls are made."""
        with self._lock:
            is_open = self._failures >= MOST_FAILURES
            return max(0.0, self._rests_until - self._clock()) if is_open else 0.0

    def lets_through(self) -> bool:
        """Return True if a call may be made: after a rest, it is a single one until it is noted."""
        with self._lock:
            if self._failures < MOST_FAILURES:
                return True
            if self._clock() < self._rests_until:
                return False
            self._rests_until = self._clock() + REST_SECONDS
            return True

    def note(self, *, is_down: bool) -> None:
        """Note the result of a call."""
        with self._lock:
            self._failures = self._failures + 1 if is_down else 0
            if is_down and self._failures >= MOST_FAILURES:
                self._rests_until = self._clock() + REST_SECONDS
