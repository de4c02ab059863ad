"""Stand-ins for slow or random parts."""

from dataclasses import replace
from threading import Lock
from typing import Any, cast

from chatbot.dialogue.bot import Bot
from chatbot.dialogue.repair import next_step
from chatbot.dialogue.reply import Reply
from chatbot.dialogue.state import DialogueState
from chatbot.intents.intent_set import IntentSet
from chatbot.model.decision import Decision, RankedIntent
from chatbot.model.out_of_scope import ScopeDecision, ScopeScores
from chatbot.model.prediction import Prediction
from chatbot.text.words import WordSplitter


class FakeBot(Bot):
    """Bot that answers every message with its own words, and records the messages.

    "hello …" is a greeting, any other message gets the fallback. The state counts the answers, so
    that a lost update shows.
    """

    has_changed_encoder = False

    def __init__(self) -> None:
        self.intents = IntentSet(())
        self._splitter = WordSplitter()
        self.heard: list[str] = []
        self._lock = Lock()

    def predict(self, text: str) -> Prediction:
        return cast(Prediction, text)

    def answer(
        self,
        text: str,
        prediction: Prediction,
        state: DialogueState,
        *_answers: Any,
        **_predict: Any,
    ) -> Reply:
        assert cast(object, prediction) == text
        with self._lock:
            self.heard.append(text)
        understood = text.lower().startswith("hello")
        count = state.last_responses.get("answers", 0)
        ranking = (
            RankedIntent("greeting", 0.875 if understood else 0.125),
            RankedIntent("goodbye", 0.0625),
            RankedIntent("thanks", 0.03125),
        )
        reply = Reply(
            text=f"You said: {text}",
            intent="greeting" if understood else "fallback",
            decision=Decision.of(
                ranking,
                ("greeting",) if understood else (),
                ScopeDecision(understood, 0.5, 0.25, ScopeScores(0.5, 0.5)),
                coverage=0.95,
            ),
            quick_replies=("Orders", "Delivery") if understood else (),
            state=state.after_response("answers", count + 1),
        )
        step = next_step(reply.decision, state, is_impatient=False)
        done = replace(reply, step=step, needs_words=step == "person")
        return done.after_round(is_doubtful=not understood)


class BrokenBot(Bot):
    """Bot that fails at every message, with the text among its local variables."""

    has_changed_encoder = False

    def __init__(self) -> None:
        pass

    def predict(self, text: str) -> Prediction:
        return cast(Prediction, text)

    def answer(
        self,
        text: str,
        prediction: Prediction,
        state: DialogueState,
        *_answers: Any,
        **_predict: Any,
    ) -> Reply:
        words = str(prediction).split()
        raise RuntimeError(f"cannot answer {len(words)} words of {len(text)} in {state}")
