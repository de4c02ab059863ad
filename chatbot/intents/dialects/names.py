"""Names of the parts of an intent file, in the languages and dialects that people use.

To add a language or a dialect, add names here: small letters, without accents and signs.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from chatbot.intents.dialects.further_names import FURTHER_NAMES

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

_NAMES: dict[Role, tuple[str, ...]] = {
    "tag": (
        *("tag", "intent", "tags", "name", "intentname", "label", "title", "class", "category"),
        *("topic", "id", "type"),
        *("etiqueta", "intencion", "nombre", "tipo", "categoria", "tema"),  # Spanish
        *("intencao", "nome", "rotulo"),  # Portuguese
        *("etiquette", "intention", "nom", "balise", "categorie", "sujet"),  # French
        *("absicht", "bezeichnung", "kategorie", "thema"),  # German
        *("maksud", "niat", "nama", "kategori", "topik"),  # Indonesian
        *("intento", "etichetta", "intenzione", "etiket", "niyet"),  # Italian, Turkish
    ),
    "patterns": (
        *("patterns", "pattern", "questions", "question", "input", "inputs"),
        *("triggers", "trigger", "examples", "example", "utterances", "utterance", "phrases"),
        *("phrase", "trainingphrases", "usersays", "keywords", "queries", "query", "expressions"),
        *("samples", "sentences", "variations", "keyword", "expression", "sample", "sentence"),
        *("variation", "q", "sampleutterances"),
        *("patrones", "patron", "palabrasclave", "preguntas", "pregunta", "frases", "ejemplos"),
        *("frase", "ejemplo"),
        *("entradas", "padroes", "padrao", "perguntas", "pergunta", "exemplos", "palavraschave"),
        *("motifs", "modeles", "exemples", "motscles", "enonces", "entrees"),  # French
        *("muster", "beispiele", "fragen", "frage", "eingaben", "satze"),  # German
        *("pola", "pertanyaan", "contoh", "masukan", "katakunci", "kalimat"),  # Indonesian
        *("domande", "domanda", "esempi", "frasi", "kaliplar", "sorular", "soru"),
        *("variaciones", "variantes", "variacoes", "varianten", "variasi"),
    ),
    "responses": (
        *("responses", "response", "answers", "answer", "output", "outputs", "replies", "reply"),
        *("botsays", "botresponse", "botresponses", "utter", "a"),
        *("respuestas", "respuesta", "contestaciones", "salidas"),  # Spanish
        *("respostas", "resposta", "saidas"),  # Portuguese
        *("reponses", "reponse", "sorties"),  # French
        *("antworten", "antwort", "ausgaben"),  # German
        *("respon", "jawaban", "balasan", "tanggapan"),  # Indonesian
        *("risposte", "risposta", "yanitlar", "cevaplar", "cevap"),
    ),
    "context_set": (
        *("contextset", "setcontext", "contextout", "outputcontext", "outputcontexts"),
        *("contextoset", "kontextset", "konteksset"),
    ),
    "context_filter": (
        *("contextfilter", "contextin", "inputcontext", "inputcontexts", "contextrequired"),
        *("contextrequires", "requiredcontext"),
        *("contextofiltro", "filtrocontexto", "contextefiltre", "kontextfilter", "konteksfilter"),
    ),
    "context": ("context", "contexts", "contexto", "contextos", "contexte", "kontext", "konteks"),
    "description": ("description", "descripcion", "descricao", "beschreibung", "deskripsi"),
    "tests": ("tests", "test"),
    "form": ("form",),
}
_TEXTS = ("texts", "text")
"""Last names of patterns: beside another of these, perhaps what the bot says."""

QUESTION_NAMES = frozenset(
    (
        *("question", "questions", "q", "pregunta", "preguntas", "pergunta", "perguntas"),
        *("frage", "fragen", "pertanyaan", "domanda", "domande", "soru", "sorular"),
    )
)
"""Names of the patterns of an intent that may have no tag: a question with its answer."""

VARIATION_NAMES = frozenset(
    (
        *("utterances", "variations", "variation"),
        *("variaciones", "variantes", "variacoes", "varianten", "variasi"),
    )
)
"""Names of further patterns beside a question."""

TOPIC_NAMES = frozenset(
    (
        *("category", "topic", "type"),
        *("tipo", "categoria", "tema", "categorie", "sujet", "kategorie", "thema"),
        *("kategori", "topik"),
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

_CONTEXT_WORDS = ("context", "kontext", "konteks")
_SHORTEST_MISSPELT = 8
_SHORTEST_NEAR = 5


@lru_cache(maxsize=4096)
def normalized(key: str) -> str:
    """Return a key in small letters without accents, spaces and signs."""
    letters = unicodedata.normalize("NFKD", key.strip().casefold())
    return "".join(filter(str.isalnum, letters))


def _all_names(role: Role) -> tuple[str, ...]:
    names = (*_NAMES[role], *(map(normalized, FURTHER_NAMES.get(role, ()))))
    return tuple(dict.fromkeys((*names, *_TEXTS) if role == "patterns" else names))


NAMES: Mapping[Role, tuple[str, ...]] = {role: _all_names(role) for role in _NAMES}
"""Names by role; where an intent has several of a role, the first in this order counts."""

_ROLES: dict[str, Role] = {name: role for role, names in NAMES.items() for name in names}


@lru_cache(maxsize=4096)
def role_of(key: str) -> Role | None:
    """Return the role of a key, or None; case, accents and signs make no difference.

    Patterns and responses may have a language after their name: "patterns_en".
    """
    role = _ROLES.get(normalized(key))
    if role is None and (stem := _OF_LANGUAGE.fullmatch(key)):
        role = _ROLES.get(normalized(stem[1]))
        return role if role in ("patterns", "responses") else None
    return role


def rank(key: str) -> int:
    """Return the place of a key among the names of its role: the least counts."""
    role = role_of(key)
    names = NAMES[role] if role else ()
    return names.index(normalized(key)) if normalized(key) in names else len(names)


@lru_cache(maxsize=4096)
def near_role(key: str) -> Role | None:
    """Return the role of a key with one letter wrong, missing, surplus or swapped, or None."""
    name = normalized(key)
    if name in _TAG_SLIPS:
        return "tag"
    if len(name) < _SHORTEST_NEAR or name in _ROLES or name in _OTHER_KEYS:
        return None
    if len(name) > _LONGEST_NEAR:
        return None
    near = {other for part in _with_a_letter_less(name) for other in _BY_PARTS.get(part, ())}
    roles = {_ROLES[other] for other in near if differ_by_one(name, other)}
    return roles.pop() if len(roles) == 1 else None


_OTHER_KEYS = frozenset(
    (
        *("content", "contents", "contexts", "text", "next", "types", "message", "respond"),
        *("phase", "phases", "relies", "replied", "queried", "sampled", "sampler", "sentenced"),
        *("simple", "ample", "variants"),
        *("patrons", "aufgaben"),
    )
)
"""Words of their own, although a letter away from a name: a word is no slip."""


_TAG_SLIPS = frozenset(
    ("tga", "atg", "tagg", "taag", "intet", "inten", "itent", "intnet", "inetnt")
)
"""Slips of short names of a tag: each of them is no word."""

_SHORT_MISSPELT = frozenset(
    (
        *("pattern", "inputs", "trigger", "example", "phrases", "phrase", "queries", "samples"),
        *("sample", "keyword", "answers", "answer", "outputs", "output", "replies"),
    )
)
_MISSPELT = tuple(
    name
    for role in ("patterns", "responses", "context_set", "context_filter")
    for name in _NAMES[role]
    if len(name) >= _SHORTEST_MISSPELT or name in _SHORT_MISSPELT
)
"""Names that are recognised with one letter wrong: long ones of roles that carry content.

Short ones are English: a letter away from "muster" is "master".
"""


_LONGEST_NEAR = max(map(len, _MISSPELT)) + 1


def _with_a_letter_less(name: str) -> set[str]:
    """A name, and all that is left of it without a letter.

    Names that differ by one letter have one of these in common (SymSpell, Garbe 2012), so that few
    names are compared: a file may have a hundred thousand keys.
    """
    return {name, *(name[:at] + name[at + 1 :] for at in range(len(name)))}


_BY_PARTS: dict[str, list[str]] = {}
for _name in _MISSPELT:
    for _part in _with_a_letter_less(_name):
        _BY_PARTS.setdefault(_part, []).append(_name)


def differ_by_one(left: str, right: str) -> bool:
    """True if one letter is wrong, missing, surplus, or swapped with its neighbour."""
    if abs(len(left) - len(right)) > 1 or left == right:
        return False
    pairs = enumerate(zip(left, right, strict=False))
    start = next((index for index, (a, b) in pairs if a != b), min(len(left), len(right)))
    left, right = left[start:], right[start:]
    if len(left) == len(right):
        swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
        return swapped or left[1:] == right[1:]
    shorter, longer = sorted((left, right), key=len)
    return longer[1:] == shorter


def is_negative(key: str) -> bool:
    """True for the name of messages that an intent is not meant by."""
    return normalized(key) in NEGATIVE_NAMES


def is_context(key: str) -> bool:
    """True for the name of something about contexts, also one without a role."""
    return any(word in normalized(key) for word in _CONTEXT_WORDS)
