"""Function words by language."""

import pytest

from chatbot.text.function_words import are_function_words, function_words, refers_back
from chatbot.text.languages import LANGUAGES
from chatbot.text.words import WordSplitter


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("english", "what's it to you"),
        ("english", "a"),
        ("german", "was ist das für eine"),
        ("french", "qu'est-ce que c'est"),
        ("spanish", "¿qué es esto?"),
        ("italian", "com'è"),
        ("portuguese", "o que é isso"),
        ("dutch", "wat is het"),
        ("russian", "что это"),
        ("swedish", "vad är det"),
        ("czech", "který z nich to je"),
        ("polish", "czy możesz mi to"),
        ("ukrainian", "чи можете ви"),
    ],
)
def test_words_that_say_nothing_alone(language: str, text: str) -> None:
    assert are_function_words(WordSplitter(language).words(text), language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("english", "what does it cost"),
        ("english", "help"),
        ("english", "no"),
        ("english", "2"),
        ("german", "was kostet das"),
        ("french", "combien ça coûte"),
        ("czech", "kolik to stojí"),
        ("polish", "nie"),
        ("ukrainian", "так"),
    ],
)
def test_words_that_say_something(language: str, text: str) -> None:
    assert not are_function_words(WordSplitter(language).words(text), language)


def test_every_language_with_a_stemmer_has_function_words() -> None:
    assert all(len(function_words(language)) > 50 for language in LANGUAGES)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("english", "and Norway?"),
        ("english", "how long does that take"),
        ("german", "oder mit Karte"),
        ("french", "combien coûte cela"),
        ("russian", "а в Осло"),
        ("spanish", "cuánto vale ésa"),
    ],
)
def test_words_that_refer_to_something_said_before(language: str, text: str) -> None:
    assert refers_back(WordSplitter(language).words(text), language)


@pytest.mark.parametrize(
    ("language", "text"),
    [("english", "how long does delivery take"), ("english", ""), ("czech", "a to")],
)
def test_words_that_refer_to_nothing(language: str, text: str) -> None:
    assert not refers_back(WordSplitter(language).words(text), language)
