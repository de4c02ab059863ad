"""Words that cancel, in every language."""

import pytest

from chatbot.text.cancellation import is_cancellation
from chatbot.text.languages import LANGUAGES
from chatbot.text.words import WordSplitter


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("english", "cancel"),
        ("english", "No, please stop it!"),
        ("english", "never mind"),
        ("english", "I changed my mind"),
        ("german", "Abbrechen bitte"),
        ("german", "nein, vergiss es"),
        ("french", "laisse tomber"),
        ("spanish", "olvídalo"),
        ("italian", "annulla per favore"),
        ("portuguese", "cancelar"),
        ("dutch", "laat maar"),
        ("russian", "отмена"),
        ("arabic", "إلغاء"),
    ],
)
def test_a_message_that_only_cancels_does(language: str, text: str) -> None:
    assert is_cancellation(WordSplitter(language).words(text), language)


@pytest.mark.parametrize(
    "text", ["", "no", "please", "cancel my order", "stop at Oslo", "don't cancel", "it is mine"]
)
def test_a_message_that_says_more_does_not(text: str) -> None:
    assert not is_cancellation(WordSplitter("english").words(text), "english")


def test_every_language_has_words_that_cancel() -> None:
    for language in LANGUAGES:
        assert not is_cancellation(["unheard"], language)
        words = {"arabic": "توقف", "finnish": "peruuta", "portuguese": "cancelar"}
        common = ("stop", "stopp", "annuller", "avbryt", "стоп", words.get(language, "stop"))
        splitter = WordSplitter(language)
        assert any(is_cancellation(splitter.words(word), language) for word in common), language
