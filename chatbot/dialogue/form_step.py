"""Steps of a form: what the bot says next, and the state of the conversation after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from chatbot.dialogue.slot_filling import Filling
from chatbot.dialogue.state import ActiveForm, DialogueState, SlotValue
from chatbot.intents.forms.form import Form, Slot, holds
from chatbot.intents.forms.templates import filled

StepKind = Literal["question", "completed", "cancelled", "failed"]


@dataclass(frozen=True, slots=True)
class FormStep:
    """Step of the form of an intent: a text, none where a response of the intent or the fallback
    follows, and the state after. `values` are those of the slots before any is forgotten.

    An `is_aside` step comes after the answer to another question.
    """

    kind: StepKind
    intent: str
    text: str
    state: DialogueState
    quick_replies: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    is_aside: bool = False


@dataclass(frozen=True, slots=True)
class FormProgress:
    """Form that is being filled in the state of a conversation."""

    form: Form
    active: ActiveForm
    state: DialogueState

    @property
    def values(self) -> dict[str, str]:
        """Values of the slots of the form that are asked for under the other values."""
        values = self.form.asked_for(self.state.values)
        return {slot.name: values[slot.name] for slot in self.form.slots if slot.name in values}

    @property
    def has_question(self) -> bool:
        """False if a training since has taken the last question away from the form."""
        if self.active.asked:
            return self.form.slot(self.active.asked) is not None
        return bool(self.form.confirm) and self.missing is None

    @property
    def missing(self) -> Slot | None:
        """First slot without a value."""
        values = self.values
        slots = (slot for slot in self.form.slots if slot.name not in values)
        return next((slot for slot in slots if holds(slot.condition, values)), None)

    def with_values(self, filling: Filling) -> FormProgress:
        """Return the progress after a message with values."""
        keeps = {slot.name: slot.keep for slot in self.form.slots}
        new = {name: SlotValue(value, keeps[name]) for name, value in filling.values.items()}
        active = ActiveForm(self.active.intent, last=next(reversed(new), self.active.last))
        state = replace(self.state, slots={**self.state.slots, **new})
        return FormProgress(self.form, active, state)

    def without_value(self, name: str) -> FormProgress:
        """Return the progress with a slot to be asked for anew."""
        slots = {key: slot for key, slot in self.state.slots.items() if key != name}
        return replace(self, state=replace(self.state, slots=slots))

    def next(self) -> FormStep:
        """Ask for the first slot without a value, then to confirm; else the form is completed."""
        if slot := self.missing:
            return self._question(slot, slot.prompts[0])
        if self.form.confirm:
            return self._question(None, self.form.confirm[0])
        return self.ended("completed", "")

    def again(self) -> FormStep:
        """Say what is wrong, and ask again."""
        tries = self.active.tries + 1
        slot = self.form.slot(self.active.asked)
        texts = slot.prompts if slot else self.form.confirm
        text = texts[tries % len(texts)]
        if slot and slot.invalid:
            text = f"{slot.invalid[(tries - 1) % len(slot.invalid)]}\n\n{text}"
        return self._question(slot, text, tries=tries)

    def aside(self) -> FormStep:
        """Ask again after the answer to another question."""
        slot = self.form.slot(self.active.asked)
        texts = slot.prompts if slot else self.form.confirm
        asides = self.active.asides + 1
        text = texts[asides % len(texts)]
        question = self._question(slot, text, tries=self.active.tries, asides=asides)
        return replace(question, is_aside=True)

    def correcting(self) -> FormStep:
        """Ask which of the values is wrong."""
        question = self._question(None, self.form.correct[0], tries=self.active.tries + 1)
        return replace(question, quick_replies=())

    def ended(self, kind: StepKind, text: str) -> FormStep:
        """Forget the form, and the values that are not kept; none are recorded of one that failed.

        The values of a completed form are still there for the response: see `without_form`.
        """
        if kind != "completed":
            return FormStep(kind, self.active.intent, text, self.state.without_form())
        state = replace(self.state, form=None)
        return FormStep(kind, self.active.intent, text, state, values=self.values)

    def _question(
        self, slot: Slot | None, text: str, *, tries: int = 0, asides: int = 0
    ) -> FormStep:
        values = self.values
        name = slot.name if slot else ""
        active = replace(self.active, asked=name, tries=tries, asides=asides)
        return FormStep(
            "question",
            self.active.intent,
            filled(text, {**self.state.values, **values}),
            replace(self.state, form=active),
            slot.quick_replies if slot else self.form.confirm_replies,
            values,
        )
