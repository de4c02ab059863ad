"""Answers of webhooks, read and checked like responses of an author."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from chatbot.dialogue.action_calls import ActionAnswer
from chatbot.dialogue.slot_filling import is_allowed
from chatbot.dialogue.state import SlotValue
from chatbot.entities.entity import Entity
from chatbot.entities.finder import EntityFinder
from chatbot.intents.actions.schema import listed
from chatbot.intents.forms.form import Slot
from chatbot.intents.forms.schema import MOST_SLOTS, is_name
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.intents.responses.bubble import Bubble
from chatbot.intents.responses.bubble_fields import MOST_BUBBLES
from chatbot.intents.responses.fields import (
    MOST_QUICK_REPLIES,
    ResponseEntry,
    ResponsesField,
)
from chatbot.text.words import normalise

LONGEST_TEXT = 5_000
"""Characters of an answer, its buttons included."""

_NUL = "\0"
"""Sign that PostgreSQL cannot store."""

AnswerFault = Literal["answer_empty", "answer_form", "answer_long", "answer_slot", "answer_value"]


class ActionAnswerError(Exception):
    """Error: an answer in another form, too long, with a slot or value that is not allowed, or with
    nothing to say. `name` is that of the slot.
    """

    def __init__(self, fault: AnswerFault, name: str = "") -> None:
        super().__init__(fault, name)
        self.fault = fault
        self.name = name


_Value = Annotated[str, Field(max_length=LONGEST_TEXT)] | int | float | None


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, allow_inf_nan=False)

    responses: Annotated[
        ResponsesField, BeforeValidator(listed), Field(max_length=MOST_BUBBLES)
    ] = []
    slots: Annotated[dict[str, _Value], Field(max_length=2 * MOST_SLOTS)] = {}


def read_answer(body: bytes, intent: Intent, intents: IntentSet, language: str) -> ActionAnswer:
    """Return the answer in a body: responses, all of which are said, and values of slots.

    A value is one of the slot's entity, and within its bounds. Raises ActionAnswerError.
    """
    is_rasa = bool(intent.action and intent.action.rasa)
    try:
        answer = _rasa_answer(body) if is_rasa else _Answer.model_validate_json(body)
    except ValidationError as error:
        raise ActionAnswerError("answer_form") from error
    entries = [
        r if isinstance(r, ResponseEntry) else ResponseEntry(text=r) for r in answer.responses
    ]
    if any(entry.when for entry in entries):
        raise ActionAnswerError("answer_form")
    shown = [(entry, bubble) for entry in entries for bubble in entry.shown]
    bubbles = [bubble for entry, bubble in shown if not bubble.asks or entry is entries[-1]]
    buttons = [*dict.fromkeys(text for entry in entries for text in entry.quick_replies)]
    _check(bubbles, buttons)
    slots = _settable(intent, intents)
    values = {n: slot_value(n, value, slots.get(n), language) for n, value in answer.slots.items()}
    return ActionAnswer(tuple(bubbles), tuple(buttons), values)


def _check(bubbles: Sequence[Bubble], buttons: Sequence[str]) -> None:
    texts = [*(bubble.plain for bubble in bubbles), *buttons]
    if len(bubbles) > MOST_BUBBLES or len(buttons) > MOST_QUICK_REPLIES:
        raise ActionAnswerError("answer_long")
    if sum(map(len, texts)) > LONGEST_TEXT:
        raise ActionAnswerError("answer_long")
    if any(_NUL in text for text in texts):
        raise ActionAnswerError("answer_form")


def _rasa_answer(body: bytes) -> _Answer:
    from chatbot.dialogue.rasa_answers import RasaAnswer

    return _Answer.model_validate(RasaAnswer.model_validate_json(body).values)


def _settable(intent: Intent, intents: Iterable[Intent]) -> dict[str, Slot]:
    """Slots that the action of an intent may set: kept ones, those of its form, its own."""
    kept = (slot for i in intents if i.form for slot in i.form.slots if slot.keep != "form")
    own = intent.form.slots if intent.form else ()
    given = intent.action.slots if intent.action else ()
    return {slot.name: slot for slot in (*kept, *own, *given)}


def slot_value(name: str, value: _Value, slot: Slot | None, language: str) -> SlotValue | None:
    """Return the value of a slot, None to forget it; raises ActionAnswerError."""
    if slot is None:
        # The name is for the log, and may be any text.
        raise ActionAnswerError("answer_slot", name if is_name(name) else "")
    if value is None:
        return None
    text = value.strip() if isinstance(value, str) else _plain(value)
    # Neither a text nor a number of JSON is written in the language of the bot.
    is_plain = slot.entity.kind == ("text" if isinstance(value, str) else "number")
    read = text if is_plain else _read(slot.entity, text, language)
    if read is None or _NUL in read or not is_allowed(slot, read):
        raise ActionAnswerError("answer_value", name)
    return SlotValue(read, slot.keep)


def _plain(number: float) -> str:
    """Return a number as numbers of visitors are stored: no exponent, no zeros at its end."""
    written = f"{Decimal(str(number)):f}"
    return (written.rstrip("0").rstrip(".") if "." in written else written) if number else "0"


def _read(entity: Entity, text: str, language: str) -> str | None:
    """Value in a text that has nothing else, read like a visitor's; None without one."""
    line = normalise(text)
    mentions = EntityFinder([entity], language).find(text).get(entity, ())
    whole = next((mention.value for mention in mentions if mention.length >= len(line)), None)
    # A program names values that need no sentence around to be told.
    return line if whole is None and line and entity.kind == "learnt" else whole
