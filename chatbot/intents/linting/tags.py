"""Rules about tags: those that say nothing, and those whose opposite is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chatbot.intents.dialects.names import normalized
from chatbot.intents.intent_set import Intent
from chatbot.intents.linting.finding import Finding
from chatbot.intents.linting.linted_set import LintedSet
from chatbot.intents.linting.pairs import states

_VAGUE = re.compile(
    r"(?:(?:tag|intent|class|label|category|topic|new|untitled|temp|tmp|foo|bar|baz|item|question"
    r"|faq|intencion|etiqueta|pregunta|pergunta|frage)[\W_]*)?\d*|[a-z]\d*|x+|abc|asdf|todo",
    re.ASCII,
)

_LONGEST_ANSWER = 12

_YES_WORDS = "yes yep yeah si sí sim oui ja evet да igen نعم はい 是 네"
_NO_WORDS = (
    "no nope nah não nao non nein nee hayır hayir tidak нет nem nei nej لا いいえ 不是 아니 아니요"
)
_YES, _NO = frozenset(_YES_WORDS.split()), frozenset(_NO_WORDS.split())
_LEAST_SHARE = 0.15
"""Share of such answers in the patterns of an intent that is an answer."""

_OPPOSITES = (
    ("affirm", "deny"),
    ("agree", "disagree"),
    ("feeling_good", "feeling_bad"),
    ("happy", "sad"),
    ("subscribe", "unsubscribe"),
    ("enable", "disable"),
)


def vague_tags(linted: LintedSet) -> Iterator[Finding]:
    """Tags that say nothing about the intent: numbers, single letters, "tag1"."""
    for intent in linted.ordinary:
        if _VAGUE.fullmatch(intent.tag.casefold()):
            yield Finding("vague_tag", intent.tag)


def missing_opposites(linted: LintedSet) -> Iterator[Finding]:
    """Intents for "yes" without an intent for "no" beside them, and the like by tag."""
    named = dict(_by_tag(linted))
    worded = _by_words(linted)
    for intent in linted.ordinary:
        if opposite := named.get(intent.tag) or worded.get(intent.tag):
            yield Finding("missing_opposite", intent.tag, similar=opposite)


def _by_tag(linted: LintedSet) -> Iterator[tuple[str, str]]:
    names = {normalized(intent.tag): intent.tag for intent in linted.ordinary}
    for left, right in _OPPOSITES:
        for name, opposite in ((left, right), (right, left)):
            tag = names.get(normalized(name))
            others = [other for other in names if other != normalized(name)]
            if tag and not any(normalized(opposite) in other for other in others):
                yield tag, opposite


def _by_words(linted: LintedSet) -> dict[str, str]:
    """Return the opposites of patterns like "yes" or "no" without a match at the same time."""
    missing: dict[str, str] = {}
    for opposite, words, opposites in (("no", _YES, _NO), ("yes", _NO, _YES)):
        matched = {
            name
            for intent in linted.ordinary
            if _answers(linted, intent, opposites)
            for name in states(intent)
        }
        for intent in linted.ordinary:
            count = _answers(linted, intent, words)
            enough = count and count >= _LEAST_SHARE * len(intent.patterns)
            if enough and matched.isdisjoint(states(intent)):
                missing.setdefault(intent.tag, opposite)
    return missing


def _answers(linted: LintedSet, intent: Intent, words: frozenset[str]) -> int:
    """Number of the patterns that consist of the words."""
    texts = (text for text in intent.patterns if len(text) <= _LONGEST_ANSWER)
    return sum(words.issuperset(linted.words[text] or " ") for text in texts)
