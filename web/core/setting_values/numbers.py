"""Numbers among the values of settings, and rates."""

import re
from typing import Annotated

from pydantic import PlainValidator

from chatbot.imports import deferred

MOST_MESSAGES = 1_000_000
LONGEST_WINDOW = 366 * 24 * 60 * 60


def whole_number(least: int, most: int) -> PlainValidator:
    """Parser of decimal digits."""

    def parse(value: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", value) or not least <= int(value) <= most:
            raise ValueError(f"Write a whole number from {least} to {most}.")
        return int(value)

    return PlainValidator(parse)


def _rate_limit(value: str) -> str:
    with deferred("limits.aio"):  # for asynchronous applications
        from limits import parse_many

    try:
        if all(
            0 < limit.amount <= MOST_MESSAGES and 0 < limit.get_expiry() <= LONGEST_WINDOW
            for limit in parse_many(value)
        ):
            return value
    except ValueError:
        pass
    raise ValueError('Write a limit such as "60 per minute".')


RateLimit = Annotated[str, PlainValidator(_rate_limit)]
