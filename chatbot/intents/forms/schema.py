"""Schema of entities and forms in intent files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from chatbot.entities.entity import BUILT_IN, Entity, ListValue
from chatbot.entities.expressions import ExpressionError, check_expression
from chatbot.intents.forms.form import Condition, Form, FormOutcome, Keeping, Slot
from chatbot.text.comparison import is_blank

LONGEST_NAME = 40
MOST_SLOTS = 20
FORM_EXAMPLE: JsonValue = {
    "slots": [{"name": "day", "entity": "date", "prompts": ["Which day suits you?"]}],
    "cancelled": ["All right, I have booked nothing."],
}


def _not_blank(text: str) -> str:
    if is_blank(text):
        raise PydanticCustomError("blank", "blank")
    return text


def is_name(name: str) -> bool:
    """True for the name of a slot or an entity."""
    return name.isidentifier() and not name.startswith("_") and len(name) <= LONGEST_NAME


def _name(name: str) -> str:
    if not is_name(name):
        raise PydanticCustomError("name", "name")
    return name


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _as_text(value: Any) -> Any:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number else value


def _expression(pattern: str) -> str:
    try:
        check_expression(pattern)
    except ExpressionError as error:
        raise PydanticCustomError("expression", "{sentence}", {"sentence": str(error)}) from error
    return pattern


_TEXTS: dict[str, JsonValue] = {"type": "array", "minItems": 1, "items": {"type": "string"}}
_TEXTS_SCHEMA: dict[str, JsonValue] = {"anyOf": [{"type": "string", "pattern": r"\S"}, _TEXTS]}
_Text = Annotated[str, AfterValidator(_not_blank)]
_Texts = Annotated[list[_Text], BeforeValidator(_as_list), WithJsonSchema(_TEXTS_SCHEMA)]
_Bound = Annotated[str, BeforeValidator(_as_text), WithJsonSchema({"type": ["string", "number"]})]
_Condition = dict[str, _Texts]
Name = Annotated[str, AfterValidator(_name)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class EntityEntry(_Strict):
    """A kind of value of your own: a list of values, a regular expression, or learnt from marks."""

    model_config = ConfigDict(title="Entity")

    values: dict[str, list[_Text]] = Field(default={}, examples=[{"Oslo": ["Christiania"]}])
    """The values of a list, each with its synonyms; typing errors are forgiven."""

    regex: Annotated[str, AfterValidator(_expression)] = Field(default="", examples=["CW-[0-9]{6}"])
    """A regular expression (RE2) that the whole value matches, in any letter case."""

    learn: bool = False
    """True to learn from marks in patterns, "a room in [Oslo](city)", to find other values; of a
    list, they are values as well."""

    fuzzy: bool = True
    """False to recognise the values of the list without typing errors only."""

    description: str = ""
    """A note for people; not read by the bot."""

    @model_validator(mode="after")
    def _has_one_kind(self) -> EntityEntry:
        if bool(self.values or self.learn) == bool(self.regex):
            raise PydanticCustomError("entity_kind", "entity_kind")
        if any(map(is_blank, self.values)):
            raise PydanticCustomError("blank", "blank")
        return self

    def entity(self, name: str) -> Entity:
        """Return the entity of a name."""
        if self.regex:
            return Entity("pattern", name, pattern=self.regex)
        values = tuple(ListValue(value, tuple(terms)) for value, terms in self.values.items())
        return Entity("learnt" if self.learn else "list", name, values, fuzzy=self.fuzzy)


class SlotEntry(_Strict):
    """A value that the form asks for."""

    model_config = ConfigDict(title="Slot")

    name: Name = Field(examples=["city"])
    """The name of the value, for {{ city }} in texts: letters, digits and _."""

    entity: str = Field(examples=["date", "city"])
    """An entity of the files, or a built-in one: date, duration, email, money, number,
    order_number, phone, text (the whole message), time, url."""

    prompts: _Texts = Field(min_length=1, examples=["Which day suits you?"])
    """The question, a text or several that take turns."""

    quick_replies: list[_Text] = Field(default=[], max_length=10, examples=[["Tomorrow"]])
    """Buttons under the question."""

    invalid: _Texts = Field(default=[], examples=["We are open until 2027-12-31."])
    """The sentence before it asks again, where the value is missing or not allowed."""

    min: _Bound = Field(default="", examples=[1, "today"])
    """The least number, amount, time (09:00) or date (2026-12-31, or "today")."""

    max: _Bound = Field(default="", examples=[8])
    """The greatest number, amount, time or date."""

    keep: Keeping = "form"
    """The end of the value: it is known until the form is over, throughout the conversation, or in
    later conversations of the visitor as well."""

    when: _Condition = Field(default={}, examples=[{"delivery": "courier"}])
    """The slot is asked for only if earlier slots have these values."""

    description: str = ""
    """A note for people; not read by the bot."""

    def slot(self, entity: Entity) -> Slot:
        """Return the slot of the entity."""
        return Slot(
            self.name,
            entity,
            tuple(self.prompts),
            tuple(self.quick_replies),
            tuple(self.invalid),
            self.min,
            self.max,
            self.keep,
            _condition(self.when),
        )


class OutcomeEntry(_Strict):
    """Answers of the completed form for some values."""

    model_config = ConfigDict(title="Outcome")

    when: _Condition = Field(min_length=1, examples=[{"city": ["Oslo", "Bergen"]}])
    """The slots, each with the values of which it has one."""

    responses: _Texts = Field(min_length=1)
    """Answers in place of those of the intent."""


class FormEntry(_Strict):
    """Values that the bot asks for, one after the other, before the intent is answered."""

    model_config = ConfigDict(title="Form")

    slots: list[SlotEntry] = Field(min_length=1, max_length=MOST_SLOTS)
    """The values, in the order of asking."""

    confirm: _Texts = Field(default=[], examples=["{{ city }} on {{ day }}: shall I book it?"])
    """The question about all values, for a yes or a no; without it, the answer follows at once."""

    confirm_replies: list[_Text] = Field(default=[], max_length=3, examples=[["Yes", "No"]])
    """Buttons under that question."""

    correct: _Texts = Field(default=[], examples=["What shall I change?"])
    """The question after a bare no; without it, a no cancels the form."""

    cancelled: _Texts = Field(min_length=1, examples=["All right, I have booked nothing."])
    """The answer when the visitor cancels."""

    failed: _Texts = Field(default=[], examples=["Please call us: 01632 960200."])
    """The answer when it gives up after two more questions; without it, the fallback."""

    outcomes: list[OutcomeEntry] = Field(default=[])
    """Answers that depend on the values; the first that fits is given."""

    description: str = ""
    """A note for people; not read by the bot."""

    def form(self, entities: Mapping[str, Entity]) -> Form:
        """Return the form, given all entities by name; raises KeyError for a missing one."""
        return Form(
            tuple(slot.slot(entities[slot.entity]) for slot in self.slots),
            tuple(self.cancelled),
            tuple(self.confirm),
            tuple(self.confirm_replies),
            tuple(self.correct),
            tuple(self.failed),
            tuple(FormOutcome(_condition(o.when), tuple(o.responses)) for o in self.outcomes),
        )


def _condition(when: dict[str, list[str]]) -> Condition:
    return tuple((name, tuple(options)) for name, options in when.items())


BUILT_IN_ENTITIES: dict[str, Entity] = {kind: Entity(kind) for kind in BUILT_IN}
