"""Repair of a conversation in doubt: likely questions to choose from, other words, a person."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

from chatbot.dialogue.state import DialogueState, RepairStep
from chatbot.intents.intent_set import FALLBACK_TAG, Intent, IntentSet
from chatbot.intents.reserved_tags import HAND_OVER
from chatbot.model.decision import Decision

MOST_ROUNDS = 2
"""Times in a row that the bot asks back or gives the fallback, until it leads to a person."""

_SHORTEST_REPEATED = 8
"""Fewest letters of a message said again: a second "yes" is no complaint."""

_FIRST_SYLLABLE = "\u2e80"
"""First sign of the scripts of China, Japan and Korea, of which one has some letters."""

_LETTERS_OF_SYLLABLE = 2


def next_step(decision: Decision, state: DialogueState, *, is_impatient: bool) -> RepairStep:
    """Return the step of a repair for a decision, with the state before the message.

    First the likely questions, where some are new; then other words, once; then a person, once in a
    conversation, and after MOST_ROUNDS at most. A visitor who is impatient is a round ahead, and is
    not asked for other words.
    """
    if decision.kind == "answer":
        return "none"
    may_lead = not state.had_person_step
    if may_lead and state.doubts + is_impatient >= MOST_ROUNDS:
        return "person"
    if decision.kind == "ask" and not {*decision.offered} <= {*state.offered.values()}:
        return "choose"
    is_at_end = is_impatient or state.last_step == "rephrase"
    return "person" if may_lead and is_at_end else "rephrase"


def repaired(decision: Decision, step: RepairStep) -> Decision:
    """Return the decision of a step: where nothing is offered to choose from, the fallback."""
    if decision.kind == "ask" and step != "choose":
        return decision.because("asked_enough")
    return decision


def checksum_of(words: Sequence[str]) -> int:
    """Number of the words of a message, to know it when it is said again; 0 for a short one."""
    text = " ".join(words)
    letters = len(text)
    if not text.isascii():
        letters += sum(_LETTERS_OF_SYLLABLE - 1 for char in text if char >= _FIRST_SYLLABLE)
    return crc32(text.encode(errors="surrogatepass")) if letters >= _SHORTEST_REPEATED else 0


def leading_intent(intents: IntentSet) -> Intent | None:
    """Return the intent whose response leads to a person, None without one.

    One that waits for a context, fills a form or calls a program is none: nobody has asked for it.
    """
    return next(
        (
            intent
            for intent in intents
            if HAND_OVER in intent.context_set and intent.responses and intent.tag != FALLBACK_TAG
            if not (intent.context_filter or intent.form or intent.action)
        ),
        None,
    )
