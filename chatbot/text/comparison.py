"""Comparison of texts: equal ones in other case and spacing, and blank ones."""

import re
import unicodedata

# Letters, marks and symbols by category, yet nothing to be seen: fillers, variation selectors.
_UNSEEN = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0") | {
    chr(c) for c in range(0xFE00, 0xFE10)
}


_LONG = 10_000
_STRETCH = re.compile(rf"\S.{{0,{_LONG}}}\S*", re.DOTALL)
"""Whole words of a text, about so many characters."""


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
    text = text.casefold()
    if len(text) <= _LONG:
        return " ".join(text.split())
    # All words of a long text at once take ten times its memory.
    return " ".join(" ".join(match[0].split()) for match in _STRETCH.finditer(text))
