"""Files with the right keys and wrong values: intents or a sentence, never a traceback."""

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatbot.errors import ExplainedError
from chatbot.intents.formats.exports.export import own_file
from chatbot.intents.formats.imported import FORMAT_NAMES, FormatName
from chatbot.intents.formats.reader import import_intents
from chatbot.intents.intent_set import IntentSet
from tests.chatbot.intents.formats.reading import read_files

KEYS: dict[str, list[str]] = {
    "rasa": [
        *("nlu", "intent", "examples", "text", "metadata", "recollect", "tag", "synonym", "rules"),
        *("stories", "steps", "action", "or", "user", "bot", "slot_was_set", "responses"),
        *("intents", "entities", "forms", "condition", "rasa_nlu_data", "common_examples"),
        *("utter_a", "buttons", "tests", "context_set", "description", "lookup_tables"),
        *("slots", "required_slots", "active_loop", "mappings", "utter_ask_a", "a", "entity"),
        *("pipeline", "dimensions"),
    ],
    "dialogflow": [
        *("name", "responses", "contexts", "messages", "speech", "type", "lang", "data", "text"),
        *("affectedContexts", "lifespan", "parameters", "fallbackIntent", "events", "userSays"),
        *("meta", "recollect", "order", "intents", "language", "isTemplate", "priority"),
        *("required", "dataType", "prompts", "value", "entries", "synonyms", "isRegexp", "form"),
        *("slots", "texts", "whole_form", "cancelled", "regex", "entity", "keep", "when"),
    ],
    "watsonx": [
        *("intents", "intent", "examples", "text", "mentions", "counterexamples", "entities"),
        *("dialog_nodes", "dialog_node", "conditions", "parent", "output", "generic", "values"),
        *("response_type", "next_step", "type", "title", "workspace", "actions", "synonyms"),
        *("entity", "variable", "event_name", "previous_sibling", "patterns"),
    ],
    "luis": [
        *("luis_schema_version", "intents", "name", "utterances", "text", "intent", "entities"),
        *("projectFileVersion", "assets", "category", "dataset", "metadata", "language"),
        *("closedLists", "patterns", "subLists", "canonicalForm", "list", "sublists", "regex"),
    ],
    "botpress": [
        *("qnas", "id", "data", "questions", "answers", "en", "enabled", "contexts", "category"),
        *("redirectFlow", "name", "utterances", "slots", "type"),
    ],
    "chatterbot": ["conversations", "categories"],
    "ai-chatbot-framework": [
        *("intents", "intentId", "name", "trainingData", "text", "entities", "speechResponse"),
        *("labeledSentences", "data", "parameters", "apiTrigger", "entity_values", "synonyms"),
        *("required", "type", "prompt", "value"),
    ],
    "csv": ["text"],
    "questions": ["text"],
    "jsonl": ["text", "intent", "tag", "patterns", "responses", "tests", "description"],
}
BESIDE = ("intents/a_usersays_en.json", "package.json")
ENTITIES = ("entities/a.json", "entities/a_entries_en.json")
WORDS = [
    "",
    "a",
    "#a",
    "#a && @b",
    "utter_a",
    "- a\n- b",
    "0",
    "text",
    "welcome",
    "true",
    "n1",
    "@sys.date",
    "$a",
]


def values(name: str) -> st.SearchStrategy[Any]:
    """JSON values with the keys of a format."""
    scalars = st.one_of(st.none(), st.booleans(), st.integers(-1, 5), st.sampled_from(WORDS))
    return st.recursive(
        scalars,
        lambda inner: st.one_of(
            st.lists(inner, max_size=4),
            st.dictionaries(st.sampled_from(KEYS[name]), inner, max_size=6),
        ),
        max_leaves=12,
    )


@pytest.mark.parametrize("name", FORMAT_NAMES)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_intents_or_a_sentence(name: FormatName, data: st.DataObject) -> None:
    top = st.dictionaries(st.sampled_from(KEYS[name]), values(name), min_size=1)
    suffix = "yml" if name in ("rasa", "chatterbot") and data.draw(st.booleans()) else "json"
    with tempfile.TemporaryDirectory() as folder:
        for path in (f"intents/a.{suffix}", *BESIDE, *ENTITIES * (name == "dialogflow")):
            file = Path(folder, path)
            file.parent.mkdir(exist_ok=True, parents=True)
            file.write_text(json.dumps(data.draw(st.one_of(top, st.lists(top, max_size=3)))))
        try:
            imported = import_intents(Path(folder), name)
        except ExplainedError:
            return
        assert all(intent.patterns or intent.responses for intent in imported.intents)
        written = Path(folder, "written.json")
        written.write_bytes(own_file(imported.intents, imported.entities))
        assert len(IntentSet.load(written)) == len(imported.intents)


@pytest.mark.parametrize("other", [None, True, 1, "a", ["a"], {"a": 1}])
def test_any_value_in_place_of_a_name(tmp_path: Path, other: Any) -> None:
    example = {"text": "hi", "entities": [{"name": other}]}
    intent = {"intentId": "hi", "trainingData": [example], "speechResponse": "Hi!"}
    entity = {"name": "city", "entity_values": [{"value": "Oslo"}]}
    ducklings = {"name": "DucklingEntityExtractor", "dimensions": [other, "number"]}
    nlu = [{"intent": "hi", "examples": ["hi"]}]
    for files in (
        {"intents.json": [intent], "entities.json": [entity]},
        {"nlu.yml": {"nlu": nlu}, "config.yml": {"pipeline": [ducklings]}},
    ):
        folder = tmp_path / min(files)
        assert [item.tag for item in read_files(folder, files).intents] == ["hi"]


@pytest.mark.parametrize("other", [None, ["a"], {"a": 1}])
def test_any_value_in_place_of_an_intent_that_was_exported(tmp_path: Path, other: Any) -> None:
    exported = {"intent": other, "examples": ["hey"], "metadata": {"recollect": {"tag": "hey"}}}
    nlu = [{"intent": "hi", "examples": ["hi"]}, exported]
    imported = read_files(tmp_path, {"nlu.yml": {"nlu": nlu}})
    assert [item.tag for item in imported.intents] == ["hi"]
