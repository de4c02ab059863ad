"""Responder: from a decision, or a step of a form, to the reply."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from chatbot.dialogue.questions import naming_rest
from chatbot.dialogue.quick_replies import quick_replies
from chatbot.dialogue.repair import leading_intent
from chatbot.dialogue.reply import Reply
from chatbot.dialogue.responses import ResponseSelector, SelectedResponse
from chatbot.dialogue.state import DialogueState, RepairStep
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.intents.responses.bubble import BETWEEN_BUBBLES, Bubble
from chatbot.model.decision import Decision
from chatbot.text.words import WordSplitter

if TYPE_CHECKING:
    from chatbot.dialogue.actions import MessageActions
    from chatbot.dialogue.form_dialogue import FormDialogue
    from chatbot.dialogue.form_step import FormStep


class Responder:
    """Gives the responses of intents, those of actions, and the questions of forms."""

    def __init__(
        self, intents: IntentSet, splitter: WordSplitter, rng: random.Random | None = None
    ) -> None:
        self.responses = ResponseSelector(intents, rng, splitter.language)
        self._intents = intents
        self._leading = leading_intent(intents)
        self._splitter = splitter

    def reply(
        self,
        decision: Decision,
        state: DialogueState,
        actions: MessageActions | None = None,
        *,
        asks: bool = False,
        step: RepairStep = "none",
    ) -> Reply:
        """Reply of a decision: the responses of its intents, and those of their actions.

        Follow-up questions are left out where the reply `asks` something else, and but at the end.
        A `step` to a person is answered as if somebody had asked for one, where an intent can.
        """
        if step == "person" and self._leading:
            return self._led(self._leading, decision, state, actions)
        intents, offered = self._intents_to_give(decision)
        responses = self._selected(intents, state, actions)
        last = None if asks or decision.rest else responses[-1]
        responses = [r if r is last else r.without_question() for r in responses]
        buttons = [text for response in responses for text in response.quick_replies]
        # An error answers nothing: what was open stays open, for another try.
        answered = [i for i, r in zip(intents, responses, strict=True) if r.is_final]
        reply = Reply(
            text=BETWEEN_BUBBLES.join(response.text for response in responses),
            intent=intents[0].tag,
            decision=decision,
            quick_replies=tuple(dict.fromkeys((*offered, *buttons))),
            slots={name: value for r in responses for name, value in r.slots.items()},
            bubbles=_bubbles(responses),
            call=next((response.call for response in responses if response.call), None),
            needs_words=step == "person",
            state=responses[-1].state.after_message(
                [name for intent in answered for name in intent.context_set],
                [name for intent in answered for name in intent.context_filter],
                offered,
                {name: turns for i in answered for name, turns in i.lifespans.items()},
            ),
        )
        return naming_rest(reply, self._splitter.language)

    def _led(
        self,
        leading: Intent,
        decision: Decision,
        state: DialogueState,
        actions: MessageActions | None,
    ) -> Reply:
        """Reply of the intent that leads to a person, to a message that was not understood."""
        chosen = decision.choosing(leading.tag)
        reply = self.reply(chosen, state, actions)
        return replace(reply, intent=self.responses.fallback.tag, decision=decision)

    def _selected(
        self, intents: Iterable[Intent], state: DialogueState, actions: MessageActions | None
    ) -> list[SelectedResponse]:
        """Responses of intents, each in the state after the one before."""
        responses: list[SelectedResponse] = []
        for intent in intents:
            if actions and intent.action:
                responses.append(actions.response(self.responses, intent, state))
            else:
                responses.append(self.responses.select(intent, state))
            state = responses[-1].state
        return responses

    def form_reply(
        self,
        step: FormStep,
        decision: Decision,
        forms: FormDialogue,
        actions: MessageActions | None,
    ) -> Reply:
        """Reply of a step of a form; another question of the message is answered before it."""
        reply = self._step_reply(step, decision, actions)
        if step.kind == "completed":
            return self._completed(step, reply, forms)
        slots = {**reply.slots, **step.values}
        reply = replace(reply, quick_replies=step.quick_replies, slots=slots)
        if step.is_aside:
            return reply
        state = step.state.after_message(closed=self.intent(step.intent).context_filter)
        shown = replace(reply, text=step.text, bubbles=()) if step.text else reply
        return replace(shown, state=state)

    def _step_reply(
        self, step: FormStep, decision: Decision, actions: MessageActions | None
    ) -> Reply:
        if step.is_aside:
            others = tuple(tag for tag in decision.candidates if not self.intent(tag).form)
            decision = replace(decision, candidates=others)
            reply = self.reply(decision, step.state, actions, asks=bool(step.text))
            return reply.with_question(step.text)
        if step.kind == "failed":
            return self.reply(decision.because("form_failed"), step.state)
        # The action is that of the completed form: nothing is called for a question.
        actions = actions if step.kind == "completed" else None
        return self.reply(decision.taken_by_form(step.intent), step.state, actions)

    def _completed(self, step: FormStep, reply: Reply, forms: FormDialogue) -> Reply:
        """Reply of a completed form, which asks again for a value that its action has refused.

        An action without an answer has put the form back into the state, to be confirmed again.
        """
        values = {**step.values, **reply.slots}
        again = forms.asked_again(step.intent, reply.state)
        if again is None:
            state = reply.state if reply.state.form else reply.state.without_form()
            return replace(reply, state=state, slots=values)
        return replace(
            reply.with_question(again.text),
            quick_replies=again.quick_replies,
            slots=again.values,
            state=again.state,
        )

    def _intents_to_give(self, decision: Decision) -> tuple[list[Intent], dict[str, str]]:
        """Intents to respond with, and the tags of the quick replies by text."""
        if decision.kind == "fallback":
            return [self.responses.fallback], {}
        if decision.kind == "answer":
            return [self.intent(tag) for tag in decision.candidates], {}
        offered = quick_replies([self.intent(tag) for tag in decision.offered], self._splitter)
        return [self.responses.clarification], offered

    def intent(self, tag: str) -> Intent:
        """Return the intent of a tag, which a bot with its label has."""
        intent = self._intents.get(tag)
        assert intent is not None, "a bundle's labels are the tags of its intents"
        return intent


def _bubbles(responses: Sequence[SelectedResponse]) -> tuple[Bubble, ...]:
    """Bubbles to show, if any response is more than a text."""
    if not any(response.bubbles for response in responses):
        return ()
    return tuple(bubble for response in responses for bubble in response.shown)
