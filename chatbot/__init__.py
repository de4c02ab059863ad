"""Retrieval chatbot: from intents to replies, independent of the web application.

    from chatbot import Bot, IntentSet, train

    intents = IntentSet.load("intents")
    model = train(intents)
    model.bundle.save("bot.zip")

    bot = Bot.load("bot.zip")
    reply = bot.reply("Where is my order?")
    print(reply.text, reply.intent, reply.confidence)
    reply = bot.reply("And when does it arrive?", reply.state)

Attributes are imported at the first use, and Keras by `train` alone.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from chatbot.dialogue.bot import Bot
    from chatbot.dialogue.reply import Reply
    from chatbot.dialogue.state import DialogueState
    from chatbot.intents.errors import IntentsError
    from chatbot.intents.intent_set import Intent, IntentSet
    from chatbot.model.bundle import Bundle, BundleError
    from chatbot.training.config import TrainingConfig
    from chatbot.training.train import EpochProgress, TrainedModel

__all__ = [
    "Bot",
    "Bundle",
    "BundleError",
    "DialogueState",
    "Intent",
    "IntentSet",
    "IntentsError",
    "Reply",
    "TrainingConfig",
    "train",
]

# onnxruntime reports every session to its maker, unless this is set before its import.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

# Products of arrays are too small to share out here: on a busy machine, as during a training,
# threads of numpy would wait for each other five times as long as a single thread takes.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

_MODULES = {
    "Bot": "chatbot.dialogue.bot",
    "Bundle": "chatbot.model.bundle",
    "BundleError": "chatbot.model.bundle",
    "DialogueState": "chatbot.dialogue.state",
    "Intent": "chatbot.intents.intent_set",
    "IntentSet": "chatbot.intents.intent_set",
    "IntentsError": "chatbot.intents.errors",
    "Reply": "chatbot.dialogue.reply",
    "TrainingConfig": "chatbot.training.config",
}


def __getattr__(name: str) -> Any:
    """Import a public name from the defining module (PEP 562)."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_MODULES[name]), name)


def train(
    intents: IntentSet,
    config: TrainingConfig | None = None,
    on_epoch: Callable[[EpochProgress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    unlabelled: Sequence[str] = (),
) -> TrainedModel:
    """Train a model on intents: `model.bundle` is the bot, `model.report` the evaluation.

    `on_epoch` gets the progress after every epoch, and the training stops soon after `should_stop`
    returns True. `unlabelled` texts, the latest last, help the network "distilled". Raises
    TrainingError, NetworkOptionsError or TrainingCancelled, and TrainingUnavailableError without
    the libraries of training.
    """
    from chatbot import imports

    with imports.for_training():
        from chatbot.training import train as training
    return training.train(
        intents,
        config or training.TrainingConfig(),
        on_epoch or (lambda _: None),
        should_stop or (lambda: False),
        unlabelled,
    )
