"""Comparison of texts: equal ones in other case and spacing, and blank ones."""

import unicodedata

# Letters, marks and symbols by category, yet nothing to be seen: fillers, variation selectors.
_UNSEEN = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0") | {
    chr(c) for c in range(0xFE00, 0xFE10)
}


def is_blank(text: str) -> bool:
    """True if a text has only spaces, control characters and invisible characters."""
    if text[:1].isalnum() and text[0] not in _UNSEEN:
        return False
    return all(
        char in _UNSEEN or unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp")
        for char in text
    )


def comparison_key(text: str) -> str:
    """Case-folded text with single spaces, for comparing."""
    return " ".join(text.casefold().split())
