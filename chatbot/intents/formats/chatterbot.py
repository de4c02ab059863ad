"""ChatterBot: corpora in YAML, conversations in which person and bot speak in turn."""

from __future__ import annotations

from collections.abc import Sequence

from chatbot.intents.formats.draft import ImportDraft
from chatbot.intents.formats.intent_draft import IntentDraft
from chatbot.intents.formats.sources.documents import Document
from chatbot.text.comparison import comparison_key


def recognises(document: Document) -> bool:
    """True for a corpus."""
    return document.kind in ("yaml", "json") and document.has("conversations")


def read(documents: Sequence[Document], draft: ImportDraft) -> None:
    """Read corpora into the draft: a statement and the next one are a pattern and a response.

    Statements with the same replies are one intent: a pattern alone teaches too little.
    """
    for document in documents:
        conversations = document.value["conversations"]
        for conversation in conversations if isinstance(conversations, list) else []:
            _read_conversation(draft, draft.texts(conversation, document.name))
    _join_same_replies(draft)


def _read_conversation(draft: ImportDraft, statements: list[str]) -> None:
    before: IntentDraft | None = None
    for index in range(0, len(statements), 2):
        if index + 1 == len(statements):
            draft.lose("unanswered", statements[index])
            return
        before = _exchange(draft, statements[index], statements[index + 1], before)


def _exchange(
    draft: ImportDraft, pattern: str, response: str, before: IntentDraft | None
) -> IntentDraft:
    """The intent of a statement after that of another one, with the response."""
    context = f"after_{before.tag}" if before else ""
    intent = draft.intent_of(pattern, context)
    intent.add_new("patterns", [pattern], comparison_key)
    intent.add_new("responses", [response])
    if before and context not in intent.context_filter:
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
