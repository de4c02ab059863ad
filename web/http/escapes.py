"""Texts of strangers, for a terminal."""


def escaped(text: str) -> str:
    """Text on a line, with escapes for characters that begin lines or command a terminal."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)
