"""Entities of LUIS and CLU: lists, regular expressions, and prebuilt ones."""

from __future__ import annotations

from typing import Any

from chatbot.intents.formats.draft import ImportDraft

_BUILT_IN = ("currency", "email", "money", "number", "phonenumber", "url")
"""Prebuilt entities that ours mean as well, by the last parts of their names."""


def read_entities(draft: ImportDraft, assets: dict[str, Any], language: str) -> None:
    """Read the entities of an app or a project; those that are learned from marks are lost."""
    for item in draft.objects(assets.get("closedLists"), "closedLists"):
        _read_list(draft, item, item.get("subLists"), "canonicalForm")
    for item in draft.objects(assets.get("regex_entities"), "regex_entities"):
        texts = draft.texts(item.get("regexPattern"), "regexPattern")
        draft.entity(str(item.get("name"))).add_expressions(texts)
    for item in draft.objects(assets.get("prebuiltEntities"), "prebuiltEntities"):
        draft.lose("entity", str(item.get("name")), not _is_built_in(item.get("name")))
    for item in draft.objects(assets.get("entities"), "entities"):
        _read_entity(draft, item, language)


def is_carried(draft: ImportDraft, name: Any) -> bool:
    """True for a mark of an entity that ours find by themselves."""
    entity = draft.entities.get(name) if isinstance(name, str) else None
    return _is_built_in(name) or (entity is not None and not entity.is_empty)


def _read_entity(draft: ImportDraft, item: dict[str, Any], language: str) -> None:
    """Read an entity of CLU with its parts, of which a list, expressions and others are there."""
    name = str(item.get("category", item.get("name")))
    listed = draft.mapping(item.get("list"), name).get("sublists")
    expressions = draft.objects(draft.mapping(item.get("regex"), name).get("expressions"), name)
    prebuilt = draft.objects(item.get("prebuilts"), name)
    if listed:
        _read_list(draft, item, listed, "listKey", language)
    for expression in _spoken(draft, expressions, language):
        draft.entity(name).add_expressions(draft.texts(expression.get("regexPattern"), name))
    for part in prebuilt:
        draft.lose("entity", name, bool(listed) or not _is_built_in(part.get("category")))
    draft.lose("entity", name, not (listed or expressions or prebuilt))


def _read_list(
    draft: ImportDraft, item: dict[str, Any], lists: Any, key: str, language: str = ""
) -> None:
    name = str(item.get("category", item.get("name")))
    entity = draft.entity(name)
    for part in draft.objects(lists, name):
        synonyms = part.get("list", part.get("synonyms"))
        items = synonyms if isinstance(synonyms, list) else []
        spoken = _spoken(draft, [s for s in items if isinstance(s, dict)], language)
        terms = [text for text in items if isinstance(text, str)]
        terms += [text for value in spoken for text in draft.texts(value.get("values"), name)]
        for value in draft.texts(part.get(key), name):
            entity.add(value, terms)


def _spoken(draft: ImportDraft, items: list[dict[str, Any]], language: str) -> list[dict[str, Any]]:
    """Parts in the language; those in others are lost."""
    spoken = [i for i in items if not language or i.get("language", language) == language]
    draft.lose("language", language, len(items) - len(spoken))
    return spoken


def _is_built_in(name: Any) -> bool:
    return str(name).rpartition(".")[2].lower() in _BUILT_IN
