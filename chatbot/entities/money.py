"""Amounts of money in a message: a number beside a currency."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chatbot.entities.entity import Mention
from chatbot.entities.line import Line, folded
from chatbot.entities.numbers import NUMBER, plain_number

_CODES = (
    "AED ARS AUD BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR JPY KRW KWD MAD"
    " MXN MYR NOK NZD PEN PHP PLN QAR RON RSD RUB SAR SEK SGD THB TND TRY UAH USD VND ZAR"
)
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "zł": "PLN"}
_SIGNS |= {"₺": "TRY", "₩": "KRW", "₪": "ILS", "₫": "VND", "R$": "BRL"}
_WORDS = {"euro": "EUR", "dollar": "USD", "dolar": "USD", "dolares": "USD", "pound": "GBP"}
_WORDS |= {"pfund": "GBP", "franken": "CHF", "forint": "HUF", "rubl": "RUB", "рубл": "RUB"}
_WORDS |= {"евро": "EUR", "доллар": "USD", "يورو": "EUR", "دولار": "USD", "yen": "JPY"}
_KRONER = {"danish": "DKK", "norwegian": "NOK", "swedish": "SEK"}

_CURRENCY = r"R\$|[€$£¥₹₽₺₩₪₫]|zł|[^\W\d_]{2,12}"
_MONEY = re.compile(
    rf"(?<![\w.,])(?:(?P<before>{_CURRENCY})\s?(?P<first>{NUMBER})(?![\w]|[.,]\d)"
    rf"|(?P<second>{NUMBER})\s?(?P<after>{_CURRENCY}))"
)


def find_money(line: Line) -> Iterator[Mention]:
    """Find amounts; the value is the number and the code of the currency: "12.5 EUR"."""
    place = 0
    while match := _MONEY.search(line.text, place):
        written = match["first"] or match["second"]
        currency = _code(match["before"] or match["after"], line.language)
        # Of a word that is no currency, the number behind may have one after it.
        place = match.end() if currency else match.end("before" if match["before"] else "second")
        if currency:
            value = f"{plain_number(written, line.language)} {currency}"
            yield Mention(value, match.start(), match.end())


def _code(currency: str, language: str) -> str | None:
    if currency in _SIGNS or currency.upper() in _CODES.split():
        return _SIGNS.get(currency, currency.upper())
    word = folded(currency)
    if word in ("kr", "krone", "kroner", "kronor", "krona"):
        return _KRONER.get(language)
    stems = (stem for stem in _WORDS if word.startswith(stem) and len(word) <= len(stem) + 3)
    return next((_WORDS[stem] for stem in stems), None)
