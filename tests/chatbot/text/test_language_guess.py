"""The language of texts, guessed."""

import csv
from pathlib import Path

import pytest

from chatbot.intents.errors import IntentsError
from chatbot.intents.intent_set import RESERVED_TAGS, IntentSet
from chatbot.text.language_guess import clear_language, guess_language

STARTERS = Path(__file__).parents[3] / "web" / "intents" / "starters"
WILD = Path(__file__).parents[4] / "shared" / "wild-intents"

NAMES = {
    "ar": "arabic", "bn": "bengali", "de": "german", "en": "english", "es": "spanish",
    "fr": "french", "id": "indonesian", "ko": "korean", "tr": "turkish", "vi": "vietnamese",
}  # fmt: skip
IN_ENGLISH_BUT_FOR_THE_INDEX = "Agent-Paws__Discord_AI_Bot.json"


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


@pytest.mark.parametrize("path", sorted(STARTERS.glob("*.json")), ids=lambda path: str(path.stem))
def test_the_language_of_a_small_bot_is_clear(path: Path) -> None:
    assert clear_language(t for intent in IntentSet.load(path) for t in intent.patterns) == (
        path.stem
    )


@pytest.mark.parametrize(
    ("texts", "language"),
    [
        (["Jemand da?", "Hallo", "Guten Tag", "Wir sehen uns", "Danke", "Tschüss"], "german"),
        (["hej, hvor er min pakke", "hvad koster det", "hvornår kan jeg få den"], "danish"),
        (["hvor mye koster det", "hva er dette", "når kan jeg få pakken", "jeg vil ha"],
         "norwegian"),
        (["hur mycket kostar det", "var är mitt paket", "jag vill inte", "vad kan ni"], "swedish"),
        (["missä pakettini on", "mitä se on", "miten voin maksaa", "onko se auki", "milloin"],
         "finnish"),
        (["hol van a csomagom", "mikor lehet", "mennyi az", "hogyan kell", "mit"], "hungarian"),
        (["unde este coletul meu", "cât este", "cum pot să plătesc", "când vreau"], "romanian"),
        (["gdzie jest moja paczka", "ile to kosztuje", "jak mogę zapłacić", "źle"], "polish"),
        (["коли ви відчинені", "де моя посилка", "скільки це коштує"], "ukrainian"),
        (["когда вы открыты", "где моя посылка"], "russian"),
        (["ne kadar", "hangi gun", "nerede var", "bu kim", "ben de nasil yok"], "turkish"),
        (["pizza de luxe", "cafe au lait", "what is la la land", "do it", "who is it for", "you"],
         "english"),
        (["salsa", "paella", "el nino", "la la land", "del mar"], ""),
        (["hola", "que tal"], ""),
        (["der die das ein " + "eclair tiramisu gnocchi soup bread menu " * 20, "ich du"], ""),
        ([], ""),
    ],
)  # fmt: skip
def test_a_language_is_clear_by_five_common_words_or_letters_of_its_own(
    texts: list[str], language: str
) -> None:
    assert clear_language(texts) == language


@pytest.mark.skipif(not WILD.exists(), reason=f"there are no intent files of strangers at {WILD}")
def test_no_file_of_a_stranger_is_taken_for_another_language() -> None:
    guesses = {}
    with (WILD / "index.csv").open(encoding="utf-8", newline="") as index:
        for row in csv.DictReader(index):
            try:
                intents = IntentSet.load(WILD / row["file"])
            except IntentsError:
                continue
            ordinary = (intent for intent in intents if intent.tag not in RESERVED_TAGS)
            guess = clear_language(text for intent in ordinary for text in intent.patterns)
            guesses[row["file"]] = (NAMES.get(row["languages"], ""), guess)
    assert guesses.pop(IN_ENGLISH_BUT_FOR_THE_INDEX) == ("indonesian", "")
    english = [guess for name, guess in guesses.values() if name == "english"]
    assert {*english} == {"english", ""}
    assert english.count("") <= 3
    others = [pair for pair in guesses.values() if pair[0] not in ("", "english")]
    assert len(others) >= 15
    assert all(name == guess for name, guess in others)
