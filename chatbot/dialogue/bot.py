"""The bot: a message and what the conversation remembers in, an answer out."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache, partial
from math import isnan
from pathlib import Path

from chatbot.dialogue.quick_replies import chosen, suggestions
from chatbot.dialogue.responses import ResponseSelector
from chatbot.dialogue.state import DialogueState
from chatbot.encoder.files import EncoderError
from chatbot.intents.contexts import AllowedIntents
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.model.bundle import INTENTS, Bundle, DamagedBundleError
from chatbot.model.classifier import IntentClassifier, Prediction, RankedIntent

MAX_ALTERNATIVES = 5
MAX_ASKED = 3
"""Of more candidates than so many, nobody wants to choose: that is the fallback's."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer. `confidence` is that of the best intent, also where it was too low to use.

    `alternatives` are the next best intents, at most `MAX_ALTERNATIVES`; they begin with the best
    one where that was not answered. `candidates` is the prediction set, which holds the right
    intent in a share of `coverage` of all messages that have one; empty for a message that is out
    of scope. With two or three of them the answer asks which is meant, and `quick_replies` are a
    text for each: whichever comes back is answered, likely or not. `state` is what the conversation
    remembers from now on.
    """

    text: str
    intent: str
    confidence: float
    alternatives: tuple[RankedIntent, ...]
    fallback: bool
    quick_replies: tuple[str, ...]
    state: DialogueState
    candidates: tuple[str, ...] = ()
    coverage: float = 0.0


class Bot:
    """Answers messages. Holds no conversation itself, so that one bot serves all of them."""

    def __init__(
        self,
        classifier: IntentClassifier,
        intents: IntentSet,
        rng: random.Random | None = None,
    ) -> None:
        self.intents = intents
        self.classifier = classifier
        self._responses = ResponseSelector(intents, rng)
        self._turn = lru_cache(maxsize=256)(partial(AllowedIntents.of, intents))

    @classmethod
    def from_bundle(cls, bundle: Bundle) -> Bot:
        """Return the bot in a bundle.

        Raises DamagedBundleError where the parts make none, and EncoderError where the network
        reads word pieces, and their encoder is not there.
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
    def load(cls, path: Path) -> Bot:
        """Return the bot in a bundle's file. Raises BundleError or EncoderError."""
        return cls.from_bundle(Bundle.load(path))

    def reply(self, text: str, state: DialogueState) -> Reply:
        """Return the answer to `text` in a conversation that remembers `state`.

        Any text gets an answer: what is empty, endless or means nothing gets the fallback's.
        """
        return self.answer(text, self.classifier.predict(text), state)

    def answer(self, text: str, prediction: Prediction, state: DialogueState) -> Reply:
        """Return what `reply` does, given what the network thinks of `text`."""
        turn = self.turn(state)
        ranking = prediction.ranking(turn)
        candidates = prediction.candidates(turn) if prediction.verdict(turn).accepted else ()
        told = chosen(state.offered, text)
        if told and self.intents.get(told):
            ranking, candidates = _with_first(told, ranking), (told,)
        best = ranking[0] if ranking else RankedIntent(self._responses.fallback.tag, 0.0)
        offered: dict[str, str] = {}
        if len(candidates) == 1:
            answer = self._intent(best.intent)
        elif 1 < len(candidates) <= MAX_ASKED:
            answer = self._responses.clarification
            offered = suggestions(map(self._intent, candidates))
        else:
            answer = self._responses.fallback
        selected = self._responses.select(answer, state)
        trusted = answer.tag == best.intent
        return Reply(
            text=selected.text,
            intent=answer.tag,
            confidence=best.confidence,
            alternatives=ranking[1 if trusted else 0 :][:MAX_ALTERNATIVES],
            fallback=answer is self._responses.fallback,
            quick_replies=tuple(offered),
            state=selected.state.after_message(answer.context_set, answer.context_filter, offered),
            candidates=candidates,
            coverage=prediction.calibration.coverage,
        )

    def try_out(self) -> None:
        """Raise some error where the parts of the bot do not fit together."""
        labels = self.classifier.labels
        if not 0 < len({*labels} & {intent.tag for intent in self.intents}) == len(labels):
            raise ValueError("The labels are not intents.")
        for text in ("", self._intent(labels[0]).patterns[0]):
            prediction = self.classifier.predict(text)
            if len(prediction.evidence.logits) != len(labels) + 1:
                raise ValueError("The graph has other intents than the labels.")
            reply = self.reply(text, DialogueState())
            scope = prediction.verdict(self.turn(DialogueState()))
            if isnan(reply.confidence + reply.coverage + scope.score + scope.threshold):
                raise ValueError("The calibration gives no numbers.")

    def turn(self, state: DialogueState) -> AllowedIntents:
        """Return which intents a message can have in a conversation that remembers `state`."""
        return self._turn(state.open_contexts)

    def _intent(self, tag: str) -> Intent:
        intent = self.intents.get(tag)
        assert intent is not None, "a bundle's labels are the tags of its intents"
        return intent


def _with_first(tag: str, ranking: tuple[RankedIntent, ...]) -> tuple[RankedIntent, ...]:
    """The ranking with an intent that was chosen at its head, possible or not."""
    own = [each for each in ranking if each.intent == tag] or [RankedIntent(tag, 0.0)]
    return (*own, *(each for each in ranking if each.intent != tag))
