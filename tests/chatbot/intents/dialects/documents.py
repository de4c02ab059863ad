"""Intent files of a test in every shape, and their intents, problems and notes."""

import json
from typing import Any

from chatbot.intents.checks import check_file
from chatbot.intents.errors import IntentsError
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.intents.joining import JoinedFiles, join
from chatbot.located_json.source import JsonSource

GREET = Intent("greet", ("hello there",), ("Hi.",))
BYE = Intent("bye", ("bye bye",), ("Bye.",))
OURS = {
    "intents": [
        {"tag": "greet", "patterns": ["hello there"], "responses": ["Hi."]},
        {"tag": "bye", "patterns": ["bye bye"], "responses": ["Bye."]},
    ]
}


def joined(text: str) -> JoinedFiles:
    return join([check_file(JsonSource.from_bytes("a.json", text.encode()))])


def read(document: Any) -> IntentSet:
    """Intents of a document, or of the text of one; raises IntentsError."""
    text = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
    files = joined(text)
    if files.problems:
        raise IntentsError(files.problems)
    return IntentSet.from_joined(files)


def notes_of(document: Any) -> list[tuple[str, str, str, int]]:
    text = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
    notes = [placed.note for placed in joined(text).notes]
    return [(note.kind, note.key, note.meaning, note.count) for note in notes]


def renamed(tag: str, patterns: str, responses: str) -> list[dict[str, Any]]:
    return [
        {tag: intent.tag, patterns: list(intent.patterns), responses: list(intent.responses)}
        for intent in (GREET, BYE)
    ]


KEYED = {
    i.tag: {"patterns": list(i.patterns), "responses": list(i.responses)} for i in (GREET, BYE)
}
SHAPES: dict[str, Any] = {
    "ours": OURS,
    "an object around": {"bot": {"name": "Max", **OURS}, "version": 2},
    "other names": {"intents": renamed("intent", "text", "responses")},
    "a bare list": OURS["intents"],
    "a list around": [OURS],
    "lists in a list": [{"intents": [item]} for item in OURS["intents"]],
    "by name": KEYED,
    "by name under intents": {"intents": KEYED},
    "by name, in groups": {"intents": {"polite": KEYED}},
    "by name, in groups under another name": {
        "titre": "Bot",
        "sujets": {"début": {"greet": KEYED["greet"]}, "fin": {"bye": KEYED["bye"]}},
    },
    "another list name": {"version": 2, "objective": renamed("type", "questions", "answers")},
    "an unusual list name": {"version": {"no": 2}, "mes_choses": OURS["intents"]},
    "Spanish": {"intenciones": renamed("etiqueta", "patrones", "respuestas")},
    "Spanish keywords": {"intents": renamed("tag", "palabras_clave", "Respuestas")},
    "Portuguese": {"intenções": renamed("intenção", "padrões", "respostas")},
    "French": {"intentions": renamed("nom", "phrases", "réponses")},
    "German": {"Absichten": renamed("Absicht", "Beispiele", "Antworten")},
    "Indonesian": {"niat": renamed("nama", "pola", "tanggapan")},
    "camel case": {"Intents": renamed("intentName", "trainingPhrases", "BotResponses")},
    "one wrong letter": {"intents": renamed("tag", "paterns", "respones")},
    "swapped letters": {"intents": renamed("tag", "pattersn", "reponses")},
    "one after the other": "\n".join(json.dumps(item) for item in OURS["intents"]),
    "text for list": {
        "intents": [
            {"tag": "greet", "patterns": "hello there", "responses": "Hi."},
            {"tag": "bye", "patterns": "bye bye", "responses": "Bye."},
        ]
    },
    "lists in lists": {
        "intents": [
            {"tag": "greet", "patterns": [["hello there"]], "responses": [["Hi."]]},
            {"tag": "bye", "patterns": ["bye bye", []], "responses": [[], ["Bye."]]},
        ]
    },
    "blanks": {
        "intents": [
            {"tag": "greet", "patterns": ["", "hello there", None], "responses": ["Hi.", " "]},
            {"tag": "bye", "patterns": ["bye bye"], "responses": ["", "Bye."]},
            {"tag": "later", "patterns": [""], "responses": []},
        ]
    },
    "by language": {
        "intents": [
            {
                "id": "greet",
                "triggers": ["hello there"],
                "answers": {"en": "Hi.", "pt-BR": "Oi.", "zh_Hant": ["你好"]},
            },
            {"id": "bye", "triggers": {"en": ["bye bye"]}, "answers": {"en": ["Bye."]}},
        ]
    },
    "objects with texts": {
        "intents": [
            {"tag": "greet", "patterns": [{"text": "hello there"}], "responses": ["Hi."]},
            {"tag": "bye", "patterns": ["bye bye"], "responses": [{"text": "Bye.", "delay": 1}]},
        ]
    },
    "texts and their number": [
        {
            "name": "greet",
            "trainingData": {"count": 1, "expressions": [{"id": "a", "text": "hello there"}]},
            "reply": {"id": "b", "text": "Hi."},
        },
        {"name": "bye", "trainingData": {"all": ["bye bye"], "count": 1}, "reply": "Bye."},
    ],
    "matchers by name": {
        "intents": {
            i.tag: {
                "matchers": [{"type": "phrase", "rule": text} for text in i.patterns],
                "responses": list(i.responses),
                "variables": {},
            }
            for i in (GREET, BYE)
        },
        "entities": {},
    },
    "an empty list beside phrases": {
        "intents": [
            {
                "path": i.tag,
                "answer": i.responses[0],
                "patterns": [],
                "phrases": [{"text": text} for text in i.patterns],
                "priority": 0,
            }
            for i in (GREET, BYE)
        ]
    },
    "variations of a question": [
        {"id": "greet", "question": "hello there", "variations": [], "answer": "Hi."},
        {"id": "bye", "question": [], "variations": "bye bye", "answer": "Bye."},
    ],
    "content in place of responses": {"intents": renamed("tag", "patterns", "content")},
    "names with a language": {
        "intents": [
            {"tag": "greet", "patterns_en": ["hello there"], "responses_en": ["Hi."]},
            {
                "tag": "bye",
                "patterns_fr": [],
                "patterns_en": ["bye bye"],
                "responses_en": ["Bye."],
                "responses_fr": ["Salut."],
            },
        ]
    },
    "a response with buttons": [
        {"tag": "greet", "patterns": ["hello there"], "responses": {"text": "Hi.", "ask": ["A"]}},
        OURS["intents"][1],
    ],
    "by tag, patterns beside responses": {
        "intents": {"greet": ["hello there"], "bye": "bye bye"},
        "responses": {"greet": ["Hi."], "bye": "Bye."},
    },
    "by tag, in German": {
        "Fragen": {"greet": ["hello there"], "bye": ["bye bye"]},
        "Antworten": {"bye": ["Bye."], "greet": ["Hi."]},
        "version": 2,
    },
    "responses by tag beside the list": {
        "intents": [{"tag": i.tag, "patterns": list(i.patterns)} for i in (GREET, BYE)],
        "responses": {"greet": ["Hi."], "bye": "Bye."},
    },
    "responses of Dialogflow": [
        {
            "name": "greet",
            "phrases": ["hello there"],
            "responses": [{"text": {"text": ["Hi."]}}, {"payload": {"richContent": [[]]}}],
        },
        {"name": "bye", "phrases": ["bye bye"], "responses": [{"message": "Bye.", "image": "b"}]},
    ],
    "texts in objects": [
        {"intent": "greet", "question": {"texts": ["hello there"]}, "answer": {"texts": ["Hi."]}},
        {
            "intent": "bye",
            "question": ["bye bye"],
            "answer": {"action": {"run": "off"}, "Responses": ["Bye."]},
        },
    ],
    "lists of intents in the list": {"intents": [OURS["intents"][0], [OURS["intents"][1]]]},
    "lists of intents in groups": {
        "categories": [{"name": "a", "intents": [item]} for item in OURS["intents"]]
    },
    "objects around objects": {"chatbot": {"data": {"intents": OURS["intents"], "v": {"a": 1}}}},
    "Arabic, with the article": {"النوايا": renamed("الوسم", "الأنماط", "الردود")},
    "Portuguese, as similar ones": {"intencoes": renamed("ação", "semelhantes", "responstas")},
    "umlauts without dots": {"intents": renamed("Kennung", "Aeusserungen", "Antworten")},
    "letters that are no sign and a letter": {
        "niyetler": renamed("etiket", "kalıplar", "yanıtlar")
    },
    "twice": {"intents": [*OURS["intents"], OURS["intents"][0]]},
    "JavaScript": "// The bot.\nconst intents = {intents: "
    + json.dumps(OURS["intents"]).replace('"', "'").replace("}]", "},]")
    + "};\nmodule.exports = intents;\n",
    "TypeScript": f"export const bot: Intent[] = {json.dumps(OURS['intents'])} as Intent[];\n"
    "export default bot;\n",
    "keys twice": json.dumps(OURS).replace('"tag"', '"note": [""], "note": [""], "tag"'),
    "Python": "intents = {'intents': " + json.dumps(OURS["intents"])[:-1] + ", {'tag': 'x', "
    "'patterns': None, 'responses': None}]}  # the end",
    "Markdown": f"```json\n{json.dumps(OURS, indent=2)}\n```\n",
    "JSONP": f"/**/ bot.load( {json.dumps(OURS)} );\n",
    "a module": f"module.exports = {json.dumps(OURS)}",
    "tuples": "(" + json.dumps(OURS).replace("[", "(").replace("]", ",)") + ")",
    "Python 2": json.dumps(OURS)
    .replace(' "', " u'")
    .replace('":', "':")
    .replace('",', "',")
    .replace('"]', "']")
    .replace('{"', "{u'")
    .replace('["', "[u'")
    .replace('"}', "'}"),
    "three quotes": json.dumps(OURS).replace(': "', ': """').replace('",', '""",'),
    "guillemets": json.dumps(OURS, ensure_ascii=False).replace('["', "[« ").replace('"]', " »]"),
    "curly quotes": json.dumps(OURS).replace(' "', " “").replace('",', "”,"),
}
