"""Rule about intents with patterns in two languages, of which the bot speaks one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from chatbot.intents.intent_set import Intent
from chatbot.intents.linting.finding import Finding
from chatbot.intents.linting.linted_set import LintedSet
from chatbot.text.language_guess import clear_language, has_common_words
from chatbot.text.language_signs import LATIN, Signs, own_scripts, signs_of
from chatbot.text.languages import OTHER

_FEWEST_PATTERNS, _FEWEST_WORDS = 2, 3
"""Patterns of each language, and different words of the other one: fewer are names or quotes."""
_LEAST_SHARE = 0.05
_MOST_PATTERNS, _LONGEST = 500, 500
"""Patterns of an intent, and characters of a pattern, that are looked at."""

_Groups = Mapping[str, list[tuple[str, Signs]]]


def two_languages(linted: LintedSet) -> Iterator[Finding]:
    """Intents with several patterns that are clearly in another language than others.

    Those are in the language to train in, or else in that of all patterns.
    """
    own = linted.language or clear_language(
        text for intent in linted.ordinary for text in intent.patterns
    )
    for intent in linted.ordinary if own not in ("", OTHER) else ():
        groups = _by_language(intent, own)
        if other := _other_language(groups, own):
            texts = [text for text, _ in groups[other]]
            yield Finding(
                "two_languages",
                intent.tag,
                "patterns",
                texts[0],
                names=(other, own),
                count=len(texts),
            )


def _other_language(groups: _Groups, own: str) -> str:
    """The first language with enough patterns beside those of the own one, "" for none."""
    total = sum(map(len, groups.values()))
    for name, patterns in groups.items():
        if name not in (own, "") and _is_clear(patterns, total):
            return name if _has_own(groups, patterns[0][1], own) else ""
    return ""


def _by_language(intent: Intent, own: str) -> _Groups:
    groups: dict[str, list[tuple[str, Signs]]] = defaultdict(list)
    for pattern in intent.patterns[:_MOST_PATTERNS]:
        signs = signs_of(pattern[:_LONGEST], own)
        # Of a language without a list of words, the words of another one may be its own.
        is_told = signs.script != LATIN or has_common_words(own) or own_scripts(own) != {LATIN}
        groups[signs.language if is_told else own].append((pattern, signs))
    return groups


def _is_clear(patterns: list[tuple[str, Signs]], total: int) -> bool:
    if len(patterns) < max(_FEWEST_PATTERNS, _LEAST_SHARE * total):
        return False
    is_told_by_words = patterns[0][1].script == LATIN
    words = {word for _, signs in patterns for word in signs.words}
    return not is_told_by_words or len(words) >= _FEWEST_WORDS


def _has_own(groups: _Groups, other: Signs, own: str) -> bool:
    """True for enough patterns of the own language: beside another script, its own is enough."""
    patterns = list(groups.get(own, ()))
    if other.script != LATIN:
        patterns += [pair for pair in groups.get("", ()) if pair[1].script in own_scripts(own)]
    return len(patterns) >= _FEWEST_PATTERNS
