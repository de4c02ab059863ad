"""Counts of requests in fixed windows."""

import threading
import time

import pytest
from limits.storage import MemoryStorage

from web.http import rate_limits
from web.http.rate_limits import ProcessCounts, RateLimits


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time in seconds, to change."""
    now = [1_000_000.0]
    monkeypatch.setattr(time, "time", lambda: now[0])
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


class UnreliableCounts(MemoryStorage):
    """Counts that can be out of reach, as those of a Redis."""

    STORAGE_SCHEME = ["unreliable"]  # noqa: RUF012
    is_down = False

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        if self.is_down:
            raise ValueError("connection refused")
        return super().incr(key, expiry, amount)


def test_a_window_ends_and_the_next_begins(clock: list[float]) -> None:
    limits = RateLimits(ProcessCounts())
    assert [limits.count("2 per minute", "ada") for _ in range(3)] == [None, None, 60]
    assert limits.count("2 per minute", "bob") is None
    clock[0] += 45
    assert limits.count("2 per minute", "ada") == 15
    clock[0] += 15
    assert [limits.count("2 per minute", "ada") for _ in range(3)] == [None, None, 60]


def test_the_stricter_of_two_limits_holds(clock: list[float]) -> None:
    limits = RateLimits(ProcessCounts())
    both = "2 per minute; 3 per hour"
    assert [limits.count(both, "ada") for _ in range(3)] == [None, None, 60]
    clock[0] += 60
    assert [limits.count(both, "ada") for _ in range(2)] == [None, 3540]


def test_counts_of_ended_windows_leave_memory(clock: list[float]) -> None:
    counts = ProcessCounts()
    limits = RateLimits(counts)
    for number in range(1000):
        limits.count("1 per minute", f"visitor {number}")
    assert len(counts.storage) == len(counts.expirations) == 1000
    clock[0] += 2 * rate_limits.PURGE_SECONDS
    limits.count("1 per minute", "ada")
    assert len(counts.storage) == len(counts.expirations) == 1


def test_a_clock_that_was_set_back_refuses_nobody(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    counts, seconds = ProcessCounts(), [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: seconds[0])
    limits = RateLimits(counts)
    clock[0] += 86_400
    assert limits.count("1 per minute", "ada") is None
    clock[0] -= 86_400
    assert [limits.count("1 per minute", "ada") for _ in range(2)] == [None, 60]
    clock[0] += 2 * rate_limits.PURGE_SECONDS
    seconds[0] += 2 * rate_limits.PURGE_SECONDS
    limits.count("1 per minute", "bob")
    assert len(counts.storage) == 1


def test_counting_starts_no_thread() -> None:
    limits = RateLimits(ProcessCounts())
    time.sleep(0.1)  # the base class starts a thread once
    threads = threading.active_count()
    for _ in range(100):
        limits.count("1000 per minute", "ada")
        assert threading.active_count() <= threads


def test_requests_of_many_threads_are_all_counted() -> None:
    limits = RateLimits(ProcessCounts())
    refused: list[int | None] = []

    def send() -> None:
        refused.extend(limits.count("1000 per hour", "ada") for _ in range(500))

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(wait is None for wait in refused) == 1000


def test_the_process_counts_while_the_storage_is_down_and_the_storage_after(
    clock: list[float],
) -> None:
    storage = UnreliableCounts()
    limits = RateLimits(storage)
    assert limits.count("2 per hour", "ada") is None
    storage.is_down = True
    assert [limits.count("2 per hour", "ada") for _ in range(3)] == [None, None, 3600]
    storage.is_down = False
    assert limits.count("2 per hour", "ada") == 3600
    clock[0] += rate_limits.RETRY_SECONDS
    assert [limits.count("2 per hour", "ada") for _ in range(2)] == [None, 3595]
