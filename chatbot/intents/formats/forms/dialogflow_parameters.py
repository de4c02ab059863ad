"""Parameters of Dialogflow ES: those that are required, as slots of a form."""

from __future__ import annotations

import re
from typing import Any

from chatbot.intents.formats.draft import ImportDraft
from chatbot.intents.formats.forms.dialogflow_entities import NEAREST, SYSTEM
from chatbot.intents.formats.forms.form_draft import FormDraft, SlotDraft
from chatbot.intents.formats.intent_draft import IntentDraft

PLACEHOLDER = re.compile(
    r"\$[A-Za-z_][\w-]*\.(?!name\b)\w+|\$(?P<slot>[^\W\d][\w-]*)(?:\.name\b)?"
    r"|#[\w-]+\.[\w-]+\.(?!name\b)\w+|#(?P<context>[\w-]+)\.(?P<shared>[\w-]+)(?:\.name\b)?"
)
"""Placeholder of a parameter, or of one of a context; with .original it is another value.

With .name it is that of a person, who has nothing else.
"""

_OTHER_PROMPTS = ("noInputPromptMessages", "noMatchPromptMessages", "promptMessages")


def read_parameters(draft: ImportDraft, intent: IntentDraft, items: Any, language: str) -> None:
    """Read the parameters of an intent: a form asks for those that are required."""
    slots: dict[str, SlotDraft] = {}
    for item in draft.objects(items, "parameters"):
        name, reference = str(item.get("name")), str(item.get("value") or "")
        slot = _slot(draft, item, name, language)
        if reference.startswith("#"):
            intent.aliases[name] = reference
        elif slot and name not in slots:
            slots[name] = slot
        else:
            is_optional = item.get("required") is not True
            draft.lose("optional_parameter" if is_optional else "parameter", name)
    if slots:
        intent.form = FormDraft([*slots.values()])


def _slot(draft: ImportDraft, item: dict[str, Any], name: str, language: str) -> SlotDraft | None:
    """The slot of a parameter that is asked for, None for others."""
    kind = str(item.get("dataType"))
    entity = SYSTEM.get(kind) or NEAREST.get(kind) or draft.entities.get(kind.removeprefix("@"))
    asks = item.get("required") is True and not item.get("defaultValue")
    if not asks or entity is None or item.get("value") not in (None, "", f"${name}"):
        return None
    prompts = draft.objects(item.get("prompts"), "prompts")
    spoken = [prompt for prompt in prompts if prompt.get("lang", language) == language]
    texts = [text for prompt in spoken for text in draft.texts(prompt.get("value"), "prompts")]
    if not texts:
        return None
    draft.lose("language", name, len(prompts) - len(spoken))
    draft.lose("nearest_entity", name, kind in NEAREST)
    draft.lose("several_values", name, bool(item.get("isList")))
    for key in _OTHER_PROMPTS:
        draft.lose("rich_response", name, len(draft.objects(item.get(key), key)))
    return SlotDraft(name, entity, texts)
