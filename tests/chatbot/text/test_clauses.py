"""Clauses of a message."""

import pytest

from chatbot.text.clauses import are_questions, is_question, two_clauses


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


@pytest.mark.parametrize(
    ("clauses", "language"),
    [
        (("how much does it weigh", "do you ship to Ireland?"), "english"),
        (("What's it made of", "when do you open"), "english"),
        (("was kostet das", "wann habt ihr offen?"), "german"),
        (("quand est-ce que ça arrive", "où est le magasin"), "french"),
    ],
)
def test_questions_begin_like_questions(clauses: tuple[str, str], language: str) -> None:
    assert are_questions(clauses, language)


@pytest.mark.parametrize(
    ("clauses", "language"),
    [
        (("it leaks", "can you help with that?"), "english"),
        (("can I order now", "pick it up today?"), "english"),
        (("what is allowed", "what not"), "english"),
        (("when I opened it the zip broke", "is that covered"), "english"),
        (("was kostet das", "wann habt ihr offen?"), "korean"),
    ],
)
def test_other_clauses_belong_together(clauses: tuple[str, str], language: str) -> None:
    assert not are_questions(clauses, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("norway? ", "english"),
        ("and how long does it take", "english"),
        ("why", "english"),
        ("y cuánto cuesta", "spanish"),
        ("挪威呢？", "chinese"),
    ],
)
def test_a_question_has_a_mark_or_begins_like_one(text: str, language: str) -> None:
    assert is_question(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [("never mind", "english"), ("and", "english"), ("", "english"), ("vale, gracias", "spanish")],
)
def test_other_texts_are_no_questions(text: str, language: str) -> None:
    assert not is_question(text, language)
