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

WORD_NAMES = ("words", "palabras", "palavras", "mots", "worter", "katakata")
"""Names of keywords, as well as of any words."""

COMMON_NAMES: dict[Role, tuple[str, ...]] = {
    "tag": (
        *("tag", "intent", "tags", "name", "intentname", "label", "title", "class", "category"),
        *("topic", "id", "type", "intentid", "intenttag", "intentkey", "slug", "key", "path"),
        *("etiqueta", "intencion", "nombre", "tipo", "categoria", "tema", "accion"),  # Spanish
        *("intencao", "nome", "rotulo", "acao"),  # Portuguese
        *("etiquette", "intention", "nom", "balise", "categorie", "sujet"),  # French
        *("absicht", "bezeichnung", "kategorie", "thema", "kennung", "absichtsname"),  # German
        *("maksud", "niat", "nama", "kategori", "topik"),  # Indonesian
        *("intento", "etichetta", "intenzione", "etiket", "niyet"),  # Italian, Turkish
        *("skill", "titulo", "titre", "titel", "judul", "clave", "chave", "cle", "schlussel"),
        *("kunci", "identificador", "identifiant", "proposito", "tujuan"),
    ),
    "patterns": (
        *("patterns", "pattern", "questions", "question", "input", "inputs"),
        *("triggers", "trigger", "examples", "example", "utterances", "utterance", "phrases"),
        *("phrase", "trainingphrases", "usersays", "keywords", "queries", "query", "expressions"),
        *("samples", "sentences", "variations", "keyword", "expression", "sample", "sentence"),
        *("variation", "q", "sampleutterances", "trainingdata", "trainingexamples"),
        *(
            "matchers",
            "trainingsentences",
            "trainingutterances",
            "examplequestions",
            "samplequestions",
        ),
        *("userinput", "userinputs", "userquery", "userqueries", "userquestion", "userquestions"),
        *("usermessage", "usermessages", "userutterances", "inquiries", "inquiry"),
        *("patrones", "patron", "palabrasclave", "preguntas", "pregunta", "frases", "ejemplos"),
        *("frase", "ejemplo", "consultas", "consulta", "expresiones", "entrada"),
        *("entradas", "padroes", "padrao", "perguntas", "pergunta", "exemplos", "palavraschave"),
        *("semelhantes", "similares", "expressoes"),  # Portuguese
        *("motifs", "modeles", "exemples", "motscles", "enonces", "entrees", "requetes"),  # French
        *("muster", "beispiele", "fragen", "frage", "eingaben", "satze", "stichworter"),  # German
        *("schlagworter", "schlusselworter", "aussagen", "schlagworte", "stichworte"),
        *("anfragen", "anfrage", "formulierungen", "ausdrucke"),
        *("pola", "pertanyaan", "contoh", "masukan", "katakunci", "kalimat"),  # Indonesian
        *("ujaran", "frasa", "pemicu"),
        *("domande", "domanda", "esempi", "frasi", "kaliplar", "sorular", "soru"),
        *("variaciones", "variantes", "variacoes", "varianten", "variasi"),
        *("palabraclave", "expresion", "oraciones", "oracion", "enunciados", "enunciado"),
        *("palavrachave", "expressao", "oracoes", "motcle", "exemple", "enonce", "entree"),
        *("requete", "modele", "declencheur", "beispiel", "eingabe", "satz", "aussage"),
        *(
            "stichwort",
            "schlagwort",
            "schlusselwort",
            "formulierung",
            "ucapan",
            "pertanyaanpengguna",
        ),
        *WORD_NAMES,
    ),
    "responses": (
        *("responses", "response", "answers", "answer", "output", "outputs", "replies", "reply"),
        *("botsays", "botresponse", "botresponses", "utter", "a", "botreply", "botreplies"),
        *(
            "botanswer",
            "botanswers",
            "botmessage",
            "botmessages",
            "chatbotresponse",
            "textresponse",
        ),
        *("textresponses", "responsetext", "responsetexts", "answertext", "replytext", "botoutput"),
        *("respuestas", "respuesta", "contestaciones", "salidas", "salida"),  # Spanish
        *("respostas", "resposta", "saidas", "saida"),  # Portuguese
        *("reponses", "reponse", "sorties", "sortie"),  # French
        *("antworten", "antwort", "ausgaben", "reaktionen"),  # German
        *("respon", "jawaban", "balasan", "tanggapan", "keluaran"),  # Indonesian
        *("risposte", "risposta", "yanitlar", "cevaplar", "cevap"),
        *("ausgabe", "jawab", "balas"),
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
"""Names in the commonest languages and programs, by role."""
_TEXTS = ("texts", "text")
"""Last names of patterns: beside another of these, perhaps what the bot says."""

MESSAGE_NAMES = (
    *("messages", "message", "textos", "texto", "mensajes", "mensaje", "mensagens", "mensagem"),
    *("textes", "texte", "nachrichten", "nachricht", "teks", "pesan"),
)
"""Names of patterns beside responses; alone, anybody may say a message."""

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
    return tuple(dict.fromkeys((*names, *_TEXTS, *MESSAGE_NAMES) if role == "patterns" else names))


NAMES: Mapping[Role, tuple[str, ...]] = {role: _all_names(role) for role in COMMON_NAMES}
"""Names by role; where an intent has several of a role, the first in this order counts."""

_ROLES: dict[str, Role] = {name: role for role, names in NAMES.items() for name in names}


@lru_cache(maxsize=4096)
def role_of(key: str) -> Role | None:
    """Return the role of a key, or None; case, accents and signs make no difference.

    Patterns and responses may have a language after their name: "patterns_en".
    """
    role = _ROLES.get(normalized(key))
    if role is None and (name := _plain(normalized(key))) != normalized(key):
        return _ROLES.get(name)
    is_divided = role is None and ("_" in key or "-" in key)
    if is_divided and (stem := _OF_LANGUAGE.fullmatch(key)):
        role = _ROLES.get(normalized(stem[1]))
        return role if role in ("patterns", "responses") else None
    return role


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
