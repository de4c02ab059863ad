"""Short replies to a question."""

import pytest

from chatbot.text.languages import LANGUAGES
from chatbot.text.short_replies import opening_reply, short_reply
from chatbot.text.words import WordSplitter


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("yup", "yes"),
        ("yes please!", "yes"),
        ("nope", "no"),
        ("both", "several"),
        ("both of them please", "several"),
        ("yes and no", None),
        ("yes, the cello", None),
        ("please", None),
        ("", None),
    ],
)
def test_a_short_reply_is_a_reply_and_nothing_else(text: str, kind: str | None) -> None:
    assert short_reply(WordSplitter().words(text), "english") == kind


def test_a_longer_message_may_begin_with_a_reply() -> None:
    assert opening_reply(["yes", "i", "have", "it"], "english") == "yes"
    assert opening_reply(["ja", "gerne"], "german") == "yes"
    assert opening_reply(["i", "have", "it"], "english") is None


def test_every_language_with_a_stemmer_has_a_yes_and_a_no() -> None:
    yes_and_no = {"arabic": "نعم لا", "finnish": "kyllä ei", "hungarian": "igen nem"}
    for language in LANGUAGES:
        words = WordSplitter(language).words(yes_and_no.get(language, ""))
        assert [opening_reply([word], language) for word in words] in ([], ["yes", "no"])
