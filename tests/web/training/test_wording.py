"""Wording of the weaknesses of a bot."""

from chatbot.evaluation.advice import Advice
from chatbot.evaluation.weaknesses import Remedy, Weaknesses
from web.training.wording.advice import advice_sentence
from web.training.wording.weaknesses import remedy_sentences, weakness_sentence

ADVICE = Advice("add", ("hours",), ("open?",), (2,), (4,))


def test_the_warning_names_all_weak_figures() -> None:
    assert weakness_sentence(Weaknesses(0.456, None, None, ())) == (
        "This bot is weak: it understands 45.6% of the held-out messages. To help it most:"
    )
    assert weakness_sentence(Weaknesses(0.456, 3.25, "indonesian", ())) == (
        "This bot is weak: it understands 45.6% of the held-out messages, it has 3.2 patterns an"
        " intent, and its fallback is in English, its language Indonesian. To help it most:"
    )


def test_every_remedy_has_a_sentence() -> None:
    remedies = (
        Remedy("fallback", language="spanish"),
        Remedy("language", language="spanish"),
        Remedy("patterns", ("hours", "price")),
        Remedy("encoder"),
        Remedy("tests"),
        Remedy("advice", ("hours",), advice=ADVICE),
    )
    sentences = remedy_sentences(Weaknesses(0.1, None, None, remedies))
    assert '"fallback" in Spanish' in sentences[0]
    assert "RECOLLECT_LANGUAGE=spanish" in sentences[1]
    assert "hours, price have the fewest" in sentences[2]
    assert "flask encoder install" in sentences[3]
    assert '"tests"' in sentences[4]
    assert sentences[5] == advice_sentence(ADVICE)
