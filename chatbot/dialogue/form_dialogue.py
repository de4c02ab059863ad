"""Dialogue of forms: begun, filled, interrupted, corrected, confirmed, cancelled."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from chatbot.dialogue.form_reading import Heard
from chatbot.dialogue.form_step import FormProgress, FormStep
from chatbot.dialogue.slot_filling import fill
from chatbot.dialogue.state import ActiveForm, DialogueState, SlotValue
from chatbot.entities.entity import Entity, EntityKind, Mentions
from chatbot.entities.finder import EntityFinder
from chatbot.entities.learnt import SpanFinder
from chatbot.entities.typing_errors import TypingErrors
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.model.decision import Decision
from chatbot.model.prediction import Prediction

MOST_TRIES = 3
"""Replies in a row that are not understood until a form is given up: it asks again twice."""

MOST_ASIDES = 3
"""Other questions in a row after which a form comes back; then the subject has changed."""

_TELLING: tuple[EntityKind, ...] = (
    *("list", "learnt", "pattern", "order_number", "email", "phone"),
)
"""Kinds of values that are remembered wherever they are said: a number may count anything.

Guesses are remembered where the message is about their entity alone.
"""


class FormDialogue:
    """Forms of a bot in its language. Holds no conversation."""

    def __init__(
        self,
        intents: IntentSet,
        language: str,
        tagger: SpanFinder | None = None,
        errors: TypingErrors | None = None,
    ) -> None:
        self._intents = intents
        self._language = language
        slots = [slot for i in intents if i.form for slot in i.form.slots]
        self._kept = {slot.name: slot for slot in slots if slot.keep != "form"}
        self._marked = {
            intent.tag: {mark.entity for marks in intent.marks.values() for mark in marks}
            for intent in intents
            if intent.marks
        }
        self._lasting = {*self._kept, *(slot.name for slot in intents.page.slots)}
        self.find = EntityFinder([slot.entity for slot in slots], language, tagger, errors).find
        """Return the mentions of the entities of all slots in a message."""

    def remembered(
        self, mentions: Mentions, state: DialogueState, decision: Decision
    ) -> DialogueState:
        """Return the state with the values of kept slots that a message says outside of a form.

        A guess counts if it is certain, and the intent to answer has marks of its entity.
        Values that the author does not keep any more are forgotten, as is a form that is gone.
        """
        if state.form:
            intent = self._intents.get(state.form.intent)
            if intent and intent.form:
                return state
            state = state.without_form()
        if not state.slots.keys() <= self._lasting:
            state = state.without_slots(self._lasting)
        best = decision.candidates[0] if decision.kind == "answer" and decision.candidates else ""
        marked = self._marked.get(best, ())
        new = {
            name: SlotValue(values[0], slot.keep)
            for name, slot in self._kept.items()
            if (values := _values_in_passing(slot.entity, mentions, marked))
        }
        return replace(state, slots={**state.slots, **new}) if new else state

    def step(
        self, text: str, prediction: Prediction, decision: Decision, state: DialogueState
    ) -> FormStep | None:
        """Go on with the form of the state, or begin another; None where there is none.

        A question that begins another form ends the one before.
        """
        heard = self._heard(text, prediction, decision)
        new = self._new_form(heard.decision)
        active = state.form
        intent = self._intents.get(active.intent) if active else None
        if active is None or intent is None or intent.form is None:
            return self._begun(new, heard, state.without_form()) if new else None
        step = self._went_on(FormProgress(intent.form, active, state), heard)
        if step.is_aside and new and new.tag != intent.tag:
            return self._begun(new, heard, state.without_form())
        return step

    def _heard(self, text: str, prediction: Prediction, decision: Decision) -> Heard:
        best = self._best(decision)
        is_answered = best is None or bool(best.responses or best.action or best.form)
        words, mentions = prediction.words, prediction.mentions
        return Heard(text, words, mentions, decision, self._language, is_answered)

    def _best(self, decision: Decision) -> Intent | None:
        return self._intents.get(decision.candidates[0]) if decision.candidates else None

    def asked_again(self, tag: str, state: DialogueState) -> FormStep | None:
        """Ask for a value that an action has taken from a completed form; None without any."""
        intent = self._intents.get(tag)
        assert intent is not None, "a completed form is that of an intent"
        assert intent.form is not None, "a completed form is that of an intent"
        progress = FormProgress(intent.form, ActiveForm(tag), state)
        return progress.next() if progress.missing else None

    def _new_form(self, decision: Decision) -> Intent | None:
        tags = decision.candidates if decision.kind == "answer" else ()
        intents: Iterable[Intent | None] = map(self._intents.get, tags)
        return next((intent for intent in intents if intent and intent.form), None)

    def _begun(self, intent: Intent, heard: Heard, state: DialogueState) -> FormStep:
        form = intent.form
        assert form is not None, "only an intent with a form begins one"
        progress = FormProgress(form, ActiveForm(intent.tag), state)
        step = progress.with_values(fill(form, heard.mentions, progress.values)).next()
        others = filter(None, map(self._intents.get, heard.decision.candidates))
        has_answers = any(other.form is None for other in others)
        return replace(step, is_aside=has_answers and step.kind == "question")

    def _says_cancelled(self, progress: FormProgress, heard: Heard) -> bool:
        """True if the answer to a message is the one to a cancellation of the form."""
        best = self._best(heard.decision)
        responses = {*best.responses} if best else set()
        return bool(responses) and responses <= {*progress.form.cancelled}

    def _went_on(self, progress: FormProgress, heard: Heard) -> FormStep:
        filling = heard.values(progress)
        if heard.cancels(progress, filling):
            return progress.ended("cancelled", progress.form.cancelled[0])
        if not progress.has_question:
            return progress.with_values(filling).next()
        if heard.is_aside(progress, filling):
            is_end = self._says_cancelled(progress, heard)
            if progress.active.asides < MOST_ASIDES and not is_end:
                return progress.aside()
            return replace(progress.ended("cancelled", ""), is_aside=True)
        if filling.values:
            return progress.with_values(filling).next()
        is_last = progress.active.tries + 1 == MOST_TRIES
        step = None if progress.active.asked else _confirmed(progress, heard, is_last=is_last)
        if step is None and is_last:
            return progress.ended("failed", next(iter(progress.form.failed), ""))
        return step or progress.again()


def _values_in_passing(entity: Entity, mentions: Mentions, marked: Collection[str]) -> list[str]:
    """Values of an entity that count outside of a form, given the names of `marked` entities."""
    return [
        mention.value
        for mention in mentions.get(entity, ())
        if entity.kind in _TELLING and mention.is_sure
        if mention.guess is None or (mention.guess.is_certain and entity.name in marked)
    ]


def _confirmed(progress: FormProgress, heard: Heard, *, is_last: bool) -> FormStep | None:
    """Step after a reply to the question about all values; None for any other message."""
    form = progress.form
    name = "" if heard.reply == "yes" else heard.named_slot(progress)
    if name:
        return progress.without_value(name).next()
    if heard.opening == "yes":
        return progress.ended("completed", "")
    if heard.reply != "no" or (form.correct and is_last):
        return None
    return progress.correcting() if form.correct else progress.ended("cancelled", form.cancelled[0])
