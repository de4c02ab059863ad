"""Language of texts, and how sure it is."""

import pytest

from chatbot.intents.intent_set import FALLBACK_TAG, Intent, IntentSet
from chatbot.intents.linting.languages import language_of
from chatbot.text.spoken_language import SpokenLanguage, spoken_language

GERMAN = ("wann ist der Laden offen", "wie kann ich euch sehen", "was kostet das")


@pytest.mark.parametrize(
    ("texts", "name", "certainty"),
    [
        (GERMAN, "german", "clear"),
        (("我的包裹在哪里", "怎么退货", "几点开门", "谢谢你", "再见"), "chinese", "clear"),
        (("kapan toko buka", "di mana saya bayar"), "indonesian", "likely"),
        (("refund", "parcel", "boots"), "english", "unclear"),
        ((), "english", "unclear"),
        (("სად არის ჩემი ამანათი",), "other", "unclear"),
    ],
)
def test_the_language_is_told_with_how_sure_it_is(
    texts: tuple[str, ...], name: str, certainty: str
) -> None:
    assert spoken_language(texts) == SpokenLanguage(name, certainty)  # type: ignore[arg-type]


def test_the_language_of_intents_is_that_of_their_patterns() -> None:
    english = Intent(FALLBACK_TAG, ("what is the meaning of this", "how are you"), ("Sorry?",))
    intents = IntentSet((Intent("a", GERMAN, ("In English, for some reason.",)), english))
    assert language_of(intents).name == "german"
