"""Sentences that are said in another language."""

import copy
import json
import pickle

import pytest

from chatbot.text.sentence import Sentence, as_sentence, sentence

GERMAN = {
    "Here is %(kind)s.": "Hier steht: %(kind)s.",
    "a list": "Liste",
    " It is %(share)s%% full.": " Zu %(share)s %% voll.",
}


def german(text: str) -> str:
    return GERMAN.get(text, text)


def test_a_sentence_is_its_english_text() -> None:
    made = sentence("Here is %(kind)s.", kind=sentence("a list"))
    assert made == "Here is a list."
    assert "Here is a list." in {made}
    assert f"{made}" == str(made) == "Here is a list."


def test_it_is_said_in_another_language_with_its_values_and_what_was_added() -> None:
    made = sentence("Here is %(kind)s.", kind=sentence("a list"))
    more = made + sentence(" It is %(share)s%% full.", share=50) + " 100% of it!"
    assert more == "Here is a list. It is 50% full. 100% of it!"
    assert more.worded(german) == "Hier steht: Liste. Zu 50 % voll. 100% of it!"
    assert as_sentence("50% of {a}").worded(german) == "50% of {a}"
    assert as_sentence(made) is made


def test_a_copy_keeps_the_values() -> None:
    made = sentence("Here is %(kind)s.", kind="1")
    for other in (copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
        assert isinstance(other, Sentence)
        assert other.worded(german) == "Hier steht: 1."


def test_it_is_stored_as_json_with_its_values() -> None:
    made = sentence("Here is %(kind)s.", kind=sentence("a list"))
    made += sentence(" It is %(share)s%% full.", share=50)
    stored = Sentence.from_json(json.loads(json.dumps(made.to_json())))
    assert stored == made
    assert stored.worded(german) == "Hier steht: Liste. Zu 50 % voll."


@pytest.mark.parametrize(
    "damaged", [None, 1, "text", [], [1], [["%(a)s", {}]], [["%(a)d", {"a": "x"}]], [["%", {}]]]
)
def test_damaged_json_is_no_sentence(damaged: object) -> None:
    with pytest.raises(ValueError, match="no sentence"):
        Sentence.from_json(damaged)
