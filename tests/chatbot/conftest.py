"""A small bot, really trained, once per test process: the front desk of a music school."""

import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from chatbot.bot import Bot
from chatbot.bundle import FEATURES, GUARD, KERAS, LABELS, Bundle
from chatbot.classifier import IntentClassifier
from chatbot.confidence import Guard
from chatbot.features import FeatureExtractor
from chatbot.intents import IntentSet, load_intents

if TYPE_CHECKING:  # Keras takes seconds to import: only where a test needs it.
    from chatbot.network import Network
    from chatbot.training import EpochProgress, TrainedModel

SMALL = Path(__file__).parent / "small"
BUNDLED = Path(__file__).parents[2] / "intents"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whichever test comes first waits for the training, also on a busy machine."""
    for item in items:
        if "small_training" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.timeout(600))


@dataclass(frozen=True)
class SmallTraining:
    """What `train` returned for the small intents, and the progress that it told."""

    model: "TrainedModel"
    progress: "tuple[EpochProgress, ...]"


@pytest.fixture(scope="session")
def small_intents() -> IntentSet:
    return load_intents(SMALL)


@pytest.fixture(scope="session")
def small_training(small_intents: IntentSet) -> SmallTraining:
    from chatbot.training import EpochProgress, TrainingConfig, train

    progress: list[EpochProgress] = []
    model = train(small_intents, TrainingConfig(epochs=15), progress.append, lambda: False)
    return SmallTraining(model, tuple(progress))


@pytest.fixture(scope="session")
def bundle(small_training: SmallTraining) -> Bundle:
    return small_training.model.bundle


@pytest.fixture(scope="session")
def classifier(bundle: Bundle) -> IntentClassifier:
    return IntentClassifier.from_bundle(bundle)


@pytest.fixture(scope="session")
def guard(bundle: Bundle) -> Guard:
    return Guard.from_json(bundle.text(GUARD))


@pytest.fixture(scope="session")
def bot(classifier: IntentClassifier, small_intents: IntentSet, guard: Guard) -> Bot:
    return Bot(classifier, small_intents, guard, random.Random(1))


@pytest.fixture(scope="session")
def network(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> "Network":
    """The Keras network out of the bundle's .keras file."""
    import keras

    import chatbot.layers  # noqa: F401 (Keras finds the layers of the file there)
    from chatbot.network import Network

    path = tmp_path_factory.mktemp("network") / KERAS
    path.write_bytes(bundle.parts[KERAS])
    extractor = FeatureExtractor.from_json(bundle.text(FEATURES))
    labels = tuple(json.loads(bundle.text(LABELS)))
    return Network(labels, extractor, keras.saving.load_model(path), epochs=0)


@pytest.fixture(scope="session")
def real_messages() -> list[str]:
    """200 messages: patterns of the bundled intents, as they are and as hurried people type."""
    patterns = [pattern for intent in load_intents(BUNDLED) for pattern in intent.patterns]
    step = len(patterns) / 200
    chosen = [patterns[int(i * step)] for i in range(200)]
    hurried = (str, str.upper, "hi there, {}".format, lambda text: text.replace("e", "", 1) + "!!")
    return [hurried[i % 4](text) for i, text in enumerate(chosen)]
