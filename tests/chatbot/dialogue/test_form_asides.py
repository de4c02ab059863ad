"""Messages within a form that are its values, or another question."""

import random
from dataclasses import replace

import pytest

from chatbot.dialogue.bot import Bot
from chatbot.dialogue.state import DialogueState
from chatbot.entities.entity import Entity, ListValue
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.model.classifier import IntentClassifier
from tests.chatbot.dialogue.lesson_form import FORM, with_form

HOURS_LIST = Entity("list", "word", (ListValue("Violin", ("office hours", "open")),))
HOURS_LEARNT = Entity("learnt", "word", (ListValue("Violin", ("when do you open",)),))
WORDS = Entity("pattern", "word", pattern="(when|big)( [a-z]+)+")
TEXT = Entity("text")


@pytest.mark.parametrize(
    ("entity", "message", "is_answered", "text"),
    [
        (TEXT, "When do you open?", True, "When do you open?. Which day?"),
        (HOURS_LIST, "office hours", True, "Violin. Which day?"),
        (HOURS_LIST, "when do you open", False, "Violin. Which day?"),
        (HOURS_LIST, "when do you open", True, "Piano or violin?"),
        (HOURS_LEARNT, "when do you open", True, "Piano or violin?"),
        (HOURS_LEARNT, "when do you open", False, "Violin. Which day?"),
        (WORDS, "when do you open", True, "Piano or violin?"),
        (WORDS, "when do you open?", True, "Piano or violin?"),
        (WORDS, "when do you open", False, "when do you open. Which day?"),
        (WORDS, "big old harp", True, "big old harp. Which day?"),
        (TEXT, "when do you open", True, "Piano or violin?"),
        (TEXT, "when do you open?", True, "Piano or violin?"),
        (TEXT, "when do you open", False, "when do you open. Which day?"),
    ],
)
def test_a_value_that_is_a_pattern_of_another_intent(
    classifier: IntentClassifier,
    small_intents: IntentSet,
    *,
    entity: Entity,
    message: str,
    is_answered: bool,
    text: str,
) -> None:
    """A closed value alone fills the slot, and so do a button and a pattern without an answer."""

    def changed(intent: Intent) -> Intent:
        if intent.tag == "opening_hours":
            return intent if is_answered else replace(intent, responses=())
        if intent.form is None:
            return intent
        instrument, *others = intent.form.slots
        slots = (replace(instrument, entity=entity, quick_replies=("When do you open?",)), *others)
        return replace(intent, form=replace(intent.form, slots=slots))

    intents = IntentSet(tuple(map(changed, with_form(small_intents, FORM))))
    bot = Bot(classifier, intents, random.Random(1))
    first = bot.reply("I would like a trial lesson", DialogueState())
    assert first.text == "Which instrument?"
    assert bot.reply(message, first.state).text.split("\n")[-1] == text


def test_an_intent_that_says_what_a_cancellation_says_is_one(
    classifier: IntentClassifier, small_intents: IntentSet
) -> None:
    def changed(intent: Intent) -> Intent:
        is_end = intent.tag == "opening_hours"
        return replace(intent, responses=("Nothing is booked.",)) if is_end else intent

    intents = IntentSet(tuple(map(changed, with_form(small_intents, FORM))))
    bot = Bot(classifier, intents, random.Random(1))
    first = bot.reply("I would like a trial lesson", DialogueState())
    reply = bot.reply("when do you open", first.state)
    assert (reply.text, reply.intent) == ("Nothing is booked.", "opening_hours")
    assert reply.state.form is None
