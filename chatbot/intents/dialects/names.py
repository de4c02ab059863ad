"""Roles of the parts of an intent file, by the names that people use.

The names are in common_names.py and further_names.py.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, get_args

from chatbot.intents.dialects.common_names import COMMON_NAMES, FAQ_NAMES, LAST_NAMES, WORD_NAMES
from chatbot.intents.dialects.further_names import FURTHER_NAMES
from chatbot.intents.dialects.modifiers import without_modifier

Role = Literal[
    "tag",
    "patterns",
    "responses",
    "context_set",
    "context_filter",
    "context",
    "description",
    "tests",
    "form",
    "action",
]

_LIST_NAMES = (
    *("inten", "absicht", "niat", "maksud", "objective", "objetivo", "objectif", "nlu"),
    *("niyet", "avsikt", "hensikt", "намерен", "интент", "意图", "意圖", "意図", "의도"),
)
"""Beginnings of the name of a list that is called intents."""

QUESTION_NAMES = frozenset(
    (
        *("question", "questions", "q", "pregunta", "preguntas", "pergunta", "perguntas"),
        *("frage", "fragen", "pertanyaan", "domanda", "domande", "soru", "sorular"),
    )
)
"""Names of the patterns of an intent that may have no tag: a question with its answer."""

VARIATION_NAMES = frozenset(
    (
        *("utterances", "variations", "variation", "alternatives", "alternativequestions"),
        *("similarquestions", "paraphrases", "alternativas", "alternativen"),
        *("variaciones", "variantes", "variacoes", "varianten", "variasi"),
    )
)
"""Names of further patterns beside a question."""

TOPIC_NAMES = frozenset(
    (
        *("category", "topic", "type"),
        *("tipo", "categoria", "tema", "categorie", "sujet", "kategorie", "thema"),
        *("kategori", "topik", "asunto", "assunto"),
    )
)
"""Names of a tag that several questions may share, each with an answer of its own."""

NEGATIVE_NAMES = frozenset(
    (
        *("negative", "negatives", "negativepatterns", "negativeexamples", "hardnegatives"),
        *("counterexamples", "counterexample", "exclude", "excluded", "exclusions"),
        *("not", "unlike"),
        *("negativos", "negativo", "negativas", "contraejemplos", "contraexemplos"),
        *("negatifs", "negatif", "contreexemples", "negativ", "gegenbeispiele", "negativi"),
    )
)
"""Names of groups of messages that the intent is not meant by."""

_OF_LANGUAGE = re.compile(
    r"(.{1,20})[_-](?:en|es|fr|de|pt|it|nl|hi|ar|zh|ja|ko|ru|tr|vi|pl|bn|ur|sw|ta|te|mr|gu|fa|th)",
    re.IGNORECASE,
)
"""Name with a language after it; codes that are words, as "id" and "no", are left out."""

_PLAIN_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe"})
"""Letters that Unicode does not take apart."""

_VOWELS = re.compile("([aou])e")
"""Umlauts as they are written without their dots: "Aeusserungen"."""

_ARTICLE = "ال"
"""Article of Arabic, a part of the word."""

_CONTEXT_WORDS = ("context", "kontext", "konteks")


@lru_cache(maxsize=4096)
def normalized(key: str) -> str:
    """Return a key in small letters without accents, spaces and signs."""
    if key.isascii() and key.isalnum():
        return key.lower()
    letters = unicodedata.normalize("NFKD", key.strip().casefold()).translate(_PLAIN_LETTERS)
    return "".join(filter(str.isalnum, letters))


def _all_names(role: Role) -> tuple[str, ...]:
    names = (*COMMON_NAMES[role], *(map(normalized, FURTHER_NAMES.get(role, ()))))
    return tuple(dict.fromkeys((*names, *LAST_NAMES) if role == "patterns" else names))


NAMES: Mapping[Role, tuple[str, ...]] = {
    role: _all_names(role) for role in get_args(Role) if role in COMMON_NAMES
}
"""Names by role; where an intent has several of a role, the first in this order counts."""

_ROLES: dict[str, Role] = {name: role for role, names in NAMES.items() for name in names}


@lru_cache(maxsize=4096)
def role_of(key: str) -> Role | None:
    """Return the role of a key, or None; case, accents and signs make no difference.

    Patterns and responses may have a language after their name: "patterns_en".
    """
    name = normalized(key)
    role = _ROLES.get(name) or _ROLES.get(_plain(name)) or _role_of_modified(name)
    is_divided = role is None and ("_" in key or "-" in key)
    if is_divided and (stem := _OF_LANGUAGE.fullmatch(key)):
        role = _ROLES.get(normalized(stem[1]))
        return role if role in ("patterns", "responses") else None
    return role


def is_of_language(key: str) -> bool:
    """True for the name of patterns or responses with a language after it: "patterns_en"."""
    return normalized(key) not in _ROLES and bool(_OF_LANGUAGE.fullmatch(key) and role_of(key))


def _role_of_modified(name: str) -> Role | None:
    """Role of a name with another word; of tags, those alone that are called intents."""
    roles: tuple[Role, ...] = ("tag", "patterns", "responses")
    for role in roles:
        plain = without_modifier(name, role)
        if _ROLES.get(plain) == role and (role != "tag" or is_called_intents(plain)):
            return role
    return None


def _plain(name: str) -> str:
    return _VOWELS.sub(r"\1", name.removeprefix(_ARTICLE))


def rank(key: str) -> int:
    """Return the place of a key among the names of its role: the least counts."""
    role = role_of(key)
    names = NAMES[role] if role else ()
    return names.index(normalized(key)) if normalized(key) in names else len(names)


def is_negative(key: str) -> bool:
    """True for the name of messages that an intent is not meant by."""
    return normalized(key) in NEGATIVE_NAMES


def is_context(key: str) -> bool:
    """True for the name of something about contexts, also one without a role."""
    return any(word in normalized(key) for word in _CONTEXT_WORDS)


def is_called_intents(key: str) -> bool:
    """True for the name of a list of intents, and of nothing else."""
    return normalized(key).startswith(_LIST_NAMES)


def is_called_answers(key: str) -> bool:
    """True for a name of intents, or of questions with answers, in any language of the names."""
    name = normalized(key)
    if name in FAQ_NAMES or is_called_intents(key):
        return True
    is_any_text = name in (*LAST_NAMES, *WORD_NAMES)
    return role_of(key) in ("patterns", "responses") and not is_any_text
