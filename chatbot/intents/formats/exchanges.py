"""Exchanges of a conversation that depend on the one before, as intents with contexts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from chatbot.intents.formats.draft import MOST_COPIES, ImportDraft, TooManyIntentsError
from chatbot.intents.formats.intent_draft import IntentDraft


@dataclass(frozen=True, slots=True)
class ContextualExchange:
    """An intent and the responses to it, after the answer that opened `context`.

    An empty context stands for any moment.
    """

    tag: str
    context: str
    responses: tuple[str, ...]


def joined_variants(variants: list[list[str]]) -> tuple[str, ...]:
    """Join the messages of an answer: as many responses as the message with most variants has."""
    count = max(map(len, variants), default=0)
    rows = ([texts[row % len(texts)] for texts in variants] for row in range(count))
    return tuple("\n".join(row) for row in rows)


def place_exchanges(
    draft: ImportDraft, exchanges: Iterable[ContextualExchange]
) -> dict[str, list[str]]:
    """Give responses and contexts to the intents, and return the tags that became of each tag.

    An intent with the same responses everywhere stays one intent. For others, an intent with the
    same patterns is made: `yes_after_greet` answers "yes" after `greet` alone. Raises
    TooManyIntentsError.
    """
    by_tag: dict[str, dict[tuple[str, ...], dict[str, None]]] = {}
    for number, exchange in enumerate(exchanges):
        if number == MOST_COPIES:
            raise TooManyIntentsError
        contexts = by_tag.setdefault(exchange.tag, {}).setdefault(exchange.responses, {})
        contexts[exchange.context] = None
    return {tag: _place(draft, draft.intent(tag), groups) for tag, groups in by_tag.items()}


def _place(
    draft: ImportDraft, intent: IntentDraft, groups: Mapping[tuple[str, ...], Collection[str]]
) -> list[str]:
    anytime = [responses for responses, contexts in groups.items() if "" in contexts]
    dependent = {key: contexts for key, contexts in groups.items() if "" not in contexts}
    seen = set(intent.responses)
    for responses in anytime:
        # An answer that is there twice is given more often.
        intent.responses += [text for text in responses if text not in seen]
        seen.update(responses)
    tags = [intent.tag] if anytime or intent.responses else []
    for responses, contexts in dependent.items():
        target = intent if not tags else _copy(draft, intent, next(iter(contexts)))
        target.responses += responses
        target.context_filter += contexts
        tags.append(target.tag)
    return tags


def _copy(draft: ImportDraft, intent: IntentDraft, context: str) -> IntentDraft:
    suffix = context if context.startswith("after_") else f"after_{context}"
    return draft.copy_of(intent, suffix)
