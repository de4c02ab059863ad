"""Wording of shares, counts and excerpts in sentences and pages."""


def percent(share: float | None, digits: int = 1) -> str:
    """Return a share in percent; a dash for None."""
    return "–" if share is None else f"{share:.{digits}%}"


def shortened(text: str, length: int = 40) -> str:
    """Return the beginning of a text on one line, with escapes for unprintable characters."""
    start = text if len(text) <= length else text[: length - 1].rstrip() + "…"
    if start.isprintable():
        return start
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in start
    )


def grouped(number: int) -> str:
    """Return a number with its thousands apart: "1,812"."""
    return f"{number:,}"


def counted(number: int, noun: str) -> str:
    """Return a number with a noun: "1 file", "1,812 patterns"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
