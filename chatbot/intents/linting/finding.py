"""Findings of lint, and the rules with their severities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from chatbot.intents.places import Place

Severity = Literal["error", "warning", "info"]

Rule = Literal[
    "no_patterns",
    "unopened_context",
    "unreached_context",
    "unfiltered_context",
    "no_responses",
    "no_fallback",
    "unread_patterns",
    "unread_responses",
    "unknown_value",
    "repeated_response",
    "wordless_pattern",
    "shared_pattern",
    "shared_suggestion",
    "near_duplicate",
    "repeated_pattern",
    "confused_pattern",
    "single_patterns",
    "few_patterns",
    "unbalanced",
    "few_marks",
    "unasked_entity",
    "unmarked_value",
    "unread_mark",
    "marked_test",
    "placeholder",
    "unshown_html",
    "unlinked_address",
    "blank_link",
    "mojibake",
    "regular_expression",
    "surrounding_space",
    "blank_text",
    "mixed_languages",
    "two_languages",
    "other_language",
    "unlisted_language",
    "misspelt_key",
    "missing_opposite",
    "vague_tag",
    "further_findings",
]

FURTHER: Rule = "further_findings"
"""Rule of the findings of another rule beyond those that are listed."""

_SEVERITIES: Mapping[str, Severity] = MappingProxyType(
    {
        "no_patterns": "error",
        "unopened_context": "error",
        "unreached_context": "error",
        "repeated_response": "info",
        "confused_pattern": "info",
        "few_patterns": "info",
        "unbalanced": "info",
        "few_marks": "info",
        "surrounding_space": "info",
        "blank_text": "info",
        "mixed_languages": "info",
        "two_languages": "info",
        "unlisted_language": "info",
        "missing_opposite": "info",
        "vague_tag": "info",
        "further_findings": "info",
    }
)
"""Severities of the rules that are no warnings."""

MENDABLE: frozenset[Rule] = frozenset(
    (
        *("misspelt_key", "blank_text", "surrounding_space", "repeated_pattern"),
        *("repeated_response", "mojibake"),
    )
)
"""Rules with mechanical remedies; `chatbot.intents.linting.fixes` applies them."""

NOTED: frozenset[Rule] = frozenset(("misspelt_key", "blank_text", "unread_responses"))
"""Rules about what the reader notes as well."""

TextPart = Literal["tag", "patterns", "responses", "tests", "context_set", "context_filter"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Finding of a rule about the intent `tag`; an empty tag stands for the whole set.

    `part` is the part of the intent, and `text` the pattern or response there. `other` is a
    second intent of the finding, `similar` a text to compare with or to write instead. `names`
    are contexts, entities, placeholders, HTML tags, addresses, languages or rules. `count` and
    `usual` are numbers to compare. `place` is the place in the files, None if unknown. A finding
    `stays` if its rule has a remedy, and this place has none: the text is repeated in two files,
    or stands beside more than texts.
    """

    rule: Rule
    tag: str = ""
    part: TextPart = "tag"
    text: str = ""
    other: str = ""
    similar: str = ""
    names: tuple[str, ...] = ()
    count: int = 0
    usual: int = 0
    place: Place | None = None
    stays: bool = False

    @property
    def severity(self) -> Severity:
        """Severity of the rule: an error is certain to spoil an intent, an info may be meant.

        Further findings have that of the rule that they name.
        """
        return severity_of(self.names[0] if self.rule == FURTHER else self.rule)

    @property
    def is_mendable(self) -> bool:
        """True if there is a mechanical remedy: for mojibake, a text to write instead."""
        lost = self.rule == "mojibake" and (not self.similar or self.part == "tag")
        return self.rule in MENDABLE and not (lost or self.stays)


def severity_of(rule: str) -> Severity:
    """Return the severity of a rule."""
    return _SEVERITIES.get(rule, "warning")
