"""Clauses of a message."""

import pytest

from chatbot.text.clauses import two_clauses


@pytest.mark.parametrize(
    ("text", "language", "clauses"),
    [
        (
            "do you open today? what does it cost",
            "english",
            ("do you open today", "what does it cost"),
        ),
        ("cancel it and tell me the price", "english", ("cancel it", "tell me the price")),
        ("wann öffnet ihr und was kostet es", "german", ("wann öffnet ihr", "was kostet es")),
        ("annulez tout et dites le prix", "french", ("annulez tout", "dites le prix")),
    ],
)
def test_a_message_is_read_as_two_clauses(
    text: str, language: str, clauses: tuple[str, str]
) -> None:
    assert two_clauses(text, language) == (clauses,)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "what does it cost?",
        "bread and butter",
        "thanks. a lot of it",
        "and now what",
        "?!? ...",
    ],
)
def test_a_clause_has_two_words_at_least(text: str) -> None:
    assert two_clauses(text, "english") == ()


def test_a_long_message_is_a_story() -> None:
    assert two_clauses("I was there and " * 10 + "left", "english") == ()
    assert len(two_clauses("one two and three four and five six and seven eight", "english")) == 2
