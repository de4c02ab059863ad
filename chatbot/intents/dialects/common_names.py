"""Names of the parts of an intent file, in the languages and dialects that people use.

To add a language or a dialect, add names here: small letters, without accents and signs.
"""

from __future__ import annotations

from collections.abc import Mapping

WORD_NAMES = ("words", "palabras", "palavras", "mots", "worter", "katakata", "kata")
"""Names of keywords, as well as of any words."""

COMMON_NAMES: Mapping[str, tuple[str, ...]] = {
    "tag": (
        *("tag", "intent", "tags", "name", "intentname", "label", "title", "class", "category"),
        *("topic", "id", "type", "intentid", "intenttag", "intentkey", "slug", "key", "path"),
        *("etiqueta", "intencion", "nombre", "tipo", "categoria", "tema", "accion"),  # Spanish
        *("intencao", "nome", "rotulo", "acao"),  # Portuguese
        *("etiquette", "intention", "nom", "balise", "categorie", "sujet"),  # French
        *("absicht", "bezeichnung", "kategorie", "thema", "kennung", "absichtsname"),  # German
        *("maksud", "niat", "nama", "kategori", "topik"),  # Indonesian
        *("intento", "etichetta", "intenzione", "etiket", "niyet"),  # Italian, Turkish
        *(
            "skill",
            "responsetype",
            "titulo",
            "titre",
            "titel",
            "judul",
            "clave",
            "chave",
            "cle",
            "schlussel",
        ),
        *("kunci", "identificador", "identifiant", "proposito", "tujuan", "asunto", "assunto"),
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

MESSAGE_NAMES = (
    *("messages", "message", "textos", "texto", "mensajes", "mensaje", "mensagens", "mensagem"),
    *("texte", "nachrichten", "nachricht", "teks", "pesan", "ask"),
)
"""Names of patterns beside responses; alone, anybody may say a message."""

CONTENT_NAMES = (
    *("content", "contents", "body", "speech", "say", "says"),
    *("contenido", "contenidos", "conteudo", "contenu", "inhalt", "isi"),
)
"""Names of the responses of an intent with patterns, where no other name has them."""

FAQ_NAMES = (
    *("faq", "faqs", "qa", "qna", "pairs", "conversations", "frequentlyaskedquestions"),
    *("preguntasfrecuentes", "perguntasfrequentes", "questionsfrequentes", "foireauxquestions"),
    *("haufigefragen", "haufiggestelltefragen", "pertanyaanumum"),
)
"""Names of questions with their answers, and of no part of an intent."""

LAST_NAMES = ("texts", "text", *MESSAGE_NAMES)
"""Last names of patterns: beside another of these, perhaps what the bot says."""
