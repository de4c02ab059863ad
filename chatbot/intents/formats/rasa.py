"""Rasa: training data, domain, stories and rules, of versions 1 to 3.

Files of Rasa 1 in Markdown and JSON are brought into the shape of the YAML files first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from chatbot.intents.formats.draft import ImportDraft
from chatbot.intents.formats.exchanges import joined_variants, place_exchanges
from chatbot.intents.formats.imported import LossKind
from chatbot.intents.formats.rasa_markdown import is_rasa_markdown, parse_markdown
from chatbot.intents.formats.rasa_nlu import RasaTags, items_of_json, read_items
from chatbot.intents.formats.rasa_stories import (
    Turn,
    exchanges,
    read_turns,
    said_texts,
    test_messages,
)
from chatbot.intents.formats.sources.documents import Document
from chatbot.intents.intent_set import FALLBACK_TAG

_KEYS = ("nlu", "stories", "rules", "responses", "templates")
_LOST_DOMAIN: dict[str, LossKind] = {"entities": "entity", "slots": "slot", "forms": "form"}
_RICH = ("attachment", "buttons", "custom", "elements", "image", "quick_replies")
_PLACEHOLDER = re.compile(r"\{\w+\}")
_FALLBACK_RESPONSES = ("utter_default", "utter_fallback", "utter_out_of_scope")


def recognises(document: Document) -> bool:
    """True for a file of a Rasa bot."""
    if document.kind == "markdown":
        return is_rasa_markdown(document.value)
    if document.kind == "json":
        return document.has("rasa_nlu_data")
    is_domain = document.has("intents", "version") or document.has("intents", "actions")
    return document.kind == "yaml" and (is_domain or any(document.has(key) for key in _KEYS))


def read(documents: Sequence[Document], draft: ImportDraft) -> None:
    """Read the files of a bot into the draft."""
    parts = [_part(draft, document) for document in documents]
    items = _all(draft, parts, "nlu")
    tags = RasaTags.of(items)
    for part in parts:
        _declare(draft, part, tags)
    settled = read_items(draft, items, tags)
    stories = [*_all(draft, parts, "rules"), *_all(draft, parts, "stories")]
    for name, message in test_messages(stories):
        draft.intent(tags.tag(name)).tests.append(message)
    responses = _responses(draft, parts)
    _drop_bases(draft, items, responses)
    turns = [
        Turn(tuple(map(tags.tag, turn.intents)), _before(turn, tags), turn.actions, turn.texts)
        for turn in read_turns(draft, stories)
    ]
    _answer(draft, turns, responses, settled)
    _answer_by_name(draft, turns, responses, tags)


def _part(draft: ImportDraft, document: Document) -> dict[str, Any]:
    if document.kind == "markdown":
        return parse_markdown(document.value)
    if document.kind == "json":
        data = draft.mapping(document.value["rasa_nlu_data"], document.name)
        return {"nlu": items_of_json(draft, data)}
    return draft.mapping(document.value, document.name)


def _all(draft: ImportDraft, parts: Iterable[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    return [item for part in parts for item in draft.objects(part.get(key), key)]


def _declare(draft: ImportDraft, part: dict[str, Any], tags: RasaTags) -> None:
    """Note the intents of a domain, for their order, and its entities, which are lost."""
    intents = part.get("intents")
    for item in intents if isinstance(intents, list) else []:
        draft.intent(tags.tag(next(iter(item), None) if isinstance(item, dict) else item))
    for key, kind in _LOST_DOMAIN.items():
        values = part.get(key)
        if isinstance(values, (list, dict)):
            draft.lose(kind, str(next(iter(values), "")), len(values))


def _responses(draft: ImportDraft, parts: Iterable[dict[str, Any]]) -> dict[str, list[str]]:
    """Texts of the responses of all domains, by name."""
    responses: dict[str, list[str]] = {}
    for part in parts:
        for key in ("responses", "templates"):
            for name, variants in draft.mapping(part.get(key), key).items():
                texts = responses.setdefault(name, [])
                for variant in variants if isinstance(variants, list) else [variants]:
                    texts += _variant(draft, name, variant)
    return responses


def _variant(draft: ImportDraft, name: str, variant: Any) -> list[str]:
    values = draft.mapping({"text": variant} if isinstance(variant, str) else variant, name)
    draft.lose("rich_response", name, sum(bool(values.get(key)) for key in _RICH))
    draft.lose("condition", name, bool(values.get("condition") or values.get("channel")))
    text = values.get("text")
    draft.lose("placeholder", name, len(_PLACEHOLDER.findall(str(text))))
    return [text] if isinstance(text, str) else []


def _drop_bases(
    draft: ImportDraft, items: Iterable[dict[str, Any]], responses: dict[str, list[str]]
) -> None:
    """Drop `faq` where there is `faq/opening_hours`: only the parts of it have examples."""
    names = (name for item in items if isinstance(name := item.get("intent"), str))
    bases = {name.partition("/")[0] for name in names if "/" in name}
    for base in bases:
        if f"utter_{base}" not in responses:
            draft.drop_empty(base)


def _before(turn: Turn, tags: RasaTags) -> tuple[str, ...]:
    before = tuple(map(tags.tag, turn.before))
    fallback = FALLBACK_TAG in (*before, *map(tags.tag, turn.intents))
    return () if fallback else before


def _answer(
    draft: ImportDraft, turns: list[Turn], responses: dict[str, list[str]], settled: set[str]
) -> None:
    """Give the responses to the intents, and contexts to those that follow another one."""
    for turn in turns:
        for tag in settled.intersection(turn.intents):
            intent = draft.intent(tag)
            if not intent.responses:
                intent.responses += joined_variants(said_texts(turn, responses))
    placed, openers = exchanges(draft, turns, responses)
    variants = place_exchanges(draft, [item for item in placed if item.tag not in settled])
    awaited = {context for intent in draft.drafts() for context in intent.context_filter}
    for tag, contexts in openers.items():
        for variant in dict.fromkeys(variants.get(tag, [tag])):
            draft.intent(variant).context_set += [c for c in contexts if c in awaited]


def _answer_by_name(
    draft: ImportDraft, turns: list[Turn], responses: dict[str, list[str]], tags: RasaTags
) -> None:
    """Give the response `utter_greet` to `greet`, where no story or rule does."""
    used = {action for turn in turns for action in turn.actions}
    names = {tag: name for name, tag in tags.renamed.items()}
    for intent in draft.drafts():
        name = f"utter_{names.get(intent.tag, intent.tag)}"
        if not intent.responses and name in responses:
            intent.responses += responses[name]
            used.add(name)
    unused = [name for name in responses if name not in used]
    for name in unused:
        if name in _FALLBACK_RESPONSES and not draft.fallback.responses:
            draft.fallback.responses += responses[name]
        else:
            draft.lose("unused_response", name)
