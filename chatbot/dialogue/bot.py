"""Bot: a message and the state of the conversation in, a reply out."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache, partial
from math import isnan
from os import PathLike

from chatbot.dialogue.quick_replies import chosen_tag, quick_replies
from chatbot.dialogue.responses import ResponseSelector
from chatbot.dialogue.state import DialogueState
from chatbot.encoder.files import EncoderError
from chatbot.intents.contexts import AllowedIntents
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.model.bundle import INTENTS, Bundle, DamagedBundleError
from chatbot.model.classifier import IntentClassifier
from chatbot.model.decision import Decision, RankedIntent
from chatbot.model.prediction import Prediction
from chatbot.text.markup.response import response_spans
from chatbot.text.markup.span import Span

MAX_ALTERNATIVES = 5


@dataclass(frozen=True, slots=True)
class Reply:
    """Response to a message, the decision behind it, and the next state of the conversation.

    `intent` is the intent of the response: the fallback and the question back are intents, too. A
    question back has `quick_replies`, a text for each candidate: a text sent back is answered,
    likely or not.
    """

    text: str
    intent: str
    decision: Decision
    quick_replies: tuple[str, ...]
    state: DialogueState

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


class Bot:
    """Answers messages. Holds no conversation: the same bot serves all conversations."""

    def __init__(
        self,
        classifier: IntentClassifier,
        intents: IntentSet,
        rng: random.Random | None = None,
    ) -> None:
        self.intents = intents
        self.classifier = classifier
        self._responses = ResponseSelector(intents, rng)
        self._allowed = lru_cache(maxsize=256)(partial(AllowedIntents.of, intents))

    @classmethod
    def from_bundle(cls, bundle: Bundle) -> Bot:
        """Return the bot in a bundle.

        Raises DamagedBundleError if the parts make no bot, and EncoderError if the network reads
        word pieces and the encoder is missing.
        """
        try:
            intents = IntentSet.from_json(bundle.text(INTENTS))
            bot = cls(IntentClassifier.from_bundle(bundle), intents)
            bot.try_out()
        except EncoderError:
            raise
        except Exception as error:  # whatever the parts hold: onnxruntime's have no common base
            raise DamagedBundleError(
                "This model archive holds no bot that this version of Recollect can read"
                f" ({type(error).__name__}). Train the model again or restore the file."
            ) from error
        return bot

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Bot:
        """Return the bot in a bundle's file. Raises BundleError or EncoderError."""
        return cls.from_bundle(Bundle.load(path))

    def reply(self, text: str, state: DialogueState | None = None) -> Reply:
        """Reply to `text` in a conversation with `state`; without a state, a conversation begins.

        Any text gets a reply: empty, endless and meaningless texts get the fallback.
        """
        return self.answer(text, self.predict(text), state or DialogueState())

    def predict(self, text: str) -> Prediction:
        """Return the prediction for `text`, independent of any conversation."""
        return self.classifier.predict(text)

    def answer(self, text: str, prediction: Prediction, state: DialogueState) -> Reply:
        """Reply to `text`, given the prediction."""
        decision = self.decide(text, prediction, state)
        intent, offered = self._intent_to_give(decision)
        response = self._responses.select(intent, state)
        return Reply(
            text=response.text,
            intent=intent.tag,
            decision=decision,
            quick_replies=tuple(offered),
            state=response.state.after_message(intent.context_set, intent.context_filter, offered),
        )

    def decide(self, text: str, prediction: Prediction, state: DialogueState) -> Decision:
        """Decide on a message: a quick reply of the last question back is answered always."""
        decision = prediction.decide(self.allowed(state))
        tag = chosen_tag(state.offered, text)
        return decision.choosing(tag) if tag and self.intents.get(tag) else decision

    def allowed(self, state: DialogueState) -> AllowedIntents:
        """Return the intents allowed by the open contexts of a conversation."""
        return self._allowed(state.open_contexts)

    def try_out(self) -> None:
        """Raise some error where the parts of the bot do not fit together."""
        labels = self.classifier.labels
        if not 0 < len({*labels} & {intent.tag for intent in self.intents}) == len(labels):
            raise ValueError("The labels are not intents.")
        for text in ("", self._intent(labels[0]).patterns[0]):
            prediction = self.predict(text)
            if len(prediction.output.logits) != len(labels) + 1:
                raise ValueError("The graph has other intents than the labels.")
            reply = self.answer(text, prediction, DialogueState())
            scope = reply.decision.scope
            if isnan(reply.confidence + reply.coverage + scope.score + scope.threshold):
                raise ValueError("The calibration gives no numbers.")

    def _intent_to_give(self, decision: Decision) -> tuple[Intent, dict[str, str]]:
        """Intent to respond with, and the tags of the quick replies by text."""
        if decision.kind == "fallback":
            return self._responses.fallback, {}
        candidates = [self._intent(tag) for tag in decision.candidates]
        if decision.kind == "ask":
            return self._responses.clarification, quick_replies(candidates)
        return candidates[0], {}

    def _intent(self, tag: str) -> Intent:
        intent = self.intents.get(tag)
        assert intent is not None, "a bundle's labels are the tags of its intents"
        return intent
