"""Actions of a message: the responses of intents that a webhook answers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chatbot.dialogue.action_calls import ActionAnswer, ActionAnswers, ActionCall
from chatbot.dialogue.form_step import FormProgress
from chatbot.dialogue.responses import ResponseSelector, SelectedResponse
from chatbot.dialogue.state import ActiveForm, DialogueState
from chatbot.intents.actions.action import Action
from chatbot.intents.actions.apologies import APOLOGIES
from chatbot.intents.intent_set import Intent
from chatbot.intents.responses.bubble import joined_text


@dataclass(frozen=True, slots=True)
class MessageActions:
    """Actions of the message `text`, as far as they have `answers`."""

    text: str
    answers: ActionAnswers
    language: str

    def response(
        self, selector: ResponseSelector, intent: Intent, state: DialogueState
    ) -> SelectedResponse:
        """Response of an intent with an action, the author's for errors without an answer."""
        action = intent.action
        assert action is not None, "only an intent with an action has an answer of one"
        call = self._call(action, intent, state)
        answer = self.answers.get(call)
        if answer and not is_empty(answer, selector, intent, state):
            return _given(answer, action, selector, intent, state)
        response = selector.select(self._apologetic(action, intent), state)
        if intent.form and intent.form.confirm:
            # Nobody types it all again: another "yes" makes the call again.
            after = replace(response.state, form=ActiveForm(intent.tag))
            response = replace(response, state=after)
        return replace(response, call=None if call in self.answers else call, is_final=False)

    def _call(self, action: Action, intent: Intent, state: DialogueState) -> ActionCall:
        values = intent.form.asked_for(state.values) if intent.form else state.values
        return ActionCall(
            action,
            intent.tag,
            self.text,
            tuple(sorted(values.items())),
            tuple(sorted(state.open_contexts)),
            self.language,
            form_number=state.forms_answered if intent.form else None,
        )

    def _apologetic(self, action: Action, intent: Intent) -> Intent:
        """The intent with responses for errors."""
        texts = action.error or (APOLOGIES.get(self.language) or APOLOGIES["english"],)
        return Intent(intent.tag, responses=texts, rich=action.rich)


def is_empty(
    answer: ActionAnswer, selector: ResponseSelector, intent: Intent, state: DialogueState
) -> bool:
    """Return True for an answer without texts that leaves the bot nothing to say.

    Neither has the intent a response with all of its values, nor the form a question.
    """
    after = _after(answer, state)
    has_more = _asks_again(intent, after) or selector.can_say(intent, after)
    return not (answer.bubbles or has_more)


def _given(
    answer: ActionAnswer,
    action: Action,
    selector: ResponseSelector,
    intent: Intent,
    state: DialogueState,
) -> SelectedResponse:
    """The response of an answer; its values for this one response are forgotten."""
    after = _after(answer, state)
    response = _worded(answer, selector, intent, after)
    own = {slot.name for slot in action.slots}
    slots = {name: slot for name, slot in response.state.slots.items() if name not in own}
    forms = state.forms_answered + (intent.form is not None)
    return replace(
        response,
        state=replace(response.state, slots=slots, forms_answered=forms),
        slots={name: slot.value for name, slot in answer.slots.items() if slot},
        is_final=not _asks_again(intent, after),
    )


def _after(answer: ActionAnswer, state: DialogueState) -> DialogueState:
    kept = {name: slot for name, slot in state.slots.items() if name not in answer.slots}
    new = {name: slot for name, slot in answer.slots.items() if slot}
    return replace(state, slots={**kept, **new})


def _asks_again(intent: Intent, state: DialogueState) -> bool:
    """True for a form that lacks a value after the answer to it."""
    if intent.form is None:
        return False
    return FormProgress(intent.form, ActiveForm(intent.tag), state).missing is not None


def _worded(
    answer: ActionAnswer, selector: ResponseSelector, intent: Intent, state: DialogueState
) -> SelectedResponse:
    """Texts of an answer, else of the intent; none where the form asks again without any."""
    if answer.bubbles:
        bubbles = answer.bubbles
        is_text = len(bubbles) == 1 and bubbles[0].is_plain
        shown = () if is_text else bubbles
        return SelectedResponse(joined_text(bubbles), state, answer.quick_replies, shown)
    if selector.can_say(intent, state):
        return selector.select(intent, state)
    return SelectedResponse("", state)
