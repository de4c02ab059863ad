"""Text of visitors, made fit for every database."""


def storable(text: str) -> str:
    """The text without what PostgreSQL cannot store.

    NUL characters are dropped; halves of a character (lone surrogates, which a browser sends
    where an emoji was cut in two) become U+FFFD.
    """
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\0", "")
