"""Things with a name and texts that are no intents: translations, messages, products."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chatbot.intents.dialects.names import (
    QUESTION_NAMES,
    TOPIC_NAMES,
    VARIATION_NAMES,
    Role,
    normalized,
    role_of,
)

_NAMES = frozenset(
    (
        *("key", "slug", "name", "title", "id", "type", "nombre", "tipo", "nom", "nome", "nama"),
        *("kennung", "bezeichnung", "displayname", "naam", "nazwa", "namn", "navn", "titre"),
    )
)
"""Names that any thing has, and an intent, too."""

_TEXTS = (
    QUESTION_NAMES
    | VARIATION_NAMES
    | frozenset(
        (
            *("text", "texts", "keywords", "keyword", "palabrasclave", "palavraschave"),
            *("motscles", "katakunci", "stichworter", "schlagworter", "schlusselworter"),
            *("schlagworte", "stichworte", "examples", "example", "samples", "sample"),
            *("sentences", "sentence", "expression", "input", "inputs", "query", "queries"),
            *(
                "phrase",
                "phrases",
                "ejemplo",
                "ejemplos",
                "exemples",
                "exemplos",
                "exemplo",
                "beispiele",
            ),
            *("esempi", "contoh", "similares", "entradas", "entrada", "entrees", "masukan"),
        )
    )
)
"""Names of patterns that any thing has, and an intent, too."""


def is_thing(item: Mapping[str, Any]) -> bool:
    """True for an object, without responses, that by its names may be anything: a product."""
    tags, texts = _names(item, "tag"), _names(item, "patterns")
    has_name = tags <= _NAMES | TOPIC_NAMES and not tags.isdisjoint(_NAMES)
    return has_name and texts <= _TEXTS


def _names(item: Mapping[str, Any], role: Role) -> set[str]:
    return {normalized(key) for key in item if role_of(key) == role}
