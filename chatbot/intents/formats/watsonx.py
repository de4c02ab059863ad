"""watsonx Assistant: the JSON of a workspace or dialog skill."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from chatbot.intents.formats.draft import ImportDraft
from chatbot.intents.formats.forms.watsonx_slots import PLACEHOLDER, SYSTEM
from chatbot.intents.formats.sources.documents import Document
from chatbot.intents.formats.watsonx_dialog import read_dialog

_REFERENCE = re.compile(r"(?<!\w)@([\w-]+)")
"""Reference to an entity in an example."""

_OF_SYSTEM = "sys-"


def recognises(document: Document) -> bool:
    """True for a workspace, also within a skill or an actions skill."""
    return document.kind == "json" and bool(_workspace(document.value))


def _workspace(value: Any) -> dict[str, Any]:
    """The part of a file with intents and dialog; an empty object for other files."""
    if not isinstance(value, dict):
        return {}
    inner = value.get("workspace")
    if isinstance(inner, dict):
        value = inner
    items = value.get("intents")
    names_intents = isinstance(items, list) and any(
        isinstance(item, dict) and "intent" in item and "examples" in item for item in items
    )
    has_dialog = any(key in value for key in ("dialog_nodes", "counterexamples", "actions"))
    is_luis = "utterances" in value  # older apps of LUIS have "actions", too
    return value if names_intents or (has_dialog and "intents" in value and not is_luis) else {}


def read(documents: Sequence[Document], draft: ImportDraft) -> None:
    """Read workspaces into the draft."""
    draft.placeholder = PLACEHOLDER
    for document in documents:
        workspace = _workspace(document.value)
        _read_entities(draft, workspace)
        for item in draft.objects(workspace.get("intents"), "intents"):
            intent = draft.intent(item.get("intent"))
            description = item.get("description")
            intent.description = description if isinstance(description, str) else ""
            for example in draft.objects(item.get("examples"), "examples"):
                texts = draft.texts(example.get("text"), "text")
                intent.patterns += filter(None, (_with_values(draft, text) for text in texts))
                for mention in draft.objects(example.get("mentions"), "mentions"):
                    is_carried = _is_carried(draft, str(mention.get("entity")))
                    draft.lose("entity_mark", str(example.get("text")), not is_carried)
        counterexamples = draft.objects(workspace.get("counterexamples"), "counterexamples")
        if counterexamples:
            texts = [text for item in counterexamples for text in draft.texts(item.get("text"), "")]
            draft.fallback.patterns += texts
        read_dialog(draft, draft.objects(workspace.get("dialog_nodes"), "dialog_nodes"))


def _with_values(draft: ImportDraft, text: str) -> str:
    """Text with a value in place of each `@entity`; a template without one is lost, and "" here."""
    names = [name for name in _REFERENCE.findall(text) if _is_entity(draft, name)]
    values = {
        name: next(iter(draft.entities[name].values), "")
        for name in names
        if name in draft.entities
    }
    if not all(map(values.get, names)):
        draft.lose("template", text)
        return ""
    return _REFERENCE.sub(lambda match: values.get(match[1], match[0]), text)


def _is_entity(draft: ImportDraft, name: str) -> bool:
    return name in draft.entities or name.startswith(_OF_SYSTEM)


def _is_carried(draft: ImportDraft, name: str) -> bool:
    return name in draft.entities or name in SYSTEM


def _read_entities(draft: ImportDraft, workspace: dict[str, Any]) -> None:
    """Read the values of entities; those of the system are there if ours mean the same."""
    for item in draft.objects(workspace.get("entities"), "entities"):
        name, values = str(item.get("entity")), draft.objects(item.get("values"), "values")
        if not values:
            draft.lose("entity", name, name not in SYSTEM)
            continue
        entity = draft.entity(name)
        entity.fuzzy = item.get("fuzzy_match") is not False
        for value in values:
            patterns = draft.texts(value.get("patterns"), name)
            entity.add_expressions(patterns)
            for text in draft.texts(value.get("value"), name) if not patterns else ():
                entity.add(text, draft.texts(value.get("synonyms"), name))
    for action in draft.objects(workspace.get("actions"), "actions"):
        draft.lose("dialog_node", str(action.get("title") or action.get("action")))
