"""Telephone numbers in a text: those beyond doubt, and no dates, prices or order numbers."""

from __future__ import annotations

import re

_SEPARATOR = r"[ \u00a0\u202f./\u2011-]"
_MORE = rf"(?:{_SEPARATOR}?+[0-9])"

PHONE = (
    r"(?<![\w#€$£¥+.,/-])(?<![#€$£¥][ ])(?:"
    rf"(?P<international>\+[1-9][0-9]{{0,2}}+(?:[ ]?\([0-9]{{1,5}}\)[ ]?)?{_MORE}{{5,}}+)"
    rf"|(?P<national>(?:\(0[0-9]{{1,5}}\)[ ]?[/-]?[ ]?|0[0-9]{{1,5}}(?:[ ]?/[ ]?|{_SEPARATOR}))"
    rf"[0-9]{_MORE}{{2,}}+)"
    r"|(?P<american>(?:1[-. ])?(?:\([2-9][0-9]{2}\)[ ]?|[2-9][0-9]{2}[-.])[0-9]{3}[-.][0-9]{4})"
    rf"|(?P<plain>[0-9]{_MORE}{{5,}}+)"
    r")(?![\w@%€$£¥]|[.,:/-][0-9]|[ ][%€$£¥])"
)
"""Pattern of what may be a telephone number: see `is_phone`."""

_CUE = re.compile(
    r"\b(?:tele(?:phone|fon|fono|fone)|t[eé]l|tfno|(?:tele)?phone|tel[eé]fono|t[eé]l[eé]phone|call"
    r"|ring|dial|mobile|mobil|m[oó]vil|celular|handy|fax|whatsapp|sms|hotline|helpline|toll[ -]free"
    r"|llam[ae]\w{0,3}|ligue|appelez|anrufen|telp|hubungi)\b"
    r"(?:\W{1,3}(?:us|me|at|on|now|number|numbers|no|nr|num[ée]ro|n[uú]mero|is|al|a|au|para|unter)"
    r"\b){0,3}\W{0,4}$",
    re.IGNORECASE,
)
_NOT_A_PHONE = re.compile(
    r"(?:\b(?:order|orders|ref|reference|invoice|account|customer|case|ticket|tracking|article"
    r"|item|number|no|nr|id|isbn|issn|ean|sku|vat|iban|konto|pedido|factura|commande|bestellung"
    r"|rechnung)\b|[#№])\W{0,4}$",
    re.IGNORECASE,
)
_IBAN = re.compile(r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){0,7} ?$")
_DATE = re.compile(
    r"[0-9]{1,2}[ ./-][0-9]{1,2}[ ./-][0-9]{4}(?:[ ].*)?|[0-9]{4}([./-])[0-9]{2}\1.*"
)
_HOURS = re.compile(r"[0-2]?[0-9][.]?[0-5][0-9][ ]?-[ ]?[0-2]?[0-9][.]?[0-5][0-9]")
_THOUSANDS = re.compile(r"\+?[0-9]{1,3}(?:([ \u00a0\u202f.])000)(?:\1[0]{3})*")
_BEFORE = 60


def is_phone(match: re.Match[str]) -> bool:
    """True where a match of PHONE is a telephone number, by its digits and the words before it."""
    text = match[0]
    digits = sum(character.isdigit() for character in text)
    if digits > 15 or _DATE.fullmatch(text) or _HOURS.fullmatch(text) or _THOUSANDS.fullmatch(text):
        return False
    if match["international"]:
        return digits >= 7
    before = match.string[max(0, match.start() - _BEFORE) : match.start()]
    if _CUE.search(before):
        return digits >= 6
    if match["plain"] or _NOT_A_PHONE.search(before) or _IBAN.search(before):
        return False
    return bool(match["american"]) or _is_national(text, digits)


def _is_national(text: str, digits: int) -> bool:
    groups = re.findall("[0-9]+", text)
    # Five pairs are a French number; four pairs are two spans of hours.
    return digits >= (9 if all(len(group) <= 2 for group in groups) else 7)
