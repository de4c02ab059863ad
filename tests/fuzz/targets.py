"""Readers of what strangers write: they take any bytes, and refuse in a sentence at most."""

from collections.abc import Callable
from functools import cache

from chatbot.errors import ExplainedError
from chatbot.intents.checks import check_file
from chatbot.intents.intent_set import IntentSet
from chatbot.located_json.source import JsonSource
from chatbot.model.bundle import Bundle
from chatbot.text.languages import LANGUAGES
from chatbot.text.markup.response import plain_text, response_spans
from chatbot.text.words import MAX_WORDS, WordSplitter


def read_intents(data: bytes) -> None:
    """Read a file of intents, as `flask intents check` and the training do."""
    try:
        loaded = IntentSet.from_files([check_file(JsonSource.from_bytes("fuzz.json", data))])
    except ExplainedError as error:
        _is_sentence(error)
        return
    assert IntentSet.from_json(loaded.to_json()) == loaded


def read_bundle(data: bytes) -> None:
    """Read the archive of a model."""
    try:
        loaded = Bundle.from_bytes(data)
    except ExplainedError as error:
        _is_sentence(error)
        return
    assert Bundle.from_bytes(loaded.to_bytes()).parts == loaded.parts


def read_text(data: bytes) -> None:
    """Split a message into words and stems, and a response into spans."""
    language = tuple(LANGUAGES)[len(data) % len(LANGUAGES)]
    message = data.decode("utf-8", "surrogateescape")
    splitter = _splitter(language)
    words = splitter.words(message)
    assert len(words) <= MAX_WORDS
    for word in words:
        assert isinstance(splitter.stem(word), str)
    plain_text(response_spans(message))


TARGETS: dict[str, Callable[[bytes], None]] = {
    "intents": read_intents,
    "bundle": read_bundle,
    "text": read_text,
}


def _is_sentence(error: ExplainedError) -> None:
    assert str(error).strip()


@cache
def _splitter(language: str) -> WordSplitter:
    return WordSplitter(language)
