"""The bot: a message and what the conversation remembers in, an answer out."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from chatbot.bundle import INTENTS, Bundle, DamagedBundleError
from chatbot.classifier import IntentClassifier, Prediction, RankedIntent
from chatbot.contexts import Turn
from chatbot.dialogue import DialogueState
from chatbot.encoder_files import EncoderError
from chatbot.intents import Intent, IntentSet
from chatbot.responses import ResponseSelector

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
    pattern of each. `state` is what the conversation remembers from now on.
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
        self._turn = lru_cache(maxsize=256)(partial(Turn.of, intents))

    @classmethod
    def from_bundle(cls, bundle: Bundle) -> Bot:
        """Return the bot in a bundle.

        Raises DamagedBundleError where the parts make none, and EncoderError where the network
        reads word pieces, and their encoder is not there.
        """
        try:
            bot = cls(
                IntentClassifier.from_bundle(bundle),
                IntentSet.from_json(bundle.text(INTENTS)),
            )
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
        return self.answer(self.classifier.predict(text), state)

    def answer(self, prediction: Prediction, state: DialogueState) -> Reply:
        """Return the answer to a message of which the network thinks so: see `reply`."""
        turn = self.turn(state)
        ranking = prediction.ranking(turn, 1 + MAX_ALTERNATIVES)
        candidates = prediction.candidates(turn) if prediction.verdict(turn).accepted else ()
        best = ranking[0] if ranking else RankedIntent(self._responses.fallback.tag, 0.0)
        suggested: tuple[str, ...] = ()
        if len(candidates) == 1:
            answer = self._intent(best.intent)
        elif 1 < len(candidates) <= MAX_ASKED:
            answer = self._responses.clarification
            suggested = tuple(self._example(tag) for tag in candidates)
        else:
            answer = self._responses.fallback
        chosen = self._responses.select(answer, state)
        trusted = answer.tag == best.intent
        return Reply(
            text=chosen.text,
            intent=answer.tag,
            confidence=best.confidence,
            alternatives=ranking[1 if trusted else 0 :][:MAX_ALTERNATIVES],
            fallback=answer is self._responses.fallback,
            quick_replies=suggested,
            state=chosen.state.after_message(answer.context_set, answer.context_filter),
            candidates=candidates,
            coverage=prediction.calibration.coverage,
        )

    def turn(self, state: DialogueState) -> Turn:
        """Return which intents a message can have in a conversation that remembers `state`."""
        return self._turn(state.open_contexts)

    def _example(self, tag: str) -> str:
        """The first pattern of an intent: what a person would write who means it."""
        return self._intent(tag).patterns[0]

    def _intent(self, tag: str) -> Intent:
        intent = self.intents.get(tag)
        assert intent is not None, "a bundle's labels are the tags of its intents"
        return intent
