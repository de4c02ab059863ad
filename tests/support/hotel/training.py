"""Bot of a hotel that has learnt entities, trained once for all test processes."""

from pathlib import Path

import pytest

from chatbot.intents.intent_set import IntentSet
from chatbot.model.bundle import Bundle
from tests.support.once import shared_folder

ROOMS = Path(__file__).with_name("rooms.json")


@pytest.fixture(scope="session")
def rooms_bundle(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Bundle:
    """Bundle with a tagger: towns, and numbers of guests, are marked in a dozen patterns."""
    with shared_folder(tmp_path_factory, worker_id, "rooms") as folder:
        if not (folder / "rooms.bundle").exists():
            from chatbot.training.config import TrainingConfig
            from chatbot.training.train import train

            config = TrainingConfig(epochs=8, language="english", architecture="bow")
            model = train(IntentSet.load(ROOMS), config, lambda _: None, lambda: False)
            model.bundle.save(folder / "rooms.bundle")
        return Bundle.load(folder / "rooms.bundle")
