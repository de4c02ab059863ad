"""Shares as people read them: a filter of the admin pages' and the reports' templates."""


def percent(share: float | None, digits: int = 1) -> str:
    """The share in percent; a dash where there is none."""
    return "–" if share is None else f"{share:.{digits}%}"


def shortened(text: str, length: int = 40) -> str:
    """Return the beginning of a text for a message, with nothing that could upset a terminal."""
    start = text if len(text) <= length else text[: length - 1].rstrip() + "…"
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in start
    )


def counted(number: int, noun: str) -> str:
    """Return the number with its noun: "1 file", "1,812 patterns"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
