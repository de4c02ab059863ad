"""ChatterBot: corpora in YAML, conversations in which person and bot speak in turn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from chatbot.intents.formats.draft import ImportDraft, IntentDraft
from chatbot.intents.formats.sources.documents import Document
from chatbot.text.comparison import comparison_key

_LONGEST_TAG = 60
_WORDS = re.compile(r"\w+")


def recognises(document: Document) -> bool:
    """True for a corpus."""
    return document.kind in ("yaml", "json") and document.has("conversations")


def read(documents: Sequence[Document], draft: ImportDraft) -> None:
    """Read corpora into the draft: a statement and the next one are a pattern and a response.

    Statements with the same replies are one intent: a pattern alone teaches too little.
    """
    tags: dict[tuple[str, str], str] = {}
    for document in documents:
        conversations = document.value["conversations"]
        for conversation in conversations if isinstance(conversations, list) else []:
            _read_conversation(draft, draft.texts(conversation, document.name), tags)
    _join_same_replies(draft)


def _read_conversation(
    draft: ImportDraft, statements: list[str], tags: dict[tuple[str, str], str]
) -> None:
    before: IntentDraft | None = None
    for index in range(0, len(statements), 2):
        if index + 1 == len(statements):
            draft.lose("unanswered", statements[index])
            return
        context = f"after_{before.tag}" if before else ""
        before = _exchange(draft, statements[index : index + 2], context, before, tags)


def _exchange(
    draft: ImportDraft,
    statements: Sequence[str],
    context: str,
    before: Any,
    tags: dict[tuple[str, str], str],
) -> IntentDraft:
    """The intent of a statement in a context, with the response."""
    pattern, response = statements
    key = (comparison_key(pattern), context)
    if key not in tags:
        tags[key] = draft.free_tag(_slug(pattern))
    intent = draft.intent(tags[key])
    if comparison_key(pattern) not in map(comparison_key, intent.patterns):
        intent.patterns.append(pattern)
    if response not in intent.responses:
        intent.responses.append(response)
    if context and context not in intent.context_filter:
        intent.context_filter.append(context)
        before.context_set.append(context)
    return intent


def _join_same_replies(draft: ImportDraft) -> None:
    first: dict[tuple[tuple[str, ...], ...], IntentDraft] = {}
    for intent in draft.drafts():
        replies = tuple(intent.responses), tuple(intent.context_filter), tuple(intent.context_set)
        same = first.setdefault(replies, intent)
        if same is not intent:
            same.patterns += intent.patterns
            draft.drop(intent.tag)


def _slug(text: str) -> str:
    """Tag for a pattern: its words in small letters, joined."""
    return "_".join(_WORDS.findall(text.casefold()))[:_LONGEST_TAG].rstrip("_") or "statement"
