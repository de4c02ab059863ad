"""Selection of an intent's response: never the same twice in a row."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from chatbot.dialogue.action_calls import ActionCall
from chatbot.dialogue.state import DialogueState
from chatbot.intents.forms.form import holds
from chatbot.intents.forms.templates import filled, names_in
from chatbot.intents.intent_set import CLARIFICATION_TAG, FALLBACK_TAG, Intent, IntentSet
from chatbot.intents.reserved_tags import HAND_OVER
from chatbot.intents.responses.bubble import Bubble, joined_text
from chatbot.intents.responses.fallbacks import FALLBACKS
from chatbot.intents.responses.moment import Moment
from chatbot.intents.responses.questions_back import QUESTIONS_BACK
from chatbot.intents.responses.repeats import Part, response_parts
from chatbot.model.architectures import ENGLISH


@dataclass(frozen=True, slots=True)
class SelectedResponse:
    """Response, the dialogue state after the response, the author's quick replies and bubbles.

    A response of a plain text has no `bubbles`.
    `slots` are values that an action gave; a `call` is one that has no answer yet. One that
    `is_final` is not that to an action without one, or whose form asks again.
    """

    text: str
    state: DialogueState
    quick_replies: tuple[str, ...] = ()
    bubbles: tuple[Bubble, ...] = ()
    slots: Mapping[str, str] = field(default_factory=dict)
    call: ActionCall | None = None
    is_final: bool = True

    @property
    def shown(self) -> tuple[Bubble, ...]:
        """Bubbles of the response, one for a plain text, none without one."""
        return self.bubbles or ((Bubble(self.text),) if self.text else ())

    def without_question(self) -> SelectedResponse:
        """Return the response without its follow-up question: something else is asked."""
        if not any(bubble.asks for bubble in self.bubbles):
            return self
        bubbles = tuple(bubble for bubble in self.bubbles if not bubble.asks)
        return replace(self, text=joined_text(bubbles), bubbles=bubbles)


class ResponseSelector:
    """Selects responses from the intents of a bot.

    A fallback and a question back without responses of the author have some in the `language`.
    """

    def __init__(
        self, intents: IntentSet, rng: random.Random | None = None, language: str = ENGLISH
    ) -> None:
        fallback = Intent(FALLBACK_TAG, responses=_spoken(FALLBACKS, language))
        self.fallback = _or_default(intents, fallback)
        self._last_resort = self.fallback if self.fallback.responses else fallback
        clarification = Intent(CLARIFICATION_TAG, responses=_spoken(QUESTIONS_BACK, language))
        self.clarification = _or_default(intents, clarification)
        has_slots = any(i.form or (i.action and i.action.slots) for i in intents)
        self._has_slots = has_slots or bool(intents.page.slots)
        self._rng = rng or random.Random()  # noqa: S311 - variety, not secrecy

    def select(self, intent: Intent, state: DialogueState) -> SelectedResponse:
        """Select a response of `intent`, or of the fallback if `intent` has none.

        Responses take turns in a conversation, from a random start; those with the values of slots
        are given only if the values are there. A form may have others, depending on the values. Of
        these, responses whose conditions hold go first, and are given alone.
        """
        slots = _values(intent, state)
        values = slots if self._has_slots else {}
        speaker = intent if intent.responses else self._last_resort
        texts = _texts(intent, values) or speaker.responses
        last = state.last_responses.get(speaker.tag)
        index = self._rng.randrange(len(texts)) if last is None else (last + 1) % len(texts)
        is_rich = bool(speaker.rich) and texts is speaker.responses
        parts = response_parts(texts, speaker.rich if is_rich else {})
        numbers = self._with_values(texts, values) or range(len(texts))
        if is_rich:
            numbers = _fitting(parts, state, slots, numbers)
        index = next((number for number in numbers if number >= index), numbers[0])
        _, rich = parts[index]
        after = state.after_response(speaker.tag, index)
        if rich is None:
            return SelectedResponse(filled(texts[index], values), after)
        bubbles = tuple(bubble.filled(values) for bubble in rich.bubbles)
        text = joined_text(bubbles) if bubbles else filled(texts[index], values)
        return SelectedResponse(text, after, rich.quick_replies, bubbles)

    def can_say(self, intent: Intent, state: DialogueState) -> bool:
        """Return True if a response of the intent itself has all of its values."""
        values = _values(intent, state)
        return bool(self._with_values(_texts(intent, values), values))

    def _with_values(self, texts: Sequence[str], values: Mapping[str, str]) -> Sequence[int]:
        """Indices of the texts whose values are all there."""
        numbers = range(len(texts))
        if not self._has_slots:
            return numbers
        return [n for n in numbers if {*names_in(texts[n])} <= values.keys()]


def _values(intent: Intent, state: DialogueState) -> dict[str, str]:
    return intent.form.asked_for(state.values) if intent.form else state.values


def _texts(intent: Intent, values: Mapping[str, str]) -> tuple[str, ...]:
    """Responses of an intent, those of the first outcome of its form that has the values."""
    outcomes = intent.form.outcomes if intent.form else ()
    fitting = next((o.responses for o in outcomes if holds(o.condition, values)), ())
    return fitting or intent.responses


def _fitting(
    parts: Sequence[Part], state: DialogueState, values: Mapping[str, str], numbers: Sequence[int]
) -> Sequence[int]:
    """Indices of the responses whose conditions hold, else of those without, else of all."""
    moment, first_visit = state.moment or Moment.now(), not state.is_returning
    contexts = _contexts(state, moment)
    fitting: list[int] = []
    always: list[int] = []
    for number in numbers:
        _, rich = parts[number]
        if rich is None or not rich.is_conditional:
            always.append(number)
        elif rich.fits(contexts, values, first_visit=first_visit, moment=moment):
            fitting.append(number)
    return fitting or always or numbers


def _contexts(state: DialogueState, moment: Moment) -> frozenset[str]:
    """Contexts for conditions: HAND_OVER is one of them where persons can be asked for now."""
    return state.open_contexts - {HAND_OVER} | ({HAND_OVER} if moment.has_persons else set())


def _or_default(intents: IntentSet, default: Intent) -> Intent:
    """The author's intent with the tag of the default, or the default if that has no answers."""
    own = intents.get(default.tag)
    return own if own and (own.responses or own.action) else default


def _spoken(texts: Mapping[str, tuple[str, ...]], language: str) -> tuple[str, ...]:
    """Texts in the language, English ones for any other."""
    return texts.get(language, texts[ENGLISH])
