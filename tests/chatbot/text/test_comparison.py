"""Comparison of texts."""

import pytest

from chatbot.text.comparison import comparison_key


@pytest.mark.parametrize(
    "text", ["  Good\u00a0 \t\n Day ", "x" * 30_000, "Ab  \u2003c " * 9_000, ""]
)
def test_the_key_of_a_text_of_any_length_has_single_spaces(text: str) -> None:
    assert comparison_key(text) == " ".join(text.casefold().split())
