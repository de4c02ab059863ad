"""Configuration of a training, as runs store it."""

from chatbot.model.architectures import NetworkOptions
from chatbot.training.config import TrainingConfig


def test_a_stored_configuration_is_read_with_its_keys() -> None:
    config = TrainingConfig.from_json(
        {"seed": 3, "language": "german", "refused": 0.1, "options": {"units": 64}}
    )
    assert config == TrainingConfig(
        seed=3,
        language="german",
        options=NetworkOptions(units=64),
        false_rejection_rate=0.1,
    )
    assert TrainingConfig.from_json({}) == TrainingConfig()
