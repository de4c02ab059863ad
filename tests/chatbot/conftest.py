"""Fixtures: a small bot of a music school, trained once for all test processes."""

import json
import random
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from chatbot.dialogue.bot import Bot
from chatbot.encoder.files import FOLDER_VARIABLE
from chatbot.evaluation.report import RunReport
from chatbot.features.extractor import FeatureExtractor
from chatbot.intents.intent_set import IntentSet
from chatbot.model.bundle import CALIBRATION, FEATURES, GRAPH, KERAS, LABELS, Bundle
from chatbot.model.calibration import Calibration
from chatbot.model.classifier import IntentClassifier
from chatbot.model.scope_model import ScopeModel
from tests.support.once import shared_folder

if TYPE_CHECKING:  # Keras takes seconds to import: only where a test needs it.
    from chatbot.training.network import Network
    from chatbot.training.progress import EpochProgress
    from chatbot.training.train import TrainedModel

SMALL = Path(__file__).parent / "small"
SMALL_EPOCHS = 8
BUNDLED = Path(__file__).parents[2] / "intents"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Extend the timeout of tests with a training, as the first test waits for the training."""
    for item in items:
        if {"small_training", "pretrained_bundle"} & {*getattr(item, "fixturenames", ())}:
            item.add_marker(pytest.mark.timeout(600))


@dataclass(frozen=True)
class SmallTraining:
    """Result of training on the small intents, and progress by epoch."""

    model: "TrainedModel"
    progress: "tuple[EpochProgress, ...]"

    @classmethod
    def of(cls, folder: Path) -> "SmallTraining":
        """Return the training saved in a folder."""
        from chatbot.training.progress import EpochProgress
        from chatbot.training.train import TrainedModel

        report = RunReport.from_json((folder / "report.json").read_text("utf-8"))
        progress = json.loads((folder / "progress.json").read_text("utf-8"))
        model = TrainedModel(Bundle.load(folder / "small.bundle"), report)
        return cls(model, tuple(EpochProgress(**epoch) for epoch in progress))

    def save(self, folder: Path) -> None:
        progress = json.dumps([asdict(epoch) for epoch in self.progress])
        (folder / "progress.json").write_text(progress, "utf-8")
        (folder / "report.json").write_text(self.model.report.to_json(), "utf-8")
        self.model.bundle.save(folder / "small.bundle")


@pytest.fixture(scope="session")
def small_intents() -> IntentSet:
    return IntentSet.load(SMALL)


@pytest.fixture(scope="session")
def small_training(
    small_intents: IntentSet, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> SmallTraining:
    """Return the training on the small intents, run once for all test processes."""
    with shared_folder(tmp_path_factory, worker_id, "small-training") as folder:
        if not (folder / "small.bundle").exists():
            from chatbot.training.config import TrainingConfig
            from chatbot.training.train import train

            progress: list[EpochProgress] = []
            config = TrainingConfig(epochs=SMALL_EPOCHS, architecture="wide_deep")
            model = train(small_intents, config, progress.append, lambda: False)
            SmallTraining(model, tuple(progress)).save(folder)
        return SmallTraining.of(folder)


@pytest.fixture(scope="session")
def pretrained_bundle(
    small_intents: IntentSet,
    encoder_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
    worker_id: str,
) -> Bundle:
    """Return the bundle of a network on the sentence encoder, trained on the small intents."""
    with shared_folder(tmp_path_factory, worker_id, "pretrained") as folder:
        if not (folder / "small.bundle").exists():
            from chatbot.training.config import TrainingConfig
            from chatbot.training.train import train

            config = TrainingConfig(epochs=2, architecture="pretrained")
            with pytest.MonkeyPatch.context() as environment:
                environment.setenv(FOLDER_VARIABLE, str(encoder_folder))
                model = train(small_intents, config, lambda _: None, lambda: False)
            model.bundle.save(folder / "small.bundle")
        return Bundle.load(folder / "small.bundle")


@pytest.fixture(scope="session")
def pretrained_bot(pretrained_bundle: Bundle, encoder_folder: Path) -> Bot:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(FOLDER_VARIABLE, str(encoder_folder))
        return Bot.from_bundle(pretrained_bundle)


@pytest.fixture(scope="session")
def bundle(small_training: SmallTraining) -> Bundle:
    return small_training.model.bundle


@pytest.fixture(scope="session")
def classifier(bundle: Bundle) -> IntentClassifier:
    return IntentClassifier.from_bundle(bundle)


@pytest.fixture(scope="session")
def calibration(bundle: Bundle) -> Calibration:
    return Calibration.from_json(bundle.text(CALIBRATION))


@pytest.fixture(scope="session")
def bot(classifier: IntentClassifier, small_intents: IntentSet) -> Bot:
    return Bot(classifier, small_intents, random.Random(1))


@pytest.fixture(scope="session")
def network(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> "Network":
    """Return the Keras network of the bundle's .keras file."""
    import keras

    import chatbot.networks.builders  # noqa: F401 (Keras finds the layers of the file there)
    from chatbot.training.network import Network

    path = tmp_path_factory.mktemp("network") / KERAS
    path.write_bytes(bundle.parts[KERAS])
    extractor = FeatureExtractor.from_json(bundle.text(FEATURES))
    labels = tuple(json.loads(bundle.text(LABELS)))
    model = keras.saving.load_model(path)
    scope = ScopeModel.from_parts(bundle.parts, reads_sentences=False)
    return Network(labels, extractor, model, bundle.parts[GRAPH], scope)


@pytest.fixture(scope="session")
def real_messages() -> list[str]:
    """Return 200 messages: patterns of the bundled intents, unchanged or as typed in a hurry."""
    patterns = [pattern for intent in IntentSet.load(BUNDLED) for pattern in intent.patterns]
    step = len(patterns) / 200
    sample = [patterns[int(i * step)] for i in range(200)]
    hurried = (str, str.upper, "hi there, {}".format, lambda text: text.replace("e", "", 1) + "!!")
    return [hurried[i % 4](text) for i, text in enumerate(sample)]
