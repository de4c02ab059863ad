"""The bot: a message and what the conversation remembers in, an answer out."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from chatbot.bundle import GUARD, INTENTS, Bundle, DamagedBundleError
from chatbot.classifier import IntentClassifier, RankedIntent
from chatbot.confidence import Guard
from chatbot.contexts import Turn
from chatbot.dialogue import DialogueState
from chatbot.intents import Intent, IntentSet
from chatbot.responses import ResponseSelector

MAX_ALTERNATIVES = 5


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer. `confidence` is that of the best intent, also where it was too low to use.

    `alternatives` are the next best intents, at most `MAX_ALTERNATIVES`; on a fallback they begin
    with the intent that was not trusted. `state` is what the conversation remembers from now on.
    """

    text: str
    intent: str
    confidence: float
    alternatives: tuple[RankedIntent, ...]
    fallback: bool
    quick_replies: tuple[str, ...]
    state: DialogueState


class Bot:
    """Answers messages. Holds no conversation itself, so that one bot serves all of them."""

    def __init__(
        self,
        classifier: IntentClassifier,
        intents: IntentSet,
        guard: Guard,
        rng: random.Random | None = None,
    ) -> None:
        self.intents = intents
        self.classifier = classifier
        self.guard = guard
        self._responses = ResponseSelector(intents, rng)
        self._turn = lru_cache(maxsize=256)(partial(Turn.of, intents))

    @classmethod
    def from_bundle(cls, bundle: Bundle) -> Bot:
        """Return the bot in a bundle. Raises DamagedBundleError where the parts make none."""
        try:
            bot = cls(
                IntentClassifier.from_bundle(bundle),
                IntentSet.from_json(bundle.text(INTENTS)),
                Guard.from_json(bundle.text(GUARD)),
            )
        except Exception as error:  # whatever the parts hold: onnxruntime's have no common base
            raise DamagedBundleError(
                "This model archive holds no bot that this version of Recollect can read"
                f" ({type(error).__name__}). Train the model again or restore the file."
            ) from error
        return bot

    @classmethod
    def load(cls, path: Path) -> Bot:
        """Return the bot in a bundle's file. Raises BundleError."""
        return cls.from_bundle(Bundle.load(path))

    def reply(self, text: str, state: DialogueState) -> Reply:
        """Return the answer to `text` in a conversation that remembers `state`.

        Any text gets an answer: what is empty, endless or means nothing gets the fallback's.
        """
        prediction = self.classifier.predict(text)
        ranking = prediction.ranking(self.turn(state), 1 + MAX_ALTERNATIVES)
        best = ranking[0] if ranking else RankedIntent(self._responses.fallback.tag, 0.0)
        trusted = bool(prediction.known and ranking) and self.guard.trusts(best.confidence)
        intent = self._intent(best.intent) if trusted else self._responses.fallback
        chosen = self._responses.select(intent, state)
        return Reply(
            text=chosen.text,
            intent=intent.tag,
            confidence=best.confidence,
            alternatives=ranking[1 if trusted else 0 :][:MAX_ALTERNATIVES],
            fallback=not trusted,
            quick_replies=(),
            state=chosen.state.after_message(intent.context_set, intent.context_filter),
        )

    def turn(self, state: DialogueState) -> Turn:
        """Return which intents a message can have in a conversation that remembers `state`."""
        return self._turn(state.open_contexts)

    def _intent(self, tag: str) -> Intent:
        intent = self.intents.get(tag)
        assert intent is not None, "a bundle's labels are the tags of its intents"
        return intent
