"""Readers of what strangers write: they take any bytes, and refuse in a sentence at most."""

from collections.abc import Callable
from functools import cache

from chatbot.dialogue.action_answers import LONGEST_TEXT, ActionAnswerError, read_answer
from chatbot.dialogue.slot_filling import LONGEST_VALUE
from chatbot.entities.entity import Entity, ListValue
from chatbot.errors import ExplainedError
from chatbot.intents.actions.action import Action
from chatbot.intents.checks import check_file
from chatbot.intents.forms.form import Form, Slot
from chatbot.intents.intent_set import Intent, IntentSet
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


def read_webhook(data: bytes) -> None:
    """Read the answer of a webhook, in our own form and in that of Rasa."""
    for intent in _with_actions():
        try:
            answer = read_answer(data, intent, _with_actions(), "english")
        except ActionAnswerError:
            continue
        texts = (*(bubble.plain for bubble in answer.bubbles), *answer.quick_replies)
        assert len("".join(texts)) <= LONGEST_TEXT
        assert all(text.strip() and text.encode() and "\0" not in text for text in texts)
        assert answer.slots.keys() <= {"day", "town", "note"}
        assert all(
            slot is None or len(slot.value) <= LONGEST_VALUE for slot in answer.slots.values()
        )


TARGETS: dict[str, Callable[[bytes], None]] = {
    "intents": read_intents,
    "bundle": read_bundle,
    "text": read_text,
    "webhook": read_webhook,
}


def _is_sentence(error: ExplainedError) -> None:
    assert str(error).strip()


@cache
def _with_actions() -> IntentSet:
    towns = Entity("list", "town", (ListValue("Oslo"), ListValue("Bergen")))
    form = Form(
        (Slot("day", Entity("date"), ()), Slot("town", towns, (), keep="visitor")), ("No.",)
    )
    note = (Slot("note", Entity("text"), ()),)
    own = Intent("own", form=form, action=Action("https://a.example/", slots=note))
    rasa = Intent("rasa", form=form, action=Action("https://a.example/", slots=note, rasa="b"))
    return IntentSet((own, rasa))


@cache
def _splitter(language: str) -> WordSplitter:
    return WordSplitter(language)
