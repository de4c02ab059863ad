"""Names of the fallback, in the languages and dialects that people use."""

FALLBACK_NAMES = frozenset(
    (
        *("fallback", "noanswer", "noresponse", "unknown", "default", "none", "error", "errors"),
        *("nothing", "notfound", "notunderstood", "notunderstand", "nomatch", "noidea", "nointent"),
        *("unrecognized", "unrecognised", "notrecognized", "notrecognised", "misunderstood"),
        *("defaultfallback", "fallbackintent", "defaultfallbackintent", "nlufallback"),
        *("unknownintent", "dontknow", "idontknow", "dontunderstand", "idontunderstand", "idk"),
        *("outofscope", "oos", "anythingelse", "invalid", "unsure", "confused", "confusion"),
        *("desconocido", "noreconocido", "noentiendo", "noentendido", "sinrespuesta", "nose"),
        *("nocomprendo", "predeterminado", "pordefecto", "noencontrado"),  # Spanish
        *("desconhecido", "naoentendi", "naoentendido", "semresposta", "naosei", "naoencontrado"),
        *("inconnu", "incompris", "pascompris", "noncompris", "sansreponse", "pardefaut"),
        *("unbekannt", "nichtverstanden", "keineantwort", "weissnicht", "nichtgefunden"),
        *("tidakdiketahui", "tidakmengerti", "tidakpaham", "takmengerti", "tidakdikenali"),
        *("other", "others", "otherwise", "autre", "autres", "otro", "otros", "outro", "outros"),
        *("sonstiges", "andere", "lainnya", "altro"),
        *("defaultanswer", "defaultresponse", "defaultreply", "fallbackresponse"),
        *("standardantwort", "respostapadrao", "padrao", "respuestapordefecto"),
        *("reponsepardefaut",),
        *("sconosciuto", "noncapito", "nessunarisposta", "bilinmeyen", "anlamadim", "anlasilmadi"),
        *("nichterkannt", "nonreconnu", "naoreconhecido", "tidaktahu", "onbekend", "nieznane"),
        *("неизвестно", "непонятно", "未知", "默认", "不明", "غيرمعروف", "khonghieu"),
    )
)
"""Tags of the fallback, and keys of its responses beside the intents.

In small letters, without accents and signs.
"""
