"""Foreign requests: everyday requests about things of no pattern."""

import pytest

from chatbot.dataset.foreign_requests import foreign_requests
from chatbot.dataset.negatives import off_topic_messages
from chatbot.text.languages import LANGUAGES
from chatbot.text.words import WordSplitter

SPLITTER = WordSplitter()
ALL = foreign_requests(SPLITTER, set())


def test_there_are_many_requests_all_different_and_unlike_the_other_messages() -> None:
    assert len(ALL) > 500
    assert len(set(ALL)) == len(ALL)
    assert not set(ALL) & set(off_topic_messages(SPLITTER, set()))
    assert not [words for words in ALL if "…" in words.text]  # type: ignore[attr-defined]


@pytest.mark.parametrize("word", ["router", "routers", "subscription", "dentist"])
def test_a_thing_that_a_pattern_names_is_not_asked_about(word: str) -> None:
    stem = SPLITTER.stem(word)
    things = {words for words in ALL if stem in map(SPLITTER.stem, words)}
    remaining = set(foreign_requests(SPLITTER, {word}))
    if word == "subscription":  # a word of requests, and not of a thing: nothing is left out
        assert things
        assert remaining == set(ALL)
    else:
        assert things
        assert remaining == set(ALL) - things  # no request is about another thing than before


def test_function_words_of_patterns_leave_out_nothing() -> None:
    assert set(foreign_requests(SPLITTER, {"the", "a", "my", "in"})) == set(ALL)


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "english"])
def test_a_language_without_requests_is_no_error(language: str) -> None:
    assert foreign_requests(WordSplitter(language), set()) == []
