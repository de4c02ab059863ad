"""Dates in a message: in digits, by names, and by days from today; a date has a day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from chatbot.entities.calendar_words import CalendarWords, calendar_words
from chatbot.entities.entity import Mention
from chatbot.entities.line import Line, Token
from chatbot.entities.times import unit_words

_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_DIGITS = re.compile(
    r"(?<![\d.,/-])(\d{1,2})([./-])(\d{1,2})(?:(\2)(\d{4}|\d{2})?)?(?![\d/-]|[.,]\d)"
)
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|e|a|o|º|ª)?")
_JOINS = frozenset(":./,-")
_BETWEEN = frozenset(("of", "de", "del", "di"))


def find_dates(line: Line) -> Iterator[Mention]:
    """Find dates; without a year, the next such day. The value is ISO 8601."""
    words = calendar_words(line.language)
    yield from _in_digits(line)
    yield from _with_month(line, words)
    for phrase, days in words.near.items():
        for start, end in line.spans(phrase):
            yield Mention(_iso(line.today + timedelta(days)), start, end)
    for phrase, weekday in words.weekdays.items():
        days = (weekday - line.today.weekday() - 1) % 7 + 1
        for start, end in line.spans(phrase):
            yield Mention(_iso(line.today + timedelta(days)), start, end)
    yield from _days_alone(line, words)


def _in_digits(line: Line) -> Iterator[Mention]:
    """Dates as 2026-12-14, 14.12., 14/12/26; the day comes first unless that is none."""
    for match in _ISO.finditer(line.text):
        if day := _date(int(match[1]), int(match[2]), int(match[3])):
            yield Mention(_iso(day), match.start(), match.end())
    for match in _DIGITS.finditer(line.text):
        first, second, year = int(match[1]), int(match[3]), match[5]
        orders = ((first, second), (second, first))
        days = (_day(line.today, month, number, year) for number, month in orders)
        if day := next(filter(None, days), None):
            is_sure = bool(year or match[4] or match[2] == "/")
            yield Mention(_iso(day), match.start(), match.end(), is_sure)


def _with_month(line: Line, words: CalendarWords) -> Iterator[Mention]:
    """Dates as "14 December", "December 14th, 2026", "14 de diciembre"."""
    tokens = line.tokens
    for index, token in enumerate(tokens):
        month = words.month(token.word)
        if month is None:
            continue
        before = index - 2 if index > 1 and tokens[index - 1].word in _BETWEEN else index - 1
        for place in (before, index + 1):
            number = _number(tokens, place)
            day = _day(line.today, month, number, _year(tokens, max(place, index) + 1))
            if day:
                last = max(place, index) + bool(_year(tokens, max(place, index) + 1))
                yield Mention(_iso(day), tokens[min(place, index)].start, tokens[last].end)
                break


def _days_alone(line: Line, words: CalendarWords) -> Iterator[Mention]:
    """The next 14th; sure with an ending, or behind a word that a day has."""
    for index, token in enumerate(line.tokens):
        number = 0 if _is_part(line, index) else _number(line.tokens, index)
        has_ending = not token.word.isdigit() and line.language == "english"
        before = line.tokens[index - 1].word if index else ""
        is_dotted = line.text[token.end : token.end + 1] == "." or line.language != "german"
        is_sure = has_ending or (before in words.on_day and is_dotted and before != "the")
        for months in range(3):
            month = (line.today.month - 1 + months) % 12 + 1
            year = line.today.year + (line.today.month - 1 + months) // 12
            day = _date(year, month, number)
            if day and day >= line.today:
                yield Mention(_iso(day), token.start, token.end, is_sure)
                break


def _is_part(line: Line, index: int) -> bool:
    """True for a number that is a part of another, or counts something, as in "3 days"."""
    start, end = line.tokens[index].start, line.tokens[index].end
    following = line.tokens[index + 1 : index + 2]
    return bool(
        (start and line.text[start - 1] in _JOINS)
        or (line.text[end : end + 1] in _JOINS and line.text[end + 1 : end + 2].isdecimal())
        or (following and following[0].word in unit_words(line.language))
    )


def _number(tokens: tuple[Token, ...], place: int) -> int:
    """Number of a day at a place, 0 for none."""
    match = _ORDINAL.fullmatch(tokens[place].word) if 0 <= place < len(tokens) else None
    return int(match[1]) if match else 0


def _year(tokens: tuple[Token, ...], place: int) -> str | None:
    word = tokens[place].word if place < len(tokens) else ""
    return word if word.isdecimal() and len(word) == 4 else None


def _day(today: date, month: int, number: int, year: str | None) -> date | None:
    """Day of a year, or the next from today; None where there is none."""
    if year:
        return _date(int(year) + (2000 if len(year) == 2 else 0), month, number)
    days = (_date(today.year + further, month, number) for further in range(5))
    return next((day for day in days if day and day >= today), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _iso(day: date) -> str:
    return day.isoformat()
