"""Replies that are a value as a whole: names and towns that no pattern has."""

from datetime import date

import pytest

from chatbot.entities.entity import Entity, Guess, Mention
from chatbot.entities.finder import EntityFinder
from chatbot.entities.line import Line
from chatbot.entities.whole_replies import joined_values, whole_reply

TODAY = date(2026, 11, 30)


def line(text: str, language: str = "english") -> Line:
    return Line.of(text, language, TODAY)


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("Ho Chi Minh City", "english", "Ho Chi Minh City"),
        ("to ho chi minh city please", "english", "ho chi minh city"),
        ("My name is Jane O'Neil-Smith.", "english", "Jane O'Neil-Smith"),
        ("hi, I'm called Jane, thank you", "english", "Jane"),
        ("it's Jane", "english", "Jane"),
        ("Isle of Man", "english", "Isle of Man"),
        ("4", "english", "4"),
        ("ich heiße Anna Müller, danke", "german", "Anna Müller"),
        ("nach Frankfurt am Main bitte", "german", "Frankfurt am Main"),
        ("me llamo José", "spanish", "José"),
        ("Rio de Janeiro, por favor", "portuguese", "Rio de Janeiro"),
        ("je m'appelle Zoë", "french", "Zoë"),
        ("меня зовут Аня", "russian", "Аня"),
        ("اسمي ليلى", "arabic", "ليلى"),
    ],
)
def test_a_reply_without_what_is_around_it_is_the_value(
    text: str, language: str, value: str
) -> None:
    mention = whole_reply(line(text, language))
    assert mention
    assert (mention.value, mention.is_sure) == (value, False)
    assert line(text, language).text[mention.start : mention.end] == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "please",
        "yes",
        "later",
        "not Rome",
        "I don't know",
        "what is that",
        "where can I see that?",
        "Rome?",
        "a town where it is warm",
        "my friends and I would like to go to Rome in the spring",
    ],
)
def test_a_question_a_refusal_and_a_sentence_are_none(text: str) -> None:
    assert whole_reply(line(text)) is None


def guess(text: str, part: str) -> Mention:
    start = text.index(part)
    return Mention(part, start, start + len(part), True, Guess(False, False))


@pytest.mark.parametrize(
    ("text", "parts", "value"),
    [
        ("Ho Chi Minh City please", ("Ho Chi", "City"), "Ho Chi Minh City"),
        ("Ho Chi Minh City", ("Ho Chi",), None),
        ("Rome, Oslo", ("Rome", "Oslo"), None),
        ("from Rome to Oslo", ("Rome", "Oslo"), None),
    ],
)
def test_parts_of_a_reply_are_one_value(
    text: str, parts: tuple[str, ...], value: str | None
) -> None:
    joined = joined_values([guess(text, part) for part in parts], line(text))
    assert (joined.value if joined else None) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Please call me back, thanks!", "call me back"),
        ("my name is Jane", "Jane"),
        ("The pole broke. I do not like it.", "The pole broke. I do not like it."),
        ("Hello Kitty backpack", "Hello Kitty backpack"),
        ("Hi-Vis vest, size L", "Hi-Vis vest, size L"),
        ("hi-vis vest", "hi-vis vest"),
        ("Thank You Card, 20 pieces", "Thank You Card, 20 pieces"),
        ("Ty Cobb", "Ty Cobb"),
        ("it broke (again) thanks", "it broke (again)"),
        ("Is it ok? Thanks!", "Is it ok?"),
        ("thanks", "thanks"),
    ],
)
def test_a_free_text_is_taken_without_courtesies(text: str, value: str) -> None:
    entity = Entity("text")
    (mention,) = EntityFinder([entity], "english").find(text, TODAY)[entity]
    assert mention.value == value
