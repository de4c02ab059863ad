"""The table of languages."""

from nltk.stem.snowball import SnowballStemmer

from chatbot.text.languages import LANGUAGES


def test_the_languages_are_those_of_the_stemmer() -> None:
    assert set(LANGUAGES) == set(SnowballStemmer.languages) - {"porter"}
