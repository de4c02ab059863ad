"""The language of texts, guessed."""

from pathlib import Path

import pytest

from chatbot.intents.intent_set import IntentSet
from chatbot.text.language_guess import guess_language

STARTERS = Path(__file__).parents[3] / "web" / "intents" / "starters"


@pytest.mark.parametrize("path", sorted(STARTERS.glob("*.json")), ids=lambda path: str(path.stem))
def test_patterns_and_fallbacks_are_told_apart(path: Path) -> None:
    intents = IntentSet.load(path)
    assert guess_language(text for intent in intents for text in intent.patterns) == path.stem
    (fallback,) = (intent for intent in intents if intent.tag == "fallback")
    assert guess_language(fallback.responses) == path.stem


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("когда вы открыты", "russian"),
        ("متى تفتحون", "arabic"),
        ("営業時間は", "japanese"),
        ("何点开门", "chinese"),
        ("waar is de winkel en wat kan ik kopen", "dutch"),
        ("che cosa posso fare, e dove sono gli orari", "italian"),
        ("bu ne kadar ve nasıl", "turkish"),
        ("", ""),
        ("123 ???", ""),
        ("pizza", ""),
        ("de " * 40, ""),
    ],
)
def test_scripts_and_common_words_tell_the_language(text: str, language: str) -> None:
    assert guess_language([text]) == language


def test_the_bundled_bot_is_english() -> None:
    intents = IntentSet.load(Path(__file__).parents[3] / "intents")
    assert guess_language(text for intent in intents for text in intent.patterns) == "english"
