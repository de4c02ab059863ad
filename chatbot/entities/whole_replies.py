"""Whole replies: what somebody says to the question for a name, a town or any other text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from chatbot.entities.entity import Guess, Mention
from chatbot.entities.line import Line, Token, tokens_of
from chatbot.text.evasions import is_evasion
from chatbot.text.function_words import is_function_word
from chatbot.text.negation import has_negator
from chatbot.text.short_replies import courtesies_of, is_reply_word
from chatbot.text.words import without_accents

Phrase = tuple[str, ...]

_MOST_WORDS = 6
"""Words of a value; more are a sentence about something else."""

_NAMINGS = {
    "arabic": "اسمي, انا اسمي, أنا اسمي",
    "danish": "jeg hedder, mit navn er",
    "dutch": "ik heet, mijn naam is",
    "english": "my name is, my name s, i am called, i m called",
    "finnish": "nimeni on, minun nimeni on, mun nimi on",
    "french": "je m appelle, mon nom est, moi c est",
    "german": "ich heiße, mein name ist, ich bin der, ich bin die",
    "hungarian": "a nevem, nevem, az én nevem",
    "italian": "mi chiamo, il mio nome è",
    "norwegian": "jeg heter, mitt navn er, navnet mitt er",
    "portuguese": "me chamo, chamo me, meu nome é, o meu nome é",
    "romanian": "mă numesc, mă cheamă, numele meu este",
    "russian": "меня зовут, мое имя, моё имя",
    "spanish": "me llamo, mi nombre es",
    "swedish": "jag heter, mitt namn är",
}
"""Beginnings of a reply that are not part of a name."""

_AFTER_COURTESY = frozenset(",.!;:،。，！")
_BEFORE_COURTESY = " ,;،，"

_IN_NAMES = frozenset(
    without_accents(
        "of the and upon on de la le les l d du des en sur et el los las del y da do das dos e di"
        " della von vom zu zur am an im in der den dem und van het ten ter op bin ibn al na nad pod"
    ).split()
)
"""Function words within names: Isle of Man, Rio de Janeiro, Frankfurt am Main."""


def polite_part(line: Line) -> tuple[int, int]:
    """Return the place of a text in a line without courtesies around it and a naming before it.

    A line of nothing else is left as it is.
    """
    tokens = _without_courtesies(line)
    if not tokens:
        return 0, len(line.text)
    start = tokens[0].start if tokens[0] is not line.tokens[0] else 0
    after = next((token.start for token in line.tokens if token.start >= tokens[-1].end), None)
    return start, len(line.text[:after].rstrip(_BEFORE_COURTESY))


def whole_reply(line: Line) -> Mention | None:
    """Return the value that a reply is, None for a question, a refusal or a sentence.

    It is not sure: it counts as the answer to the question for it alone.
    """
    tokens = _without_courtesies(line)
    while tokens and is_function_word(tokens[0].word, line.language) and len(tokens) > 1:
        tokens = tokens[1:]
    if not tokens or len(tokens) > _MOST_WORDS or line.text.endswith(("?", "؟", "？")):
        return None
    if not all(_is_of_name(token.word, line.language) for token in tokens):
        return None
    if is_function_word(tokens[0].word, line.language):
        return None
    return _mention(tokens, line)


def joined_values(mentions: Sequence[Mention], line: Line) -> Mention | None:
    """Return the value that several guesses are parts of: they stand in a reply of it alone.

    A comma, or a word that is in no name, tells them apart.
    """
    whole = whole_reply(line) if len(mentions) > 1 else None
    if whole is None or any(char in ",;/&+" for char in whole.value):
        return None
    return whole if all(m.guess and whole.overlaps(m) for m in mentions) else None


def _without_courtesies(line: Line) -> list[Token]:
    """Tokens without courtesies at both ends, and without a naming at the beginning.

    At the beginning, "Hello Kitty" and "Hi-Vis" are no courtesies.
    """
    courtesies, tokens = courtesies_of(line.language), list(line.tokens)
    namings = _namings(line.language)
    while count := _count_of(courtesies, tokens):
        if not (_count_of(namings, tokens[count:]) or _ends_before(tokens, count, line)):
            break
        tokens = tokens[count:]
    if count := _count_of(namings, tokens):
        tokens = tokens[count:]
    while count := _count_of(courtesies, tokens, at_end=True):
        tokens = tokens[:-count]
    return tokens


def _ends_before(tokens: Sequence[Token], count: int, line: Line) -> bool:
    """True if a sign follows so many tokens, or a blank and no capital."""
    if count == len(tokens):
        return True
    gap = line.text[tokens[count - 1].end : tokens[count].start]
    is_name = not gap.isspace() or line.text[tokens[count].start].isupper()
    return not (_AFTER_COURTESY.isdisjoint(gap) and is_name)


def _count_of(phrases: Sequence[Phrase], tokens: Sequence[Token], *, at_end: bool = False) -> int:
    """Number of tokens of the longest phrase that they begin or end with, 0 without any."""
    words = tuple(token.word for token in tokens)
    parts = (words[-len(p) :] if at_end else words[: len(p)] for p in phrases)
    return next((len(p) for p, part in zip(phrases, parts, strict=True) if p == part), 0)


def _is_of_name(word: str, language: str) -> bool:
    if is_evasion(word, language) or is_reply_word(word, language):
        return word in _IN_NAMES
    if has_negator((word,), language):
        return False
    return word in _IN_NAMES or not is_function_word(word, language)


def _mention(tokens: Sequence[Token], line: Line) -> Mention:
    start, end = tokens[0].start, tokens[-1].end
    guess = Guess(is_certain=False, is_whole=True)
    return Mention(line.text[start:end], start, end, is_sure=False, guess=guess)


@lru_cache(maxsize=32)
def _namings(language: str) -> tuple[Phrase, ...]:
    """Namings as words, the longest first; English ones for an unlisted language."""
    phrases = _NAMINGS.get(language, _NAMINGS["english"]).split(",")
    words = [tuple(token.word for token in tokens_of(phrase)) for phrase in phrases]
    return tuple(sorted(words, key=len, reverse=True))
