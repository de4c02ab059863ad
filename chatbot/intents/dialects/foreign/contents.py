"""Kinds of items with texts by names that intents have, too, and that are none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from chatbot.intents.dialects.foreign import choices, data_sets, program_data, records
from chatbot.intents.dialects.foreign.called import called_kind
from chatbot.intents.dialects.foreign.cards import are_cards, is_telling
from chatbot.intents.dialects.foreign.content import MOST, Content
from chatbot.intents.dialects.foreign.evidence import are_most, is_intent
from chatbot.intents.dialects.foreign.other_files import OtherFile
from chatbot.intents.dialects.foreign.things import LABELS
from chatbot.located_json.scanner import Path


def foreign_kind(items: Sequence[Any], lists: Sequence[Path] = ()) -> OtherFile | None:
    """Return the kind of things that items with names of intents are, None for intents.

    `lists` are the paths of the lists of the items.
    """
    objects = [Content.of(item) for item in items[:MOST] if isinstance(item, dict)]
    contents = [content for content in objects if any(content.patterns.values())]
    if not contents:
        answered = [content for content in objects if any(content.responses.values())]
        return _SURVEY if choices.are_unanswered(answered) else None
    if are_most(contents, is_intent):
        return None
    likely = (kind for kind, is_kind in _KINDS if is_kind(contents))
    return next(likely, None) or _called_kind(contents, lists)


def _called_kind(contents: Sequence[Content], lists: Sequence[Path]) -> OtherFile | None:
    """Kind by the name of the lists; people are told something, whatever the name around it."""
    is_told = 2 * sum(map(is_telling, contents)) >= len(contents)
    return None if is_told else called_kind(lists)


_SURVEY = OtherFile("a survey, or questions without an answer in words", ())
_KINDS: tuple[tuple[OtherFile, Callable[[Sequence[Content]], bool]], ...] = (
    (OtherFile("inputs and outputs of a program", ()), program_data.are_runs),
    (OtherFile("data of a program, without words", ()), program_data.are_data),
    (OtherFile("a thread of comments", ()), records.have_replies),
    (OtherFile("a record of messages, with their authors or times", ()), records.are_records),
    (OtherFile("a poll, or answers with grades", ()), choices.have_votes),
    (OtherFile("a dialogue with answers to choose from", ()), choices.have_branches),
    (OtherFile("a data set of questions about texts", ()), data_sets.have_passages),
    (_SURVEY, choices.are_unanswered),
    (OtherFile("a data set of texts with grades", ()), data_sets.have_grades),
    (OtherFile("texts and their translations", ()), data_sets.are_translations),
    (OtherFile("messages between programs, by topic", ()), program_data.have_topics),
    (OtherFile("cards to learn by, or a quiz with names for answers", ()), are_cards),
    (LABELS, program_data.are_labels),
)
