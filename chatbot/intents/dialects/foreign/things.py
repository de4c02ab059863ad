"""Things with a name and texts that are no intents: translations, messages, products."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chatbot.intents.dialects.common_names import LAST_NAMES, WORD_NAMES
from chatbot.intents.dialects.foreign.content import Content
from chatbot.intents.dialects.foreign.other_files import OtherFile
from chatbot.intents.dialects.names import (
    QUESTION_NAMES,
    TOPIC_NAMES,
    VARIATION_NAMES,
    Role,
    normalized,
    role_of,
)

_FURTHER = "isim nume név název názov jméno nimi naziv име 名称 名稱 名前 이름 اسم الاسم نام नाम নাম"
_NAMES = frozenset(
    (
        *("key", "slug", "path", "name", "title", "id", "type", "nombre", "tipo", "nom", "nome"),
        *("nama", "kennung", "bezeichnung", "displayname", "naam", "nazwa", "namn", "navn"),
        *("titre", "titulo", "titel", "judul", "clave", "chave", "cle", "schlussel", "kunci"),
        *map(normalized, (*_FURTHER.split(), "tên", "ชื่อ", "όνομα", "שם", "jina", "pangalan")),
    )
)
"""Names that any thing has, and an intent, too."""

_TEXTS = (
    QUESTION_NAMES
    | VARIATION_NAMES
    | frozenset(
        (
            *(*LAST_NAMES, *WORD_NAMES, "keywords", "keyword", "pattern"),
            *("palabrasclave", "palavraschave", "motscles", "katakunci", "stichworter"),
            *("schlagworter", "schlusselworter", "schlagworte", "stichworte", "examples"),
            *("example", "samples", "sample", "sentences", "sentence", "expression", "input"),
            *("inputs", "query", "queries", "phrase", "phrases", "ejemplo", "ejemplos"),
            *("exemples", "exemplos", "exemplo", "beispiele", "esempi", "contoh", "similares"),
            *("entradas", "entrada", "entrees", "masukan", "palabraclave", "palavrachave"),
            *("motcle", "exemple", "entree", "beispiel", "eingabe", "satz", "stichwort"),
            *("schlagwort", "schlusselwort", "ucapan"),
        )
    )
)
"""Names of patterns that any thing has, and an intent, too."""


LABELS = OtherFile("the labels of a page", ())
CATALOGUE = OtherFile("a catalogue of products", ())
_SOLD = frozenset(("price", "sku", "precio", "preco", "prix", "preis", "prezzo", "harga", "fiyat"))


def are_labels(value: Mapping[str, Any]) -> bool:
    """True for texts alone, some of them by names that no intent has: of buttons, of headings."""
    is_ours = not {"patterns", "responses", "tag", "intent"}.isdisjoint(value)
    texts = all(isinstance(text, str) for text in value.values())
    return texts and not is_ours and not all(map(role_of, value))


def is_sold(item: Any) -> bool:
    """True for an object with a price."""
    return isinstance(item, dict) and not _SOLD.isdisjoint(map(normalized, item))


def is_thing(item: Mapping[str, Any]) -> bool:
    """True for an object, without responses, that by its names may be anything: a product.

    A single text by a name is a thing, also where the text has the name of patterns.
    """
    tags, texts = _names(item, "tag"), _names(item, "patterns")
    has_name = tags <= _NAMES | TOPIC_NAMES and not tags.isdisjoint(_NAMES)
    is_single = "patterns" not in texts and not Content.of(item).has_wordings
    return has_name and (is_single or texts <= _TEXTS)


def _names(item: Mapping[str, Any], role: Role) -> set[str]:
    """Names of a role that are those of a single thing, if it is the tag: "tags" are several."""
    return {
        normalized(key)
        for key, value in item.items()
        if role_of(key) == role and not (role == "tag" and isinstance(value, (list, dict)))
    }
