"""Fixtures: the bot of a workshop, whose dialogues the documentation shows."""

import pytest

from chatbot.home import HOME
from chatbot.intents.intent_set import IntentSet
from chatbot.model.bundle import Bundle
from chatbot.model.classifier import IntentClassifier
from tests.support.once import shared_folder

WORKSHOP = HOME / "docs" / "examples" / "workshop.json"


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> IntentClassifier:
    """Classifier trained on the intents of the workshop, once for all test processes."""
    with shared_folder(tmp_path_factory, worker_id, "workshop") as folder:
        if not (folder / "workshop.bundle").exists():
            from chatbot.training.config import TrainingConfig
            from chatbot.training.train import train

            config = TrainingConfig(architecture="bow")
            model = train(IntentSet.load(WORKSHOP), config, lambda _: None, lambda: False)
            model.bundle.save(folder / "workshop.bundle")
        return IntentClassifier.from_bundle(Bundle.load(folder / "workshop.bundle"))
