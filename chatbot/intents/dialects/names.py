"""Names of the parts of an intent file, in the languages and dialects that people use.

To add a language or a dialect, add names here: small letters, without accents and signs.
"""

import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Literal

Role = Literal[
    "tag",
    "patterns",
    "responses",
    "context_set",
    "context_filter",
    "context",
    "description",
    "tests",
]

NAMES: dict[Role, tuple[str, ...]] = {
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
        *("variation", "q"),
        *("patrones", "patron", "palabrasclave", "preguntas", "pregunta", "frases", "ejemplos"),
        *("frase", "ejemplo"),
        *("entradas", "padroes", "padrao", "perguntas", "pergunta", "exemplos", "palavraschave"),
        *("motifs", "modeles", "exemples", "motscles", "enonces", "entrees"),  # French
        *("muster", "beispiele", "fragen", "frage", "eingaben", "satze"),  # German
        *("pola", "pertanyaan", "contoh", "masukan", "katakunci", "kalimat"),  # Indonesian
        *("domande", "domanda", "esempi", "frasi", "kaliplar", "sorular", "soru"),
        *("texts", "text"),  # what the bot says, perhaps, beside another of these
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
    "context_set": ("contextset", "setcontext", "contextout", "outputcontext", "outputcontexts"),
    "context_filter": (
        *("contextfilter", "contextin", "inputcontext", "inputcontexts", "contextrequired"),
        *("contextrequires", "requiredcontext"),
    ),
    "context": ("context", "contexts", "contexto", "contextos", "contexte", "kontext", "konteks"),
    "description": ("description", "descripcion", "descricao", "beschreibung", "deskripsi"),
    "tests": ("tests", "test"),
}
"""Names by role; where an intent has several of a role, the first in this order counts."""

QUESTION_NAMES = frozenset(
    (
        *("question", "questions", "q", "pregunta", "preguntas", "pergunta", "perguntas"),
        *("frage", "fragen", "pertanyaan", "domanda", "domande", "soru", "sorular"),
    )
)
"""Names of the patterns of an intent that may have no tag: a question with its answer."""

_LOCALES = (
    "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu he hi hr hu hy id"
    " is it iw ja jv ka kk km kn ko ky lo lt lv mk ml mn mr ms mt my nb ne nl no or pa pl ps pt ro"
    " ru sd si sk sl sq sr su sv sw ta te tg th tk tl tr uk ur uz vi xh yo zh zu"
)
LOCALES = frozenset(_LOCALES.split())
"""Language codes (ISO 639-1, and those of three letters in use)."""

NEGATIVE_NAMES = frozenset(
    (
        *("negative", "negatives", "negativepatterns", "negativeexamples", "hardnegatives"),
        *(
            "counterexamples",
            "counterexample",
            "exclude",
            "excluded",
            "exclusions",
            "not",
            "unlike",
        ),
        *("negativos", "negativo", "negativas", "contraejemplos", "contraexemplos"),
        *("negatifs", "negatif", "contreexemples", "negativ", "gegenbeispiele", "negativi"),
    )
)
"""Names of groups of messages that the intent is not meant by."""

_SHORTEST_MISSPELT = 8
_SHORTEST_NEAR = 5


@cache
def normalized(key: str) -> str:
    """Return a key in small letters without accents, spaces and signs."""
    letters = unicodedata.normalize("NFKD", key.strip().casefold())
    return "".join(filter(str.isalnum, letters))


_ROLES: dict[str, Role] = {name: role for role, names in NAMES.items() for name in names}


def role_of(key: str) -> Role | None:
    """Return the role of a key, or None; case, accents and signs make no difference."""
    return _ROLES.get(normalized(key))


@cache
def near_role(key: str) -> Role | None:
    """Return the role of a key with one letter wrong, missing, surplus or swapped, or None."""
    name = normalized(key)
    if len(name) < _SHORTEST_NEAR or name in _ROLES or name in _OTHER_KEYS:
        return None
    roles = {_ROLES[near] for near in _MISSPELT if differ_by_one(name, near)}
    return roles.pop() if len(roles) == 1 else None


_OTHER_KEYS = frozenset(
    (
        *("content", "contents", "contexts", "text", "next", "types", "message", "respond"),
        *("phase", "phases", "relies", "replied", "queried", "sampled", "sampler", "sentenced"),
        *("simple", "ample"),
        *("patrons", "aufgaben"),
    )
)
"""Words of their own, although a letter away from a name: a word is no slip."""


_SHORT_MISSPELT = frozenset(
    (
        *("pattern", "inputs", "trigger", "example", "phrases", "phrase", "queries", "samples"),
        *("sample", "keyword", "answers", "answer", "outputs", "output", "replies"),
    )
)
_MISSPELT = tuple(
    name
    for role in ("patterns", "responses", "context_set", "context_filter")
    for name in NAMES[role]
    if len(name) >= _SHORTEST_MISSPELT or name in _SHORT_MISSPELT
)
"""Names that are recognised with one letter wrong: long ones of roles that carry content.

Short ones are English: a letter away from "muster" is "master".
"""


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


def is_locale(key: str) -> bool:
    """True for a language code, with or without a region: "en", "pt-BR", "zh_Hant"."""
    return key.replace("_", "-").partition("-")[0].lower() in LOCALES


def are_locales(keys: Iterable[str]) -> bool:
    """True if there are keys, and all of them are language codes."""
    keys = list(keys)
    return bool(keys) and all(map(is_locale, keys))
