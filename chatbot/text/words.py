"""From a message as typed to the words the network reads."""

import re
import unicodedata
from functools import lru_cache

from chatbot.text.nltk_parts import SnowballStemmer, TweetTokenizer

LANGUAGES: tuple[str, ...] = tuple(name for name in SnowballStemmer.languages if name != "porter")
"""The 15 languages that a Snowball stemmer exists for."""

MAX_CHARACTERS = 1_000
"""What is read of a message: an intent shows in its first sentences, and time stays bounded."""

MAX_WORDS = 64

_MAX_CACHED_STEMS = 10_000

_LONG_NUMBER = re.compile(r"\d{3,}")
_DRAWN_OUT = re.compile(r"(\D)\1{3,}")
_ACCENTS = re.compile(r"(?<=[a-z])[\u0300-\u036f]+")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "´": "'", "`": "'"})


def normalise(text: str) -> str:
    """Return `text` as one line in NFKC without control or invisible characters.

    At most `MAX_CHARACTERS` long; empty when nothing visible was typed.
    """
    visible = text[: 4 * MAX_CHARACTERS].translate(_APOSTROPHES)
    if not (visible.isascii() and visible.isprintable()):
        visible = "".join(_visible(character) for character in visible)
    words = unicodedata.normalize("NFKC", visible).split()
    return " ".join(words)[:MAX_CHARACTERS].rstrip()


def without_accents(text: str) -> str:
    """Return lower-case `text` with bare letters a to z; other scripts stay as they are.

    Elsewhere a mark makes another letter, as in "й", or a vowel.
    """
    if text.isascii():
        return text
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", bare)


@lru_cache(maxsize=4096)
def _visible(character: str) -> str:
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    if category == "Cc":
        return " "
    return "" if category in {"Cf", "Cs"} else character


class WordSplitter:
    """Splits messages of one language into lower-case words and finds their stems.

    >>> splitter = WordSplitter("english")
    >>> splitter.words("Where's my PARCEL, order CW-204817??")
    ["where's", 'my', 'parcel', 'order', 'cw', '000000']
    >>> splitter.stem("deliveries")
    'deliveri'
    """

    def __init__(self, language: str = "english") -> None:
        """Raises ValueError for a language that is not in `LANGUAGES`."""
        if language not in LANGUAGES:
            raise ValueError(
                f"There is no stemmer for the language {language!r}. "
                f"Choose one of: {', '.join(LANGUAGES)}."
            )
        self.language = language
        # Its own ways to lower the case and to shorten "sooooo" take three times as long as ours.
        self._tokenizer = TweetTokenizer()
        self.stem = lru_cache(_MAX_CACHED_STEMS)(self._stem)
        """Returns the Snowball stem of a lower-case word."""

    def words(self, text: str) -> list[str]:
        """Return at most `MAX_WORDS` words: lower case, no accents, no bare punctuation.

        Many people leave out accents: "adios" is to be "adiós". Of a number of three digits or
        more only the length is kept: two order numbers mean the same, but 1 and 4 people do not.
        """
        shortened = _DRAWN_OUT.sub(r"\1\1\1", without_accents(normalise(text).lower()))
        tokens = self._tokenizer.tokenize(_LONG_NUMBER.sub(_zeros, shortened))
        words = (token for token in tokens if _is_word(token))
        return list(words)[:MAX_WORDS]

    def _stem(self, word: str) -> str:
        # A new stemmer each time, for the Arabic one remembers the word before.
        return str(SnowballStemmer(self.language).stem(word))


def _zeros(number: re.Match[str]) -> str:
    return "0" * len(number.group())


@lru_cache(maxsize=4096)
def _is_word(token: str) -> bool:
    """True for letters, digits and emoji: punctuation alone says no intent."""
    return any(c.isalnum() or unicodedata.category(c) == "So" for c in token)
