"""Lint: findings about valid intents that are probably a mistake."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import chain

from chatbot.intents.intent_set import IntentSet
from chatbot.intents.joining import JoinedFiles
from chatbot.intents.linting import balance, links, marks, patterns, reach, tags, texts, values
from chatbot.intents.linting.finding import FURTHER, Finding, Rule
from chatbot.intents.linting.languages import mixed_languages, other_language
from chatbot.intents.linting.linted_set import LintedSet
from chatbot.intents.linting.locating import Locator
from chatbot.intents.linting.two_languages import two_languages

RULES = (
    reach.unreachable_intents,
    reach.unfiltered_contexts,
    reach.unused_texts,
    values.unknown_values,
    patterns.wordless_patterns,
    patterns.shared_patterns,
    patterns.near_duplicates,
    patterns.repeated_patterns,
    balance.few_patterns,
    balance.single_patterns,
    balance.unbalanced_intents,
    marks.few_marks,
    marks.unmarked_values,
    marks.unread_marks,
    marks.marked_tests,
    texts.odd_texts,
    links.odd_links,
    mixed_languages,
    two_languages,
    other_language,
    tags.missing_opposites,
    tags.vague_tags,
)
"""Functions that find what is seldom meant, each of a rule or of some rules alike."""


MOST_OF_RULE = 1_000
"""Findings of a rule that are listed: nobody reads more of them."""


def lint(
    intents: IntentSet,
    files: JoinedFiles | None = None,
    further: Iterable[Finding] = (),
    *,
    language: str = "",
) -> tuple[Finding, ...]:
    """Check the intents by every rule that needs no training; `further` findings join them.

    Findings are in the order of the intents, then of the rules; those about the set come last.
    With the files of the intents, findings have places, and the notes of the reader are among them.
    `language` is the one to train in: stems are its own, and patterns in another one are found.
    Of a rule, MOST_OF_RULE findings are listed, and further ones counted.
    """
    findings = _first(LintedSet(intents, language), further)
    if files:
        locator = Locator(files)
        findings = [*map(locator.placed, findings), *locator.reading_findings()]
    order = {intent.tag: number for number, intent in enumerate(intents)}
    return tuple(sorted(findings, key=lambda finding: order.get(finding.tag, len(order))))


def _first(linted: LintedSet, further: Iterable[Finding]) -> list[Finding]:
    """The first findings of each rule, and the number of its others."""
    counts: Counter[Rule] = Counter()
    findings: list[Finding] = []
    for finding in chain((f for rule in RULES for f in rule(linted)), further):
        counts[finding.rule] += 1
        if counts[finding.rule] <= MOST_OF_RULE:
            findings.append(finding)
    return findings + [
        Finding(FURTHER, names=(rule,), count=count - MOST_OF_RULE)
        for rule, count in counts.items()
        if count > MOST_OF_RULE
    ]
