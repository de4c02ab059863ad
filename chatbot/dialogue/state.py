"""Dialogue state: contexts, last responses and quick replies between two messages."""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from chatbot.intents.forms.form import Keeping
from chatbot.intents.reserved_tags import CLOSE_ALL, HAND_OVER
from chatbot.intents.responses.moment import Moment

LIFESPAN, MINUTES = 5, 20
"""Messages and minutes until a context closes, unless the author gives a lifespan."""

FORM_MINUTES = 60
"""Minutes without a message until a form is forgotten: somebody may look for a number meanwhile."""

RepairStep = Literal["none", "choose", "rephrase", "person"]
"""Step of the repair of a conversation in doubt; "none" where the bot is sure."""

_MAX_REMEMBERED = 50
_NOTHING: Mapping[str, str] = MappingProxyType({})
_NO_LIFESPANS: Mapping[str, int | None] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ActiveContext:
    """Open context, with the messages and minutes left until it closes; None for no limit.

    `age` is the number of messages since it was opened. A context of a question closes with the
    answer to it; one that `stays` has a lifespan by the author, and does not.
    """

    name: str
    lifespan: int | None
    minutes: float | None = MINUTES
    age: int = 0
    stays: bool = False

    @classmethod
    def opened(cls, name: str, lifespans: Mapping[str, int | None]) -> ActiveContext:
        """Return a new context; without a lifespan of its own, that of a question."""
        if name not in lifespans:
            return cls(name, LIFESPAN)
        lifespan = lifespans[name]
        return cls(name, lifespan, None if lifespan is None else MINUTES, stays=True)

    def older(self) -> ActiveContext:
        """Return the context after another message."""
        lifespan = None if self.lifespan is None else self.lifespan - 1
        return replace(self, lifespan=lifespan, age=self.age + 1)


@dataclass(frozen=True, slots=True)
class SlotValue:
    """Value of a slot, kept until the form, the conversation or the visitor is gone."""

    value: str
    keep: Keeping = "form"


@dataclass(frozen=True, slots=True)
class ActiveForm:
    """Form of an intent that is being filled: the slot that was asked for, "" to confirm all.

    `tries` counts replies in a row that were not understood, `asides` other questions in a row.
    `last` is the slot that was filled last.
    """

    intent: str
    asked: str = ""
    tries: int = 0
    asides: int = 0
    last: str = ""


@dataclass(frozen=True, slots=True)
class DialogueState:
    """Open contexts, the index of each intent's last response, and quick replies to press.

    `offered` are the tags of the last answer's quick replies by text. `slots` are the values by the
    names of slots, `form` is the form that is being filled, and `forms_answered` counts those that
    actions have answered. A visitor with an earlier conversation `is_returning`. `doubts` counts
    the last answers in a row that were a question back, the fallback, or the same again for a
    follow-up; `last_step` is that of the repair, `last_words` the checksum of the last message, and
    a conversation in doubt that was led to a person `had_person_step`. The `question` is the last
    one that was understood, as typed: a follow-up is read behind it. `unread_minutes` have gone by
    since the last answer with messages that persons answered. The `moment` is that of the message
    to be answered, None for the present; it is not kept.
    """

    contexts: tuple[ActiveContext, ...] = ()
    last_responses: Mapping[str, int] = field(default_factory=dict)
    offered: Mapping[str, str] = field(default_factory=dict)
    slots: Mapping[str, SlotValue] = field(default_factory=dict)
    form: ActiveForm | None = None
    is_returning: bool = False
    forms_answered: int = 0
    doubts: int = 0
    last_step: RepairStep = "none"
    last_words: int = 0
    had_person_step: bool = False
    question: str = ""
    unread_minutes: float = 0
    moment: Moment | None = None

    @property
    def values(self) -> dict[str, str]:
        """Values of the slots by their names."""
        return {name: slot.value for name, slot in self.slots.items()}

    def without_form(self) -> DialogueState:
        """Return the state without a form, and without the values that end with it."""
        kept = {name: slot for name, slot in self.slots.items() if slot.keep != "form"}
        return replace(self, slots=kept, form=None)

    def without_slots(self, names: Container[str] = ()) -> DialogueState:
        """Return the state without values, but for those of the names."""
        slots = {name: slot for name, slot in self.slots.items() if name in names}
        return replace(self, slots=slots)

    def for_next_conversation(self) -> DialogueState:
        """Return the beginning of the visitor's next conversation: values kept for the visitor."""
        kept = {name: slot for name, slot in self.slots.items() if slot.keep == "visitor"}
        return DialogueState(slots=kept, is_returning=True)

    @property
    def last_intent(self) -> str:
        """Tag of the intent of the last response, "" before the first one."""
        return next(reversed([*self.last_responses]), "")

    @property
    def has_gone_round(self) -> bool:
        """True if the last answer was the same again, or the last two were doubts."""
        return self.doubts > 1 or (self.doubts == 1 and self.last_step == "none")

    @property
    def open_contexts(self) -> frozenset[str]:
        """Names of the open contexts."""
        return frozenset(context.name for context in self.contexts)

    @property
    def latest_contexts(self) -> frozenset[str]:
        """Names of the contexts opened last."""
        youngest = min((context.age for context in self.contexts), default=0)
        return frozenset(context.name for context in self.contexts if context.age == youngest)

    @property
    def asks_for_person(self) -> bool:
        """True if the last answer opened the context HAND_OVER."""
        return any(context.name == HAND_OVER and context.age == 0 for context in self.contexts)

    @property
    def has_just_asked(self) -> bool:
        """True if the last answer opened a context."""
        return any(context.age == 0 for context in self.contexts)

    def after_message(
        self,
        opened: Collection[str] = (),
        closed: Collection[str] = (),
        offered: Mapping[str, str] = _NOTHING,
        lifespans: Mapping[str, int | None] = _NO_LIFESPANS,
    ) -> DialogueState:
        """Return the state after an answer: contexts age, some are closed, some are opened.

        CLOSE_ALL among the opened closes all earlier ones, and a lifespan of 0 closes the context
        of that name. Of the `closed`, those that stay are left open. Quick replies of earlier
        answers are forgotten.
        """
        replaced = {*opened, *(name for name, lifespan in lifespans.items() if lifespan == 0)}
        earlier = () if CLOSE_ALL in replaced else self.contexts
        aged = [
            context.older()
            for context in earlier
            if context.lifespan != 1
            and context.name not in replaced
            and (context.stays or context.name not in closed)
        ]
        fresh = [ActiveContext.opened(name, lifespans) for name in dict.fromkeys(opened) if name]
        return replace(self, contexts=(*aged, *fresh), offered=dict(offered))

    def after_pause(self, minutes: float) -> DialogueState:
        """Return the state after minutes without a message: contexts without time left close.

        A form is forgotten after FORM_MINUTES, the last question after MINUTES.
        """
        if self.unread_minutes:
            return replace(self, unread_minutes=0).after_pause(self.unread_minutes + minutes)
        if self.form and minutes > FORM_MINUTES:
            return self.without_form().after_pause(minutes)
        if self.question and minutes > MINUTES:
            return replace(self, question="").after_pause(minutes)
        if not self.contexts:
            return self
        contexts = (
            context
            if context.minutes is None
            else replace(context, minutes=round(context.minutes - minutes, 2))
            for context in self.contexts
            if context.minutes is None or context.minutes > minutes
        )
        return replace(self, contexts=tuple(contexts))

    def after_unread(self, minutes: float) -> DialogueState:
        """Return the state after minutes and a message that is left to persons.

        The minutes are part of the pause before the next answer. Messages are not counted: what
        persons have answered takes no turn of a context.
        """
        return replace(self, unread_minutes=round(self.unread_minutes + minutes, 2))

    def after_response(self, tag: str, index: int) -> DialogueState:
        """Return the state with the response at `index` as the last of the intent `tag`."""
        last_responses = dict(self.last_responses)
        last_responses.pop(tag, None)
        if len(last_responses) == _MAX_REMEMBERED:
            del last_responses[next(iter(last_responses))]
        last_responses[tag] = index
        return replace(self, last_responses=last_responses)

    def after_round(
        self, step: RepairStep, *, is_doubtful: bool, last_words: int = 0
    ) -> DialogueState:
        """Return the state after a step, with one more doubt or with none."""
        return replace(
            self,
            doubts=self.doubts + 1 if is_doubtful else 0,
            last_step=step,
            last_words=last_words,
            had_person_step=self.had_person_step or step == "person",
        )

    def to_json(self) -> str:
        """Return the state as a JSON text for `from_json`."""
        return _STATE.dump_json(self, exclude=_NOT_KEPT).decode()

    @classmethod
    def from_json(cls, text: str) -> DialogueState:
        """Return the state in a text of `to_json`. Raises ValueError for any other text."""
        try:
            return _STATE.validate_json(text)
        except ValidationError as error:
            raise ValueError("This is not a dialogue state.") from error


_STATE = TypeAdapter(DialogueState)
_NOT_KEPT = {"moment"}
