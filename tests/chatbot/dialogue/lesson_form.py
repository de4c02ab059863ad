"""Form of the small bot's intent "trial_lesson", which asks for four values."""

import json
from dataclasses import replace
from typing import Any

from chatbot.intents.checks import check_file
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.located_json.source import JsonSource

FORM: dict[str, Any] = {
    "slots": [
        {
            "name": "instrument",
            "entity": "instrument",
            "prompts": ["Which instrument?", "Piano or violin?"],
            "quick_replies": ["Piano", "Violin"],
            "invalid": ["We teach piano and violin."],
        },
        {
            "name": "day",
            "entity": "date",
            "prompts": ["{{ instrument }}. Which day?"],
            "min": "today",
            "invalid": ["That day is over, or none."],
        },
        {
            "name": "persons",
            "entity": "number",
            "prompts": ["How many will come?"],
            "max": 4,
            "invalid": ["Four at most."],
        },
        {
            "name": "address",
            "entity": "email",
            "prompts": ["Where can we write to?"],
            "keep": "visitor",
            "when": {"instrument": "Piano"},
        },
    ],
    "confirm": "{{ instrument }} on {{ day | %d.%m.%Y }} for {{ persons }}?",
    "confirm_replies": ["Yes", "No"],
    "correct": "What shall I change?",
    "cancelled": "Nothing is booked.",
    "failed": "Please call us.",
    "outcomes": [{"when": {"instrument": "Violin"}, "responses": "Booked with Vera."}],
}
ENTITIES = {"instrument": {"values": {"Piano": ["keyboard"], "Violin": ["fiddle"], "leave": []}}}


def with_form(small_intents: IntentSet, form: dict[str, Any]) -> IntentSet:
    """The small intents, with the form of a file in place of a context."""
    document = {"entities": ENTITIES, "intents": [{"tag": "t", "patterns": ["p"], "form": form}]}
    source = JsonSource.from_bytes("form.json", json.dumps(document).encode())
    read = IntentSet.from_files([check_file(source)]).intents[0].form

    def changed(intent: Intent) -> Intent:
        if intent.tag != "trial_lesson":
            return intent
        texts = ("Booked: {{ instrument }}, {{ day }}, {{ persons }}, {{ address }}.",)
        return replace(intent, responses=texts, context_set=(), form=read)

    return IntentSet(tuple(map(changed, small_intents)))
