"""Learnt values are guesses: a word of doubt is none, and a bare answer may be of any entity."""

from datetime import date

import pytest

from chatbot.entities.entity import Entity
from chatbot.entities.finder import EntityFinder
from chatbot.entities.learnt import LearntSpan

CITY, PERSON = Entity("learnt", "city"), Entity("learnt", "person")


class Spans:
    """Tagger that takes a word for a city, and might take it for a person."""

    def __init__(self, word: str, confidence: float) -> None:
        self._word, self._confidence = word, confidence

    def spans(self, line: str) -> list[LearntSpan]:
        start = line.index(self._word)
        span = LearntSpan("city", start, start + len(self._word), self._confidence)
        return [span, LearntSpan("person", span.start, span.end, 0.9, is_alternative=True)]


def values(text: str, word: str, confidence: float, entity: Entity, language: str) -> str:
    finder = EntityFinder([CITY, PERSON], language, Spans(word, confidence))
    mentions = finder.find(text, date(2026, 11, 29)).get(entity, ())
    return " ".join(f"{mention.value}{'' if mention.is_sure else '?'}" for mention in mentions)


@pytest.mark.parametrize(
    ("text", "word", "language"),
    [
        ("later", "later", "english"),
        ("lol", "lol", "english"),
        ("dunno yet, uh", "dunno", "english"),
        ("wtf", "wtf", "swahili"),
        ("Keine Ahnung", "Keine Ahnung", "german"),
        ("not Oslo", "Oslo", "english"),
        ("not in Oslo", "Oslo", "english"),
        ("nicht Oslo", "Oslo", "german"),
    ],
)
def test_words_of_doubt_and_what_is_negated_are_no_values(
    text: str, word: str, language: str
) -> None:
    assert values(text, word, 0.95, CITY, language) == ""
    assert values(text, word, 0.95, PERSON, language) == ""


@pytest.mark.parametrize("text", ["no, Oslo", "not Rome but Oslo", "not sure. Oslo"])
def test_a_value_after_a_correction_is_one(text: str) -> None:
    assert values(text, "Oslo", 0.6, CITY, "english") == "Oslo"


@pytest.mark.parametrize(
    ("text", "confidence", "person"),
    [("Oslo", 0.95, "Oslo?"), ("Oslo please", 0.95, "Oslo?"), ("to Oslo", 0.6, "Oslo?")],
)
def test_an_answer_may_be_the_value_of_any_entity(
    text: str, confidence: float, person: str
) -> None:
    assert values(text, "Oslo", confidence, PERSON, "english") == person


def test_a_certain_value_in_a_sentence_is_of_its_own_entity() -> None:
    assert values("make it Oslo", "Oslo", 0.95, PERSON, "english") == ""
