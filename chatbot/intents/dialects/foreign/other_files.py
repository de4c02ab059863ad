"""Files of JSON that are no intent files: their names, by the keys that they have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from chatbot.intents.dialects.foreign.quizzes import holds_quiz

_DEEPEST = 3
_MOST_ITEMS = 50


@dataclass(frozen=True, slots=True)
class OtherFile:
    """Kind of file, with a set of keys that tells it; `imports` if an import reads it."""

    name: str
    keys: Sequence[frozenset[str]]
    imports: bool = False


def _kind(name: str, *keys: str, imports: bool = False) -> OtherFile:
    return OtherFile(name, [frozenset(group.split()) for group in keys], imports)


_KINDS = (
    _kind("an interaction model of Alexa", "interactionModel", "languageModel", "invocationName"),
    _kind("a data set in the form of SQuAD", "paragraphs", "context qas", "question answer_start"),
    _kind(
        "a bot of Amazon Lex",
        "sampleUtterances slots",
        "sampleUtterances slotPriorities",
        "childDirected",
        "botName intents",
    ),
    _kind("an app of LUIS", "luis_schema_version", "culture utterances", imports=True),
    _kind("a CLU project", "projectFileVersion", "projectKind", imports=True),
    _kind("a workspace of watsonx Assistant", "dialog_nodes", "counterexamples", imports=True),
    _kind("questions and answers of Botpress", "qnas", imports=True),
    _kind("part of a Dialogflow agent", "userSays", "usersays", "fallbackIntent", imports=True),
    _kind("a list from the API of Dialogflow ES", "trainingPhrases displayName messages"),
    _kind("an agent of Dialogflow CX", "trainingPhrases displayName", "startFlow"),
    _kind("a Jupyter notebook", "nbformat", "cells metadata"),
    _kind(
        "the description of a package",
        *("devDependencies", "dependencies version", "name version keywords", "require autoload"),
        *("name version scripts", "name keywords license", "name type require", "lockfileVersion"),
    ),
    _kind("a catalogue of products", "name price keywords", "title price keywords", "sku keywords"),
    _kind("linked data (JSON-LD)", "@type name", "@context @type"),
    _kind("geographic data (GeoJSON)", "type coordinates", "type geometry"),
    _kind("a collection of Postman", "item info", "postman_id", "method header"),
    _kind("a manifest of a web page", "start_url display", "manifest_version"),
    _kind("a configuration of Alertmanager", "matchers createdBy", "receivers route"),
    _kind("a tokenizer of Keras", "word_index", "class_name config"),
    _kind("a chat for a language model", "role content", "from value"),
    _kind("a chat of Slack", "user ts text"),
    _kind(
        "a data set of tasks for a language model",
        *("instruction output", "instruction response", "prompt completion", "prompt response"),
    ),
    _kind("a data set of texts with labels", "train test", "train val", "oos_train"),
    _kind("a JSON Schema", "$schema properties", "$defs"),
    _kind("a description of an API", "openapi paths", "swagger paths"),
    _kind("a list of dialogues (MultiWOZ)", "dialogue_id turns", "dialogue_id services"),
)


_QUIZ = OtherFile("a quiz", ())
_RASA = OtherFile("training data of Rasa", (), imports=True)
_ROWS = [frozenset(keys.split()) for keys in ("instruction output", "instruction response")]
_ROWS.append(frozenset(("user", "ts", "text")))


def is_foreign(document: Any) -> bool:
    """True for a quiz, tasks of a language model, a chat of Slack: these could be read.

    So could Rasa's examples, as one text.
    """
    items = document[:1] if isinstance(document, list) else ()
    rows = [item.keys() for item in items if isinstance(item, dict)]
    is_row = any(row >= keys for row in rows for keys in _ROWS)
    return is_row or holds_quiz(document) or is_rasa_nlu(document)


def is_rasa_nlu(document: Any) -> bool:
    """True for {"nlu": [ … ]} with examples in lines of one text, as Rasa's YAML has them."""
    items = document.get("nlu") if isinstance(document, dict) else None
    return isinstance(items, list) and any(
        isinstance(item, dict) and str(item.get("examples")).startswith("- ") for item in items
    )


def other_file(document: Any) -> OtherFile | None:
    """Return the kind of file that a document is, by the keys near its root; None if unknown."""
    if holds_quiz(document):
        return _QUIZ
    if is_rasa_nlu(document):
        return _RASA
    objects = [{*item} for item in _objects(document, 0)]
    for kind in _KINDS:
        if any(keys <= item for item in objects for keys in kind.keys):
            return kind
    return None


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    elif not isinstance(value, list):
        return
    inner = list(value.values()) if isinstance(value, dict) else value
    for item in inner[:_MOST_ITEMS] if depth < _DEEPEST else ():
        yield from _objects(item, depth + 1)
