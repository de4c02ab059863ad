"""Entities are found in messages as people type them, in their language."""

from datetime import date
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.entities.entity import BUILT_IN, Entity, EntityKind, ListValue
from chatbot.entities.expressions import ExpressionError, check_expression
from chatbot.entities.finder import EntityFinder
from chatbot.entities.learnt import LearntSpan
from chatbot.entities.typing_errors import TypingErrors
from chatbot.text.languages import LANGUAGES
from chatbot.text.words import WordSplitter

SUNDAY = date(2026, 11, 29)
TOWNS = Entity(
    "list",
    values=(
        ListValue("Oslo", ("Christiania",)),
        ListValue("Bergen"),
        ListValue("New York", ("NYC",)),
    ),
)


def values(entity: Entity, text: str, language: str = "english", *, unsure: bool = False) -> str:
    """The values of an entity in a message, those that are not sure only if asked for."""
    mentions = EntityFinder([entity], language).find(text, SUNDAY).get(entity, ())
    return " ".join(mention.value for mention in mentions if mention.is_sure or unsure)


@pytest.mark.parametrize(
    ("kind", "language", "text", "value"),
    [
        ("date", "english", "no, the 14th", "2026-12-14"),
        ("date", "english", "the day after tomorrow", "2026-12-01"),
        ("date", "english", "next friday please", "2026-12-04"),
        ("date", "english", "on sunday", "2026-12-06"),
        ("date", "english", "the 14th of december at 15:00", "2026-12-14"),
        ("date", "english", "May 3rd, 2027", "2027-05-03"),
        ("date", "english", "12/25", "2026-12-25"),
        ("date", "english", "14/12/26", "2026-12-14"),
        ("date", "english", "29 feb", "2028-02-29"),
        ("date", "english", "31.2.", ""),
        ("date", "english", "I may come, can I march in", ""),
        ("date", "english", "we are 2 persons for 3 days", ""),
        ("date", "german", "nein, am 14.", "2026-12-14"),
        ("date", "german", "übermorgen", "2026-12-01"),
        ("date", "german", "am 3. Januar", "2027-01-03"),
        ("date", "spanish", "pasado mañana", "2026-12-01"),
        ("date", "spanish", "el 14 de diciembre", "2026-12-14"),
        ("date", "french", "vendredi", "2026-12-04"),
        ("date", "arabic", "غدا", "2026-11-30"),
        ("date", "russian", "в пятницу", "2026-12-04"),
        ("date", "norwegian", "i morgen", "2026-11-30"),
        ("time", "english", "at 5:30pm", "17:30"),
        ("time", "english", "12 am", "00:00"),
        ("time", "german", "um 15.30 Uhr", "15:30"),
        ("time", "french", "à 17h30", "17:30"),
        ("duration", "english", "for 3 nights", "3 nights"),
        ("duration", "german", "zwei Wochen", "zwei Wochen"),
        ("number", "english", "we are two", "2"),
        ("number", "english", "1,200.50", "1200.5"),
        ("number", "german", "1.200,50", "1200.5"),
        ("number", "english", "a dog on the 14th, order CW-123456", ""),
        ("number", "english", "half a dozen or so", "6"),
        ("number", "english", "2 dozen", "24"),
        ("number", "german", "ein halbes Dutzend", "6"),
        ("number", "spanish", "una docena y media", "12"),
        ("number", "french", "une demi-douzaine", "6"),
        ("number", "russian", "полдюжины", "6"),
        ("money", "english", "is €12,50 ok", "12.5 EUR"),
        ("money", "german", "1.200,50 Euro", "1200.5 EUR"),
        ("money", "swedish", "50 kr", "50 SEK"),
        ("money", "english", "order 55 EUR", "55 EUR"),
        ("email", "english", "it is a.b@example.org.", "a.b@example.org"),
        ("url", "english", "https://example.org/a. or javascript:a()", "https://example.org/a"),
        ("phone", "english", "+44 (0)1632 960200", "+441632960200"),
        ("order_number", "english", "yes its CW-123456", "CW-123456"),
        ("order_number", "english", "order CW 123456", "CW-123456"),
        ("order_number", "english", "order 204817 with 2 tents", "204817"),
    ],
)
def test_built_in_entities_are_found(
    kind: EntityKind, language: str, text: str, value: str
) -> None:
    assert values(Entity(kind), text, language) == value


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("date", "14", "2026-12-14"),
        ("time", "at 5", "05:00"),
        ("number", "a dog", "1"),
        ("order_number", "5000", "5000"),
        ("text", " Anna \u202e Berg ", "Anna Berg"),
        ("date", "in 3 days", ""),
    ],
)
def test_a_bare_number_is_a_value_only_if_asked_for(
    kind: EntityKind, text: str, value: str
) -> None:
    assert values(Entity(kind), text) == ""
    assert values(Entity(kind), text, unsure=True) == value


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("english", "a couple", "2"),
        ("english", "a pair of tickets", "2"),
        ("english", "two pairs", "2"),
        ("english", "a few", ""),
        ("german", "ein Paar", "2"),
        ("german", "ein paar", ""),
        ("spanish", "un par", "2"),
        ("french", "une dizaine", ""),
        ("swedish", "ett par", "2"),
    ],
)
def test_a_couple_is_two_where_a_number_was_asked_for_and_a_few_is_none(
    language: str, text: str, value: str
) -> None:
    assert values(Entity("number"), text, language, unsure=True) == value


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("english", "I need half a dozen", "6"),
        ("english", "a half dozen eggs", "6"),
        ("english", "half of a dozen", "6"),
        ("english", "rolls and a dozen eggs", "12"),
        ("english", "yes, dozen", "12"),
        ("english", "for me four dozen", "48"),
        ("english", "twelve dozen", "144"),
        ("german", "zwei Dutzend Eier", "24"),
        ("portuguese", "meia dúzia", "6"),
        ("romanian", "jumătate de duzină", "6"),
        ("english", "twenty four dozen", ""),
        ("english", "two hundred dozen", ""),
        ("english", "one hundred and four dozen", ""),
        ("english", "one and a half dozen", ""),
        ("english", "2.5 dozen", ""),
        ("english", "2-3 dozen", ""),
        ("english", "two or three dozen", ""),
        ("english", "a few dozen", ""),
        ("english", "a couple dozen", ""),
        ("english", "a couple of dozen", ""),
        ("english", "24 dozen", ""),
        ("english", "several dozen", ""),
        ("german", "anderthalb Dutzend", ""),
        ("german", "zwei und ein halbes Dutzend", ""),
        ("german", "ein paar Dutzend", ""),
        ("german", "mehrere Dutzend", ""),
        ("spanish", "un par de docenas", ""),
        ("spanish", "treinta y cuatro docenas", ""),
        ("french", "vingt-quatre douzaines", ""),
    ],
)
def test_a_dozen_counted_in_more_words_is_no_number(language: str, text: str, value: str) -> None:
    assert values(Entity("number"), text, language, unsure=True) == value
    assert values(Entity("number"), text, language) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("in OSLO!", "Oslo"),
        ("christania", "Oslo"),
        ("begren, please", "Bergen"),
        ("new yrok", "New York"),
        ("nyc", "New York"),
        ("oslos york", ""),
        ("what a bargain", ""),
    ],
)
def test_values_of_a_list_are_found_by_synonyms_and_with_typing_errors(
    text: str, value: str
) -> None:
    assert values(TOWNS, text) == value
    exact = Entity("list", values=TOWNS.values, fuzzy=False)
    assert values(exact, text) == (
        "" if text in ("christania", "new yrok") or "begr" in text else value
    )


NUMBERS = {"while": 2_100, "white": 2_300, "parts": 3_000, "paris": 3_000, "work": 2_150} | {
    "whit": 25_000,
    "whites": 12_500,
    "garlic": 20_500,
    "gaelic": 11_000,
}


@pytest.mark.parametrize("is_counted", [True, False], ids=["by frequency", "by patterns"])
@pytest.mark.parametrize(
    ("text", "value", "reply"),
    [
        ("I need a while", "", ""),
        ("then parts of it", "", ""),
        ("parts", "", "Paris"),
        ("a new work of art", "", ""),
        ("in prais", "Paris", "Paris"),
        ("new yrok please", "New York", "New York"),
        ("the whites", "white", "white"),
        ("a whit one", "white", "white"),
        ("I live in garlic", "", ""),
    ],
)
def test_another_word_of_the_language_is_no_typing_error(
    text: str, value: str, reply: str, *, is_counted: bool
) -> None:
    terms = ("white", "Paris", "New York", "Gaelic")
    entity = Entity("list", values=tuple(map(ListValue, terms)))
    splitter, patterns = WordSplitter(), {"parts", "work", "garlic"}
    number = NUMBERS.get if is_counted else None
    errors = TypingErrors("english", splitter.stem, patterns.__contains__, number)
    mentions = EntityFinder([entity], "english", errors=errors).find(text).get(entity, ())
    assert [m.value for m in mentions if m.is_sure] == [value] * bool(value)
    assert [m.value for m in mentions] == [reply] * bool(reply)


def test_terms_in_scripts_without_spaces_are_found() -> None:
    assert values(Entity("list", values=(ListValue("大阪"),)), "我想去大阪看看") == "大阪"


def test_an_expression_is_matched_by_whole_words_in_any_case() -> None:
    ticket = Entity("pattern", pattern=r"CW-?\d{6}")
    assert values(ticket, "its cw123456, not xcw-123456 or cw-1234567") == "cw123456"


@pytest.mark.parametrize("pattern", ["(?=a)b", r"(a)\1", "[", "a{1000}{1000}", "a*", ""])
def test_an_expression_that_could_take_long_or_match_nothing_is_refused(pattern: str) -> None:
    with pytest.raises(ExpressionError, match="regular expression"):
        check_expression(pattern)


def test_no_message_takes_long() -> None:
    entities = [TOWNS, Entity("pattern", pattern="(a+)+$"), *(Entity(kind) for kind in BUILT_IN)]
    finder = EntityFinder(entities, "english")
    for text in ("a" * 10_000, "1 " * 5_000, "(1" * 5_000, "a@" * 5_000, "1.1," * 2_500):
        finder.find(text)
        began = process_time()
        finder.find(text)
        assert process_time() - began < 0.5, text[:4]


def test_a_long_list_is_looked_up_at_once() -> None:
    towns = Entity("list", "towns", tuple(ListValue(f"town {n}") for n in range(5_000)))
    began = process_time()
    for _ in range(1_000):
        hash(towns)
    assert process_time() - began < 0.1


@given(st.text(), st.sampled_from(sorted(LANGUAGES)))
def test_any_text_has_mentions_within_its_line(text: str, language: str) -> None:
    entities = [TOWNS, *(Entity(kind) for kind in BUILT_IN)]
    for mentions in EntityFinder(entities, language).find(text, SUNDAY).values():
        for mention in mentions:
            assert 0 <= mention.start < mention.end <= len(text) * 20
            assert mention.value


def test_a_bot_without_entities_loads_nothing_for_them() -> None:
    assert EntityFinder([], "english").find("on friday, 14:30") == {}


class Spans:
    """Tagger that finds each of some words, with a probability."""

    def __init__(self, **words: float) -> None:
        self._words = words

    def spans(self, line: str) -> list[LearntSpan]:
        places = [(line.find(word), word) for word in self._words]
        return [
            LearntSpan("place", start, start + len(word), self._words[word])
            for start, word in places
            if start >= 0
        ]


@pytest.mark.parametrize(
    ("spans", "text", "sure", "asked_for"),
    [
        ({"Lyon": 0.9}, "a room in Lyon", "Lyon", "Lyon"),
        ({"Lyon": 0.3}, "a room in Lyon", "", "Lyon"),
        ({"Lyon": 0.1}, "a room in Lyon", "", ""),
        # Values of the list go first, with their spelling, and those of other entities.
        ({"NYC": 0.9, "Lyon": 0.9}, "from nyc to Lyon", "New York Lyon", "New York Lyon"),
        ({"a@b.org": 0.9}, "to a@b.org", "", ""),
        ({"2 towns": 0.9}, "2 towns", "2 towns", "2 towns"),
        # A reply to the question is no value, whatever the tagger makes of it.
        ({"ok": 0.9}, "ok", "", ""),
    ],
)
def test_learnt_values_are_found_where_no_others_are(
    spans: dict[str, float], text: str, sure: str, asked_for: str
) -> None:
    places = Entity("learnt", "place", TOWNS.values)
    finder = EntityFinder([places, Entity("email"), Entity("number")], "english", Spans(**spans))
    mentions = finder.find(text, SUNDAY).get(places, ())
    assert " ".join(m.value for m in mentions if m.is_sure) == sure
    assert " ".join(m.value for m in mentions) == asked_for
