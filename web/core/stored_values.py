"""Stored values of a form of their own, as JSON: a damaged one is logged, and goes for none."""

import logging
from collections.abc import Callable
from typing import TypeVar

V = TypeVar("V")
T = TypeVar("T")

logger = logging.getLogger(__name__)


def read_stored(read: Callable[[V], T], value: V, instead: T, name: str) -> T:
    """Return `read(value)`; where that raises ValueError, `instead`, with a line in the log.

    The line tells the `name` and not the value, which may be a visitor's words.
    """
    try:
        return read(value)
    except ValueError as error:
        logger.warning("damaged in the database: %s (%s)", name, type(error).__name__)
        return instead
