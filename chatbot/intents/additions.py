"""Additions to the intents of the files from the browser: patterns, intents, corrections."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.intents.marks.learnt import markable_names
from chatbot.intents.marks.mark import marks_of
from chatbot.intents.reserved_tags import FALLBACK_TAG
from chatbot.intents.responses.repeats import response_parts, rich_by_key
from chatbot.intents.responses.words import with_words, words_of
from chatbot.text.comparison import comparison_key


@dataclass(frozen=True, slots=True)
class Correction:
    """Response of an intent, or words of one with several parts, before and after a correction."""

    tag: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Additions:
    """Patterns as (tag, text), new intents, perhaps with responses only, and corrections."""

    patterns: tuple[tuple[str, str], ...] = ()
    intents: tuple[Intent, ...] = ()
    corrections: tuple[Correction, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.patterns or self.intents or self.corrections)

    def corrections_of(self, intent: Intent) -> dict[str, str]:
        """Responses of an intent of the files to be replaced, each with the new text.

        Of a response with several parts, these are its words. A text that is gone is left alone,
        and so is a response whose new text the intent has already.
        """
        texts: dict[str, str] = {}
        for correction in self.corrections:
            if correction.tag != intent.tag:
                continue
            is_taken = correction.after in (*intent.responses, *texts.values())
            is_single = correction.before in single_responses(intent) and not is_taken
            if is_single or correction.before in part_texts(intent):
                texts[correction.before] = correction.after
        return texts

    def joined_to(self, intents: IntentSet) -> IntentSet:
        """Return the corrected intents with the added patterns, and the new intents at the end.

        The files have precedence: an intent or pattern of the files is not added again, and a
        message among the `tests` of an intent is not learnt. A pattern of an unknown intent is
        left out: the author removed the intent. But the fallback needs none in the files: without
        responses, it gives those of the library. Where the files mark values, `[Bergen](city)` in a
        pattern is a mark, too.
        """
        names = markable_names(intents)
        by_tag = {intent.tag: self._corrected(intent) for intent in intents}
        for new in self.intents:
            present = by_tag.get(new.tag, replace(new, patterns=()))
            by_tag[new.tag] = _with_patterns(present, new.patterns, names)
        texts: dict[str, list[str]] = defaultdict(list)
        for tag, text in self.patterns:
            texts[tag].append(text)
        if FALLBACK_TAG in texts:
            by_tag.setdefault(FALLBACK_TAG, Intent(FALLBACK_TAG, (), ()))
        for tag in texts.keys() & by_tag.keys():
            by_tag[tag] = _with_patterns(by_tag[tag], texts[tag], names)
        return replace(intents, intents=tuple(by_tag.values()))

    def _corrected(self, intent: Intent) -> Intent:
        texts = self.corrections_of(intent)
        if not texts:
            return intent
        parts = response_parts(intent.responses, intent.rich)
        corrected = [with_words(part, texts) for part in parts]
        responses = tuple(text for text, _ in corrected)
        return replace(intent, responses=responses, rich=rich_by_key(corrected))


def single_responses(intent: Intent) -> set[str]:
    """Return the responses of an intent that are a text, and never several parts."""
    parts = response_parts(intent.responses, intent.rich)
    composed = {text for text, rich in parts if rich and rich.bubbles}
    return {*intent.responses} - composed


def part_texts(intent: Intent) -> set[str]:
    """Return the words of the responses of an intent that have several parts."""
    return {words.text for rich in intent.rich.values() for words in words_of(rich.bubbles)}


def _with_patterns(intent: Intent, texts: Iterable[str], names: Collection[str]) -> Intent:
    """Return an intent with further texts; `names` are those of entities that have marks."""
    read = [_read(text, names) for text in texts]
    present = {"", *(comparison_key(text) for text in (*intent.patterns, *intent.tests))}
    new = {key: text for text in read if (key := comparison_key(text)) not in present}
    if not new:
        return intent
    marks = {**intent.marks, **marks_of([*new.values()])}
    return replace(intent, patterns=(*intent.patterns, *map(str, new.values())), marks=marks)


def _read(text: str, names: Collection[str]) -> str:
    if not names:
        return text
    # Imported here: most web processes never read a mark.
    from chatbot.intents.marks.reading import read_pattern

    return read_pattern(text, names, inline=True).pattern
