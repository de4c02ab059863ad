"""Words and stems of a message as typed."""

import re
import unicodedata
from functools import lru_cache

from chatbot.text.languages import LANGUAGES, SPOKEN_LANGUAGES
from chatbot.text.nltk_parts import SnowballStemmer, TweetTokenizer

MAX_CHARACTERS = 1_000
"""Length of the part of a message to read: the first sentences show the intent."""

MAX_WORDS = 64

_MAX_CACHED_STEMS = 10_000

_LONG_NUMBER = re.compile(r"\d{3,}")
_DRAWN_OUT = re.compile(r"(\D)\1{3,}")
_ACCENTS = re.compile(r"(?<=[a-z])[\u0300-\u036f]+")
_LOOKS_OF_EMOJI = frozenset("\ufe0e\ufe0f" + "".join(map(chr, range(0x1F3FB, 0x1F400))))
"""Skin tones, and the selectors of text or picture: the same emoji, whatever it looks like."""

_WORD = r"(?:[^\W\d_]+(?:['-][^\W\d_]+)*|[0-9]{1,6}(?![,.?!]? [0-9]))"
_PLAIN = re.compile(rf"{_WORD}(?:[,.?!]? {_WORD})* ?[,.?!]*")
"""Line in which the words are plain to see: a tenth of the time of the tokenizer."""

_PLAIN_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
LONGEST_RUN = 128
"""Characters without a space that the tokenizer reads at once: in a longer address or row of signs,
its expressions look at every character from every other."""

_LONG_RUN = re.compile(rf"\S{{{LONGEST_RUN + 1},}}+")
_PART_OF_RUN = re.compile(rf"\S{{1,{LONGEST_RUN}}}(?<=\W)|\S{{1,{LONGEST_RUN}}}")
_NO_LETTERS = str.maketrans("", "", " ,.?!'-0123456789")

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "´": "'", "`": "'"})


def normalise(text: str) -> str:
    """Return `text` as one line in NFKC without control or invisible characters.

    The line has at most `MAX_CHARACTERS`, and none for a text without visible characters.
    """
    visible = text[: 4 * MAX_CHARACTERS].translate(_APOSTROPHES)
    if not (visible.isascii() and visible.isprintable()):
        visible = "".join(_visible(char) for char in visible)
    words = unicodedata.normalize("NFKC", visible).split()
    return " ".join(words)[:MAX_CHARACTERS].rstrip()


def without_accents(text: str) -> str:
    """Return lower-case `text` with bare letters a to z, and other scripts unchanged.

    In other scripts a mark makes a different letter, as in "й", or a vowel.
    """
    if text.isascii():
        return text
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", bare)


@lru_cache(maxsize=4096)
def _visible(char: str) -> str:
    if char.isspace():
        return " "
    category = unicodedata.category(char)
    if category == "Cc":
        return " "
    return "" if category in {"Cf", "Cs"} or char in _LOOKS_OF_EMOJI else char


class WordSplitter:
    """Splitter of messages into lower-case words, and stemmer of words, for a language.

    >>> splitter = WordSplitter("english")
    >>> splitter.words("Where's my PARCEL, order CW-204817??")
    ["where's", 'my', 'parcel', 'order', 'cw', '000000']
    >>> splitter.stem("deliveries")
    'deliveri'
    """

    def __init__(self, language: str = "english") -> None:
        """Raises ValueError for a language outside `SPOKEN_LANGUAGES`.

        Outside `LANGUAGES` there is no stemmer: words are their own stems.
        """
        if language not in SPOKEN_LANGUAGES:
            raise ValueError(
                f"There is no language {language!r}. Choose one of: {', '.join(SPOKEN_LANGUAGES)}."
            )
        self.language = language
        # The tokenizer's own lower-casing and shortening of "sooooo" take three times as long.
        self._tokenizer = TweetTokenizer()
        self.stem = lru_cache(_MAX_CACHED_STEMS)(self._stem)
        """Return the Snowball stem of a lower-case word, or the word for lack of a stemmer."""

    def words(self, text: str) -> list[str]:
        """Return at most `MAX_WORDS` words: lower case, no accents, no bare punctuation.

        Many people leave out accents: "adios" and "adiós" are the same word. A number of three or
        more digits becomes as many zeros: two order numbers mean the same, 1 and 4 people do not.
        """
        line = _DRAWN_OUT.sub(r"\1\1\1", without_accents(normalise(text).lower()))
        line = _LONG_NUMBER.sub(_zeros, line)
        if _PLAIN.fullmatch(line) and (line.isascii() or line.translate(_NO_LETTERS).isalpha()):
            return _PLAIN_WORD.findall(line)[:MAX_WORDS]
        line = _LONG_RUN.sub(_in_parts, line)
        return list(filter(_is_word, self._tokenizer.tokenize(line)))[:MAX_WORDS]

    def _stem(self, word: str) -> str:
        if self.language not in LANGUAGES:
            return word
        # A new stemmer for every word: the Arabic stemmer keeps state of the word before.
        return str(SnowballStemmer(self.language).stem(word))


def _zeros(number: re.Match[str]) -> str:
    return "0" * len(number.group())


def _in_parts(run: re.Match[str]) -> str:
    """Put spaces into a run, behind signs where it has any."""
    return " ".join(_PART_OF_RUN.findall(run.group()))


@lru_cache(maxsize=4096)
def _is_word(token: str) -> bool:
    """Return True for letters, digits and emoji: punctuation alone shows no intent."""
    return any(char.isalnum() or unicodedata.category(char) == "So" for char in token)
