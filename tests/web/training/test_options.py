"""Options of commands that train: the reason for the network."""

import pytest

from chatbot.model.architectures import AUTO, choose_architecture
from web.training.options import choice_reason


@pytest.mark.parametrize(
    ("requested", "language", "installed", "reason"),
    [
        ("bow", "english", True, "you asked for it"),
        (
            AUTO,
            "german",
            True,
            "the multilingual sentence encoder is installed, and the language is German",
        ),
        (
            AUTO,
            "german",
            False,
            "the multilingual sentence encoder is not installed",
        ),
        (
            AUTO,
            "english",
            False,
            "the sentence encoder is not installed",
        ),
        (
            AUTO,
            "english",
            True,
            "the sentence encoder is installed, and the language is English",
        ),
    ],
)
def test_each_reason_for_a_network_has_words(
    requested: str, language: str, installed: bool, reason: str
) -> None:
    assert choice_reason(choose_architecture(requested, language, installed)) == reason
