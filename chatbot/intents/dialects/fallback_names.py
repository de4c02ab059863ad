"""Names of the fallback, in the languages and dialects that people use."""

import re
from functools import lru_cache
from itertools import combinations

from chatbot.intents.dialects.names import normalized

_PLAIN_NAMES = frozenset(
    map(
        normalized,
        (
            *(
                "fallback",
                "noanswer",
                "noresponse",
                "nomatch",
                "noidea",
                "nointent",
                "noanswerfound",
            ),
            *("notunderstood", "notunderstand", "notunderstanding", "unrecognized", "unrecognised"),
            *("notrecognized", "notrecognised", "norecognized", "misunderstood", "misunderstand"),
            *("misunderstanding", "dontunderstand", "idontunderstand", "didntunderstand"),
            *("ididntunderstand", "didnotunderstand", "donotunderstand", "idonotunderstand"),
            *("cantanswer", "cannotanswer", "notsupported", "notanswer"),
            *("cantunderstand", "cannotunderstand", "unknownintent", "unhandled", "unmatched"),
            *(
                "outofscope",
                "oos",
                "offtopic",
                "unsupported",
                "outofdomain",
                "gibberish",
                "nlufallback",
            ),
            *("noreconocido", "noreconocida", "noentiendo", "noentendido", "noseentiende"),
            *("noentender", "nocomprendo", "nocomprendido", "incomprendido", "sinrespuesta"),
            *("fueradominio", "fueradedominio", "fueradetema", "fueradecontexto", "foradodominio"),
            *(
                "foradoescopo",
                "foradecontexto",
                "horssujet",
                "horsdomaine",
                "diluartopik",
                "fuoritema",
            ),
            *("naoentendi", "naoentendido", "naocompreendi", "naocompreendido", "semresposta"),
            *("naoreconhecido", "naoentender"),
            *(
                "incompris",
                "pascompris",
                "noncompris",
                "incomprehension",
                "sansreponse",
                "nonreconnu",
            ),
            *("jenecomprendspas", "comprendspas", "necomprendpas"),
            *("nichtverstanden", "keineantwort", "nichterkannt", "unverstanden", "unverstandlich"),
            *("unverstaendlich", "versteheichnicht", "ichverstehenicht", "verstehenicht"),
            *("tidakmengerti", "tidakpaham", "takmengerti", "tidakdikenali", "tidakdikenal"),
            *("tidakdimengerti", "tidakmemahami", "tidakadajawaban", "tidakjelas", "gakpaham"),
            *("noncapito", "nonhocapito", "nessunarisposta", "anlamadim", "anlasilmadi"),
            *("anlasilamadi", "nietbegrepen", "geenantwoord", "nierozumiem", "niezrozumiano"),
            *("непонятно", "непонял", "непонимаю", "неопознано", "нераспознано"),
            *("unknown", "desconocido", "desconocida", "desconhecido", "desconhecida", "inconnu"),
            *("inconnue", "unbekannt", "tidakdiketahui", "sconosciuto", "onbekend", "nieznane"),
            *("okand", "ukendt", "bilinmeyen", "bilinmiyor", "неизвестно", "неизвестный"),
            *("未知", "不明", "غيرمعروف", "अज्ञात"),
            *("听不懂", "不理解", "無法理解", "わからない", "이해못함", "khonghieu"),
        ),
    )
)
"""Names that no topic has: they tell the fallback also where it has patterns."""

_TOPIC_NAMES = frozenset(
    (
        *("noanswer", "noresponse", "unsupported", "notsupported", "nomatch", "noanswerfound"),
        *("keineantwort", "sansreponse", "sinrespuesta", "semresposta", "nessunarisposta"),
        *("geenantwoord", "tidakadajawaban", "notanswer", "notrecognized", "notrecognised"),
    )
)
"""Names of these that a topic may have all the same: "nobody answered my mail"."""

_ERRORS = frozenset(
    (
        *("error", "errors", "erreur", "erro", "fehler", "errore", "kesalahan", "hata", "fout"),
        *("fel", "fejl", "blad", "ошибка", "エラー", "오류", "错误", "خطأ"),
    )
)
"""Names of a fallback among the intents; beside them, they are about the program."""

_FURTHER_NAMES = frozenset(
    (
        *("default", "none", "nothing", "notfound", "dontknow", "idontknow", "idk"),
        *("anythingelse", "invalid", "unsure", "notsure", "imnotsure", "confused"),
        *("confusion", "sorry", "unclear", "nonsense", "irrelevant", "undefined"),
        *("somethingelse", "noresult", "noinfo", "noinformation", "unrelated", "notrelated"),
        *("failure", "fail", "failed", "else", "other", "others", "otherwise", "null"),
        *("nose", "nolose", "predeterminado", "pordefecto", "noencontrado", "noencontrada"),
        *("ninguno", "ninguna", "otro", "otros", "otra", "otras", "naosei", "naoencontrado"),
        *("padrao", "nenhum", "nenhuma", "outro", "outros", "outra", "outras", "pardefaut"),
        *("defaut", "nontrouve", "jenesaispas", "aucun", "aucune", "autre", "autres"),
        *("weissnicht", "ichweissnicht", "weissichnicht", "nichtgefunden", "standard"),
        *("keineahnung", "keintreffer", "sonstiges", "sonst", "andere", "anderes"),
        *("tidakditemukan", "tidaktahu", "tidakada", "bingung", "lainnya", "lainlain"),
        *("nontrovato", "predefinito", "altro", "bilmiyorum", "diger", "anders", "inne"),
        *("другое", "ошибка", "默认", "其他", "不知道", "invalido", "invalida", "invalide"),
        *("ungultig", "sincoincidencia", "sinresultado", "semresultado", "sansresultat"),
        *("keinergebnis", "その他", "모름", "기타", "غيرمفهوم", "khac", "khongbiet"),
    )
)
"""Names that a topic may have: an intent with patterns is one."""

FALLBACK_NAMES = _PLAIN_NAMES | frozenset(map(normalized, _FURTHER_NAMES | _ERRORS))
"""Names of the fallback, in small letters, without accents and signs."""

_OUTER_NAMES = FALLBACK_NAMES - frozenset(map(normalized, _ERRORS))

_USUAL_NAMES = frozenset(
    (
        *("default", "standard", "other", "others", "predeterminado", "pordefecto", "padrao"),
        *("pardefaut", "defaut", "predefinito", "otro", "otros", "otra", "otras", "outro"),
        *("outros", "outra", "outras", "autre", "autres", "andere", "anderes", "默认", "其他"),
    )
)
"""Names of what is usual: of answers, and of settings of a program."""

_NEUTRAL_WORDS = frozenset(
    (
        *("intent", "response", "responses", "answer", "answers", "reply", "replies", "message"),
        *("messages", "msg", "phrase", "phrases", "text", "texts", "query", "question", "input"),
        *("bot", "chat", "chatbot", "user", "system", "general", "global", "common", "normal"),
        *("case", "handler", "my", "main", "default", "standard"),
        *("intencion", "respuesta", "respuestas", "mensaje", "mensajes", "pregunta", "frase"),
        *("intencao", "resposta", "respostas", "mensagem", "mensagens", "pergunta", "frases"),
        *("intention", "reponse", "reponses", "absicht", "antwort", "antworten", "nachricht"),
        *("jawaban", "respon", "pesan", "pertanyaan", "risposta", "risposte", "messaggio"),
        *("cevap", "yanit", "mesaj", "antwoord", "odpowiedz"),
    )
)
"""Words around the name of a fallback that change nothing: "default_unknown_response"."""

_ANSWER_WORDS = (
    *("response", "answer", "repl", "message", "phrase", "text", "respuesta", "mensaje", "respost"),
    *("mensage", "reponse", "antwort", "nachricht", "jawaban", "respon", "pesan", "rispost"),
)
"""Beginnings of words for an answer."""

_PROGRAM_WORDS = ("system", "user", "input")
_MESSAGE_WORDS = ("text", "message", "msg", "mensaje", "mensage", "nachricht", "pesan", "messagg")
"""Beginnings of words for what else than an answer a program has."""

_MOST_WORDS = 6
_HUMP = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")
_SIGNS = re.compile(r"[\W\d_]+")


def is_fallback(name: str) -> bool:
    """True for a name of the fallback, also among words that change nothing."""
    return _is_among(name, FALLBACK_NAMES)


def is_plain_fallback(name: str) -> bool:
    """True for a name of the fallback that no topic has."""
    return _is_among(name, _PLAIN_NAMES)


def is_topic_name(name: str) -> bool:
    """True for a name of the fallback that a topic may have, too."""
    return _is_among(name, _TOPIC_NAMES)


def is_fallback_answer(name: str) -> bool:
    """True for a name of the answers of a fallback: "default_response", and not "default".

    What is usual may be a setting: "default_text", "default_user_message".
    """
    words = [normalized(word) for word in _SIGNS.split(_HUMP.sub(" ", name))]
    if any(word.startswith(_PROGRAM_WORDS) for word in words):
        return False
    is_usual = _is_among(name, _USUAL_NAMES)
    if is_usual and any(word.startswith(_MESSAGE_WORDS) for word in words):
        return False
    return is_plain_fallback(name) or (
        _is_among(name, _OUTER_NAMES) and any(word.startswith(_ANSWER_WORDS) for word in words)
    )


def is_outer_fallback(name: str) -> bool:
    """True for a name of the fallback beside the intents: errors are those of the program."""
    return _is_among(name, _OUTER_NAMES)


@lru_cache(maxsize=4096)
def _is_among(name: str, names: frozenset[str]) -> bool:
    if _is_named(normalized(name), names):
        return True
    words = [normalized(word) for word in _SIGNS.split(_HUMP.sub(" ", name)) if word]
    if not 1 < len(words) <= _MOST_WORDS:
        return False
    return any(
        _is_named("".join(words[start:end]), names)
        and _NEUTRAL_WORDS.issuperset([*words[:start], *words[end:]])
        for start, end in combinations(range(len(words) + 1), 2)
    )


def _is_named(text: str, names: frozenset[str]) -> bool:
    """True for one of the names, or its plural."""
    return text in names or text.removesuffix("s") in names
