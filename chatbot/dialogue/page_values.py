"""Values of the page around the chat: those that the author declares, and no others."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from chatbot.dialogue.action_answers import ActionAnswerError, slot_value
from chatbot.dialogue.state import ActiveContext, DialogueState, SlotValue
from chatbot.intents.page.declaration import PageDeclaration

PageSlots = Mapping[str, str | int | float | None]


def with_page(
    state: DialogueState,
    declaration: PageDeclaration,
    contexts: Collection[str],
    slots: PageSlots,
    *,
    language: str,
    of_forms: Collection[str] = (),
) -> tuple[DialogueState, tuple[str, ...]]:
    """Return the state on a page, and the names that were left out.

    A context is open for the message alone: the page names it with each. A name that is not
    declared, or a value that is none of its entity, is left out. What a form has asked for, and
    has, stays as the visitor said.
    """
    opened = [name for name in dict.fromkeys(contexts) if name in declaration.contexts]
    ignored = [name for name in contexts if name not in declaration.contexts]
    values = dict(state.slots)
    declared = {slot.name: slot for slot in declaration.slots}
    for name, value in slots.items():
        try:
            read = slot_value(name, value, declared.get(name), language)
        except ActionAnswerError:
            ignored.append(name)
            continue
        if read is None:
            values.pop(name, None)
        elif name not in of_forms or name not in values:
            values[name] = SlotValue(read.value, "conversation")
    new = [name for name in opened if name not in state.open_contexts]
    # Not the youngest: a question that was just asked counts more.
    fresh = tuple(ActiveContext(name, lifespan=1, age=1, stays=True) for name in new)
    after = replace(state, contexts=(*state.contexts, *fresh), slots=values)
    return after, tuple(dict.fromkeys(ignored))
