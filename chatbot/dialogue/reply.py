"""Reply to a message, with the decision behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from chatbot.dialogue.action_calls import ActionCall
from chatbot.dialogue.state import DialogueState, RepairStep
from chatbot.intents.responses.bubble import BETWEEN_BUBBLES, Bubble
from chatbot.model.decision import Decision, RankedIntent
from chatbot.text.markup.response import response_spans
from chatbot.text.markup.span import Span

MAX_ALTERNATIVES = 5


@dataclass(frozen=True, slots=True)
class Reply:
    """Response to a message, the decision behind it, and the next state of the conversation.

    `intent` is the intent of the response: the fallback and the question back are intents, too. The
    `quick_replies` are the author's; a question back has a text for each candidate, and a text sent
    back is answered, likely or not. `slots` are the values of a form, in a reply that asks for more
    or completes it, and those that an action gave. `bubbles` are those of a reply that is more than
    a text; its `text` has all of their words. With a `call`, the reply is that to an action
    without an answer. Where the bot is in doubt, `step` is that of a repair. One that `needs_words`
    leads to a person, and has the text of the fallback, as no intent has words for it.
    """

    text: str
    intent: str
    decision: Decision
    quick_replies: tuple[str, ...]
    state: DialogueState
    slots: Mapping[str, str] = field(default_factory=dict)
    bubbles: tuple[Bubble, ...] = ()
    call: ActionCall | None = None
    step: RepairStep = "none"
    needs_words: bool = False

    @property
    def spans(self) -> tuple[Span, ...]:
        """Text as links, emphasis and plain text."""
        return response_spans(self.text)

    @property
    def fallback(self) -> bool:
        """True where the fallback was given."""
        return self.decision.kind == "fallback"

    @property
    def confidence(self) -> float:
        """Confidence of the best intent, also if too low for an answer."""
        best = self.decision.best
        return best.confidence if best else 0.0

    @property
    def alternatives(self) -> tuple[RankedIntent, ...]:
        """Best intents other than the answered intent, at most MAX_ALTERNATIVES."""
        first = 1 if self.decision.kind == "answer" else 0
        return self.decision.ranking[first:][:MAX_ALTERNATIVES]

    @property
    def candidates(self) -> tuple[str, ...]:
        """Prediction set; empty for a message out of scope."""
        return () if self.decision.out_of_scope else self.decision.candidates

    @property
    def coverage(self) -> float:
        """Share of the prediction sets with the true intent, for messages with an intent."""
        return self.decision.coverage

    def with_question(self, question: str) -> Reply:
        """Return the reply with the question of a form below it."""
        if not self.text:
            return replace(self, text=question, bubbles=())
        shown = self.bubbles or (Bubble(self.text),)
        text = BETWEEN_BUBBLES.join(filter(None, (self.text, question)))
        return replace(self, text=text, bubbles=(*shown, Bubble(question)) if question else shown)

    def after_round(self, *, is_doubtful: bool, last_words: int = 0) -> Reply:
        """Return the reply with its step, and the doubt about its message, in the state."""
        state = self.state.after_round(self.step, is_doubtful=is_doubtful, last_words=last_words)
        return replace(self, state=state)
