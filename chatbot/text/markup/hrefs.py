"""Addresses of links: only http, https, mailto and tel, and nothing that hides where it leads."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 2048
"""Most characters of an address: longer ones are refused by servers."""

HIDDEN = (
    r"\x00-\x20\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2000-\u200f"
    r"\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    r"\ud800-\udfff\U000e0000-\U000e0fff"
)
"""Characters, for a class, that are invisible, reverse the text or are dropped by browsers."""

MAILBOX = (
    r"[A-Za-z0-9](?:[A-Za-z0-9._+'-]{0,62}[A-Za-z0-9_+-])?"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}"
)
"""Pattern of a mail address."""

_FORBIDDEN = re.compile(rf'[{HIDDEN}<>"\\`]')
_WWW = re.compile(r"www\.", re.IGNORECASE)
_MAILBOX = re.compile(MAILBOX)
_MAIL = re.compile(rf"({MAILBOX})(\?[\w.~%&=+,;:@!/?'()-]*)?")
_WEB = re.compile(r"//([^/?#:@\[\]]+)(?::(\d{1,5}))?(?:[/?#].*)?")
_PHONE = re.compile(r"\+?\d{3,15}")
_PHONE_SEPARATORS = re.compile(r"[\s./()\u2011-]")
_MIXABLE = {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}
"""Scripts with letters that look alike: a name has letters of only one of these."""


def safe_href(written: str) -> str | None:
    """Return the address to link to, or None for an address that is not linked.

    Browsers drop blanks around an address and tabs and line ends within, so `java\\nscript:` is a
    script to a browser: characters that are dropped or not seen are refused.
    """
    address = written.strip().replace(" ", "%20")
    if len(address) > LONGEST:
        return None
    scheme, colon, rest = _complete(address).partition(":")
    match scheme.lower() if colon else "":
        case "tel":
            return phone_href(rest)
        case ("http" | "https") as web if not _FORBIDDEN.search(rest) and _is_web(rest):
            return f"{web}:{rest}"
        case "mailto" if not _FORBIDDEN.search(rest) and _MAIL.fullmatch(rest):
            return f"mailto:{rest}"
    return None


def phone_href(number: str) -> str | None:
    """Return the address of a telephone number; None for anything else."""
    digits = _PHONE_SEPARATORS.sub("", number.replace("%20", "").replace("(0)", ""))
    return f"tel:{digits}" if digits.isascii() and _PHONE.fullmatch(digits) else None


def _complete(address: str) -> str:
    """The address with a scheme, where the way of writing leaves no doubt."""
    if address.startswith("//"):
        return f"https:{address}"
    if _WWW.match(address):
        return f"https://{address}"
    return f"mailto:{address}" if _MAILBOX.fullmatch(address) else address


def _is_web(rest: str) -> bool:
    match = _WEB.fullmatch(rest)
    if match is None or int(match[2] or 0) > 65535:
        return False
    host = match[1].lower()
    # A browser reads a full-width slash in the name as a slash.
    if len(host) > 253 or unicodedata.normalize("NFKC", host) != unicodedata.normalize("NFC", host):
        return False
    return all(map(_is_label, host.split(".")))


def _is_label(label: str) -> bool:
    if not 1 <= len(label) <= 63 or label.startswith("-"):
        return False
    if label.isascii():
        return label.replace("-", "").replace("_", "").isalnum()
    letters = [character for character in label if character not in "-_"]
    if any(unicodedata.category(letter)[0] not in "LMN" for letter in letters):
        return False
    scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in letters}
    return len(scripts & _MIXABLE) <= 1
