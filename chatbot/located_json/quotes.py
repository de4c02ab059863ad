"""Quotes around strings."""

CLOSING_QUOTES = {
    '"': '"',
    "'": "'",
    "`": "`",
    "‘": "‘’'",
    "“": '“”"',
    "”": '“”"',
    "„": '“”"',
    "«": "»",
}
"""Closing quotes by the opening one; the straight quotes are those of JSON and of code."""
