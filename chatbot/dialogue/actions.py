"""Actions of a message: the responses of intents that a webhook answers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chatbot.dialogue.action_calls import ActionAnswer, ActionAnswers, ActionCall
from chatbot.dialogue.responses import ResponseSelector, SelectedResponse
from chatbot.dialogue.state import DialogueState
from chatbot.intents.actions.action import Action
from chatbot.intents.actions.apologies import APOLOGIES
from chatbot.intents.intent_set import Intent
from chatbot.intents.responses.fields import BETWEEN_BUBBLES


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
        if answer is None or not (answer.bubbles or intent.responses):
            response = selector.select(self._apologetic(action, intent), state)
            left = None if call in self.answers else call
            return replace(response, call=left, is_final=False)
        response = _given(answer, selector, intent, _after(answer, state))
        own = {slot.name for slot in action.slots}
        slots = {name: slot for name, slot in response.state.slots.items() if name not in own}
        values = {name: slot.value for name, slot in answer.slots.items() if slot}
        state = replace(response.state, slots=slots)
        asks_again = intent.form and any(
            answer.slots.get(s.name, s) is None for s in intent.form.slots
        )
        return replace(response, state=state, slots=values, is_final=not asks_again)

    def _call(self, action: Action, intent: Intent, state: DialogueState) -> ActionCall:
        values = intent.form.asked_for(state.values) if intent.form else state.values
        return ActionCall(
            action,
            intent.tag,
            self.text,
            tuple(sorted(values.items())),
            tuple(sorted(state.open_contexts)),
            self.language,
        )

    def _apologetic(self, action: Action, intent: Intent) -> Intent:
        """The intent with responses for errors."""
        texts = action.error or (APOLOGIES.get(self.language) or APOLOGIES["english"],)
        return Intent(intent.tag, responses=texts, rich=action.rich)


def _after(answer: ActionAnswer, state: DialogueState) -> DialogueState:
    kept = {name: slot for name, slot in state.slots.items() if name not in answer.slots}
    new = {name: slot for name, slot in answer.slots.items() if slot}
    return replace(state, slots={**kept, **new})


def _given(
    answer: ActionAnswer, selector: ResponseSelector, intent: Intent, state: DialogueState
) -> SelectedResponse:
    """The response of an answer, or that of the intent with the values of the answer."""
    if not answer.bubbles:
        return selector.select(intent, state)
    text = BETWEEN_BUBBLES.join(answer.bubbles)
    bubbles = answer.bubbles if len(answer.bubbles) > 1 else ()
    return SelectedResponse(text, state, answer.quick_replies, bubbles)
