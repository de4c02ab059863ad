"""Evidence counts where most items have it: what tells intents, and what tells other things."""

from typing import Any

import pytest

from chatbot.intents.dialects.foreign.data_sets import shared_passages
from chatbot.intents.errors import IntentsError
from tests.chatbot.intents.dialects.documents import notes_of, read

SHIP = {"keywords": ["ship", "delivery"], "answer": "In 3 days."}
HOUSE = {"lang": "en"}, {"colour": "red"}, {"url": "http://x"}
HI, BYE = ["hi", "hello"], ["bye", "cu"]
READ: dict[str, tuple[Any, int]] = {
    "one author of all": (
        [
            {"text": "hi there", "reply": "Hello!", "user": "eva", "created_at": "2024"},
            {"text": "bye now", "reply": "Bye!", "user": "eva", "created_at": "2024"},
        ],
        2,
    ),
    "several authors in a list called intents": (
        {"Absichten": [{"text": "hi", "antwort": "Hallo!", "autor": name} for name in "ab"]},
        2,
    ),
    "courtesies in small letters": (
        [{"Eingabe": "danke", "Ausgabe": "bitte"}, {"Eingabe": "hallo", "Ausgabe": "hallo"}],
        2,
    ),
    "answered messages": ([{"mensagem": "oi tudo bem", "resposta": "Tudo, e você?"}], 1),
    "who says it": ([{"mensaje_usuario": "hola", "RespuestaBot": "¡Hola!"}], 1),
    "names with other words": (
        [{"nombre_intencion": "hi", "frasesDeEjemplo": HI, "system_response": "Hello!"}],
        1,
    ),
    "questions about another language": (
        [
            {"question": "How do I say 'thank you' in German?", "answer": "Ich danke dir dafür."},
            {"question": "What is 'please' in German?", "answer": "Es ist das Wort bitte."},
        ],
        2,
    ),
    "prices and numbers as answers": ([{"keywords": HI, "name": "hi", "answer": "$2"}], 1),
    "a type of response": (
        [{"response_type": "hi", "user_input": HI, "bot_response": "Hello!", "required": []}],
        1,
    ),
    "wordings deep inside": ({"nlu": {"items": [{"intent": "hi", "examples": HI}]}}, 1),
    "numbers as answers": ([{"question": "How many?", "answer": n} for n in (3, 1.5)], 2),
    "contexts in words": (
        [{"question": "Can I pay?", "answer": "Yes.", "context": "Asked on the page of the shop"}],
        1,
    ),
    "moods by our own tag": (
        [{"intent": "positive", "text": "fine"}, {"intent": "negative", "text": "bad"}],
        2,
    ),
    "next steps of wordings": (
        [{"name": "a", "keywords": HI, "answers": [{"text": "Price?", "next": "b"}]}],
        1,
    ),
    "a price of one": (
        [{"title": "A", "price": 3, "intents": [{"tag": "a", "patterns": HI}]}]
        + [{"title": name, "intents": [{"tag": name, "patterns": BYE}]} for name in "bc"],
        3,
    ),
    "wordings without responses": (
        {"nlu": [{"intent": "hi", "examples": HI}, {"intent": "bye", "examples": BYE}]},
        2,
    ),
    "responses by tag beside them": (
        {"nlu": [{"intent": "hi", "examples": HI}], "responses": {"hi": ["Hello!"]}},
        1,
    ),
    "messages in a list called intents": (
        {"intents_data": [{"tag": "a", "text": "hi"}, {"tag": "b", "text": "bye"}]},
        2,
    ),
    "an intent beside more settings": (dict(zip("abcd", (*HOUSE, SHIP), strict=True)), 1),
    "a list called responses": ({"type": "bot", "responses": [SHIP, {**SHIP, "answer": "b"}]}, 2),
    "short answers to people": (
        [
            {"question": "Do you take cards?", "answer": "Yes"},
            {"question": "Your phone?", "answer": "030 123456"},
            {"question": "The chef?", "answer": "Eva"},
            {"question": "Your street?", "answer": "Main Street"},
            {"question": "The owner?", "answer": "Tom"},
        ],
        5,
    ),
    "topics with a stroke": (
        [{"topic": "orders/returns", "question": "How do I return it?", "answer": "By post."}],
        1,
    ),
    "keywords with names for answers": (
        [
            {"keyword": word, "response": "Ten euros"}
            for word in ("price", "fee", "entry", "cost", "sum")
        ],
        5,
    ),
    "a subject by the name of another thing": (
        {
            "hours": [{"question": "When are you there?", "answer": "Mondays"}],
            "trivia": [{"question": "Who founded it?", "answer": "Eva"}],
        },
        2,
    ),
    "intents in a list of another name": ({"interview": [{**SHIP, "tag": "ship"}]}, 1),
    "four questions with short answers": (
        [
            {"question": "¿Dónde están?", "answer": "En Madrid"},
            {"question": "¿Cómo pago?", "answer": "Con tarjeta"},
            {"question": "¿Cuándo abren?", "answer": "Cada día"},
            {"question": "¿Quién atiende?", "answer": "Eva"},
        ],
        4,
    ),
    "words of a bank": (
        {"glossary": [{"question": "What is APR?", "answer": "Yearly cost"}]},
        1,
    ),
    "exercises of a gym": ({"exercises": [{"question": "Squats?", "answer": "Daily"}]}, 1),
    "advice on interviews": ({"interview": [{"question": "When?", "answer": "At noon"}]}, 1),
    "half of a quiz in sentences": (
        {
            "quiz": [
                {"question": "When is your quiz?", "answer": "We play each Friday at eight."},
                {"question": "Who asks?", "answer": "Eva"},
            ]
        },
        2,
    ),
    "questions about a quiz": ({"quiz": {"faq": [{"question": "When?", "answer": "Fridays"}]}}, 1),
    "questions in a deck": ({"deck": {"Fragen": [{"Frage": "Wann?", "Antwort": "Bald"}]}}, 1),
    "names of further languages": (
        {"menu": {"envío": {"palabras": ["envío"], "respuesta": "En 3 días."}}},
        1,
    ),
}
ROUTE = {"path": "/users", "examples": ["curl /users"], "responses": ["200", "404"]}
NODE = {"id": "a", "text": "Halt!", "answers": [{"text": "Fight", "goto": "b"}]}
SILENCE = {"id": "a", "matchers": [{"name": "host", "value": "Down"}], "createdBy": "Bob"}
ANSWERS = [{"text": "Never", "value": 0}, {"text": "Often", "value": 2}]
REFUSED: dict[str, tuple[Any, str]] = {
    "names of files": ({"tag": "v1.0", "patterns": ["*.js"]}, "data of a program"),
    "labels of paths": ({"labels": [{"name": "a", "patterns": ["docs/**"]}]}, "data of a program"),
    "routes": ({"routes": [ROUTE, ROUTE]}, "data of a program"),
    "conditions": ({"a": [{"name": "b", "matchers": ["c=d"]}]}, "data of a program"),
    "silences": ([SILENCE], "configuration of Alertmanager"),
    "graded answers": (
        [{"category": "a", "question": "Tired?", "answers": ANSWERS}],
        "with grades",
    ),
    "the last line of a game": ([NODE, {**NODE, "answers": []}], "answers to choose from"),
    "a question to several people": (
        [
            {"question": "How was it?", "answer": answer, "timestamp": answer}
            for answer in ("Good", "Bad")
        ],
        "a record of messages",
    ),
    "labels that name parts": (
        {"a": {"question": "Frage", "answer": "Antwort", "send": "Los"}, "b": {"title": "Hallo"}},
        "labels of a page",
    ),
    "numbered sentences": (
        [{"sentence1": "A man walks.", "sentence2": "He moves.", "label": "yes"}],
        "none is an intent",
    ),
    "messages": (
        {"a": [{"id": n, "message": "hi", "level": "info"} for n in (1, 2)]},
        "no intents",
    ),
    "rules of a linter": (
        {"rules": [{"id": "a", "pattern": "eval(...)", "message": "Do not."}]},
        "no intents",
    ),
    "messages with their intents": (
        {"data": [{"message": "hi", "intent": "greet", "confidence": 0.9}]},
        "no intents",
    ),
    "a log by who says it": (
        [{"user_message": "hi", "bot_response": "Hello!", "timestamp": n} for n in (1, 2)],
        "a record of messages",
    ),
    "a session": (
        {"history": [{"input": "hi", "output": "Hello!", "time": n} for n in (1, 2)]},
        "a record of messages",
    ),
    "an interview": (
        [{"name": name, "question": "Why us?", "answer": f"{name}."} for name in ("Ann", "Tom")],
        "a record of messages",
    ),
    "an export of a desk": (
        [{"id": n, "requester": n, "question": f"{n} broke", "answer": "Sorry."} for n in (1, 2)],
        "a record of messages",
    ),
    "texts in two languages": (
        [
            {
                "input": "What is the time and where are you?",
                "output": "¿Qué hora es y dónde estás?",
            },
            {"input": "How can I help you with it?", "output": "¿Cómo te puedo ayudar con eso?"},
        ],
        "their translations",
    ),
    "a forum": (
        [{"question": "Paint?", "answers": [{"author": "Bob", "text": "White."}]}],
        "a thread of comments",
    ),
    "passages by their name": (
        [{"query": "what is ice", "passages": [{"text": "Frozen water."}], "answers": ["water"]}],
        "questions about texts",
    ),
    "triggers by a name": ([{"name": "Lights", "trigger": "sunset"}], "none is an intent"),
    "a passage around its questions": (
        {"context": "Ann is from Oslo.", "faq": [{"question": "Where from?", "answer": "Oslo"}]},
        "questions about texts",
    ),
    "intents of Amazon Lex": (
        {"resource": {"intents": [{"name": "hi", "sampleUtterances": HI, "slots": []}]}},
        "a bot of Amazon Lex",
    ),
    "intents of watsonx, whose answers are in a dialogue": (
        {"intents": [{"intent": "hi", "examples": HI}], "dialog_nodes": [], "counterexamples": []},
        "a workspace of watsonx Assistant",
    ),
    "two values by letters": (
        {"a": {"type": "bool", "value": "true"}, "b": {"type": "bool", "value": "false"}},
        "no intents",
    ),
    "answers of people by field": (
        [{"id": n, "timestamp": n, "answers": {"hours": "6", "sport": "golf"}} for n in (1, 2)],
        "a survey",
    ),
    "cards to learn by": (
        [{"question": q, "answer": a} for q, a in zip("abcde", "fghij", strict=True)],
        "cards to learn by",
    ),
    "questions with names for answers": (
        [
            {"category": "art", "question": f"Who painted {n}?", "answer": f"Pablo {n}"}
            for n in "abcde"
        ],
        "cards to learn by",
    ),
    "riddles by their name": (
        {"Rätsel": [{"Frage": "Was hat Zähne?", "Antwort": "Ein Kamm"}]},
        "riddles or jokes",
    ),
    "a quiz by its name": (
        {"faq": {"quiz": [{"question": "Capital of Peru?", "answer": "Lima"}]}},
        "a quiz",
    ),
    "messages by topic": (
        [{"topic": "home/light", "message": m, "reply": f"It is {m}."} for m in ("on", "off")],
        "messages between programs",
    ),
    "a long text": (
        [{"question": "Who?", "answer": "x", "context": "It was late. " * 20}],
        "questions about texts",
    ),
}


@pytest.mark.parametrize("name", READ)
def test_intents_are_read(name: str) -> None:
    document, count = READ[name]
    assert len(read(document)) == count


@pytest.mark.parametrize("name", REFUSED)
def test_other_things_are_refused_by_their_kind(name: str) -> None:
    document, words = REFUSED[name]
    with pytest.raises(IntentsError, match=words):
        read(document)


def test_a_message_is_a_pattern_unless_there_are_others() -> None:
    document = {"intents": [{"tag": "greet", "keywords": ["hi"], "message": "Hello"}]}
    assert [intent.patterns for intent in read(document)] == [("hi",)]
    assert ("unread_texts", "message", "responses", 1) in notes_of(document)


def test_a_sentence_about_the_context_opens_none() -> None:
    item = {"tag": "pay", "patterns": ["can I pay"], "responses": ["Yes."]}
    document = {"intents": [{**item, "context": "Asked on the page of the shop"}]}
    assert [intent.context_set for intent in read(document)] == [()]
    assert notes_of(document) == [("unread_context", "context", "", 1)]


def test_a_list_called_responses_is_no_text_beside_itself() -> None:
    assert "outer_intent" not in [kind for kind, *_ in notes_of({"type": "bot", "answers": [SHIP]})]


def test_texts_of_spanish_are_those_of_a_language() -> None:
    item = {"intent": "hi", "text_en": ["hello"], "text_es": ["hola"], "reply": "Hello!"}
    assert [intent.patterns for intent in read([item])] == [("hello", "hola")]


def test_the_number_one_is_an_answer_and_true_is_none() -> None:
    assert len(read([{"question": "How many?", "answer": 1}])) == 1
    with pytest.raises(IntentsError, match="without an answer"):
        read([{"question": "Is it?", "answer": True}])


def test_answers_of_a_letter_are_no_labels() -> None:
    assert len(read([{"text": "a", "reply": "b"}, {"text": "q", "reply": "a"}])) == 2


def test_a_few_texts_around_the_questions_are_looked_at_with_each_of_them() -> None:
    outer = {name: ["word"] * 1_000 for name in (f"context{'_' * n}" for n in range(100))}
    shared = shared_passages(outer)
    assert (len(shared), {*map(len, shared.values())}) == (10, {100})
