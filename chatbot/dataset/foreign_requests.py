"""Foreign requests: everyday requests about things that no pattern names.

A bot is asked "how do I cancel my order" and "how do I cancel my dentist appointment": one is for
the bot, one is not, and only the thing tells which.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from chatbot.dataset.negatives import Sentence
from chatbot.text.function_words import is_function_word
from chatbot.text.typed import TypedWords
from chatbot.text.words import WordSplitter

_PLACE_OF_THING = "…"
_REQUESTS_OF_THING = 4


def foreign_requests(splitter: WordSplitter, vocabulary: Collection[str]) -> list[Sentence]:
    """Return requests in the splitter's language, as words, about things foreign to the patterns.

    A thing is left out if any of its content words is a word of the `vocabulary`, inflected or not.
    The list is empty for a language without requests.
    """
    path = Path(__file__).parent / "off_topic" / f"{splitter.language}_requests.txt"
    if not path.exists():
        return []
    vocabulary_stems = {splitter.stem(word) for word in vocabulary}
    texts = (
        text
        for section in path.read_text("utf-8").split("\n\n")
        for text in _requests(section.splitlines(), splitter, vocabulary_stems)
    )
    return [TypedWords(splitter.words(text), text) for text in texts]


def _requests(
    lines: list[str], splitter: WordSplitter, vocabulary_stems: set[str]
) -> Iterator[str]:
    """Requests of a section: a few about each foreign thing, and every request about as often.

    Those about a thing are the same whatever other things are left out: the encoder reads them once
    for all bots.
    """
    requests = [line for line in lines if _PLACE_OF_THING in line]
    things = [line for line in lines if _PLACE_OF_THING not in line]
    for number, thing in enumerate(things):
        if not vocabulary_stems.isdisjoint(_content_stems(thing, splitter)):
            continue
        for turn in range(_REQUESTS_OF_THING):
            request = requests[(number * _REQUESTS_OF_THING + turn) % len(requests)]
            yield request.replace(_PLACE_OF_THING, thing)


def _content_stems(text: str, splitter: WordSplitter) -> set[str]:
    words = splitter.words(text)
    return {splitter.stem(word) for word in words if not is_function_word(word, splitter.language)}
