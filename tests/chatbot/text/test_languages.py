"""The table of languages."""

from nltk.stem.snowball import SnowballStemmer

from chatbot.text.languages import LANGUAGES, SPOKEN_LANGUAGES
from chatbot.text.words import WordSplitter


def test_the_languages_are_those_of_the_stemmer() -> None:
    assert set(LANGUAGES) == set(SnowballStemmer.languages) - {"porter"}


def test_a_language_without_a_stemmer_has_words_that_are_their_own_stems() -> None:
    for language in SPOKEN_LANGUAGES.keys() - LANGUAGES.keys():
        splitter = WordSplitter(language)
        assert [*map(splitter.stem, splitter.words("Kargolar NEREDE?"))] == ["kargolar", "nerede"]
