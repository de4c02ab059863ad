"""Rate limits of messages, in fixed windows counted by the limits library.

Flask-Limiter, which counts wrong passwords, takes longer for a message than to store the message.
"""

from __future__ import annotations

import time
from functools import lru_cache
from math import ceil
from threading import Lock

from chatbot.imports import deferred
from web.http.logs import structlog

with deferred("limits.aio"):  # for asynchronous applications: 0.4 MB
    from limits import RateLimitItem, parse_many
    from limits.storage import MemoryStorage, Storage
    from limits.strategies import FixedWindowRateLimiter

PREFIX = "recollect"
PURGE_SECONDS = 60
RETRY_SECONDS = 5

logger = structlog.get_logger(__name__)

parsed = lru_cache(8)(parse_many)


class ProcessCounts(MemoryStorage):
    """Counts in the memory of the process, with the address process://.

    The base class starts a thread, up to a hundred times a second, which walks all counts.
    """

    STORAGE_SCHEME = ["process"]  # noqa: RUF012 (the library reads it as a plain attribute)

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **options: str):
        super().__init__(uri, wrap_exceptions=wrap_exceptions, **options)
        self._lock = Lock()
        self._next_purge = 0.0

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count in the current window, or in a new window of `expiry` seconds."""
        now = time.time()
        with self._lock:
            if time.monotonic() >= self._next_purge:  # also after the clock was set back
                self._purge(now)
            # An end beyond a whole window is of a clock that was set back since.
            if not now < self.expirations.get(key, 0) <= now + expiry:
                self.storage[key], self.expirations[key] = 0, now + expiry
            self.storage[key] += amount
            return self.storage[key]

    def _purge(self, now: float) -> None:
        self._next_purge = time.monotonic() + PURGE_SECONDS
        for key in [key for key, end in self.expirations.items() if end <= now]:
            self.storage.pop(key, None)
            self.expirations.pop(key, None)


class RateLimits:
    """Counts of requests in a storage, and in the process while the storage is down."""

    def __init__(self, storage: Storage) -> None:
        self._shared = FixedWindowRateLimiter(storage)
        self._own = FixedWindowRateLimiter(ProcessCounts())
        self._retry_at = 0.0

    def count(self, limits: str, key: str) -> int | None:
        """Count a request; returns the seconds to wait after one too many, else None."""
        for limit in parsed(limits):
            if wait := self._count(limit, key):
                return wait
        return None

    def _count(self, limit: RateLimitItem, key: str) -> int | None:
        if time.monotonic() >= self._retry_at:
            try:
                return _hit(self._shared, limit, key)
            except self._shared.storage.base_exceptions as error:
                self._retry_at = time.monotonic() + RETRY_SECONDS
                logger.warning("rate limits are counted in the process", reason=str(error))
        return _hit(self._own, limit, key)


def _hit(limiter: FixedWindowRateLimiter, limit: RateLimitItem, key: str) -> int | None:
    if limiter.hit(limit, PREFIX, key):
        return None
    return max(1, ceil(limiter.get_window_stats(limit, PREFIX, key).reset_time - time.time()))
